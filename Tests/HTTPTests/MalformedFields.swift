@testable import HTTP

// The fields, and what they say about the message.
extension MalformedRequest {
  /// Field lines after a Host field.
  static func field(
    _ section: String, _ name: String, _ line: String, _ rule: RequestFault.Malformation
  ) -> Self {
    Self(
      section, name, latin: "GET / HTTP/1.1\r\nHost: x\r\n\(line)\r\n\r\n", .malformed(rule))
  }

  /// Field lines behind the request line, without any before them.
  static func host(
    _ name: String, _ lines: String, _ rule: RequestFault.Malformation,
    section: String = "9112, 3.2", version: String = "HTTP/1.1"
  ) -> Self {
    Self(section, name, latin: "GET / \(version)\r\n\(lines)\r\n\r\n", .malformed(rule))
  }

  /// Field lines of a request with a body, and a second request behind it that would be smuggled.
  static func framing(
    _ section: String, _ name: String, _ lines: String, _ fault: RequestFault,
    version: String = "HTTP/1.1"
  ) -> Self {
    Self(
      section, name,
      "POST / \(version)\r\nHost: x\r\n\(lines)\r\n\r\n0\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n",
      fault)
  }

  static let fieldNames: [Self] = [
    .field("9112, 5.1", "a space before the colon", "A : b", .spaceBeforeColon),
    .field("9112, 5.1", "a tab before the colon", "A\t: b", .spaceBeforeColon),
    .field("9112, 5.1", "a space within the name", "A b: c", .spaceBeforeColon),
    .field(
      "9112, 5.1", "a length with a space before its colon",
      "Content-Length : 5", .spaceBeforeColon),
    .field(
      "9112, 5.1", "a coding with a tab before its colon",
      "Transfer-Encoding\t: chunked", .spaceBeforeColon),
    .field("9110, 5.1", "an empty name", ": b", .fieldName),
    .field("9110, 5.1", "a colon alone", ":", .fieldName),
    .field("9110, 5.1", "a line without a colon", "abc", .fieldName),
    .field("9110, 5.1", "a NUL in the name", "A\u{0}: b", .fieldName),
    .field("9110, 5.1", "a control in the name", "A\u{B}: b", .fieldName),
    .field("9110, 5.1", "DEL in the name", "A\u{7F}: b", .fieldName),
    .field("9110, 5.1", "a letter above 127 in the name", "\u{C4}: b", .fieldName),
    .field("9110, 5.1", "a letter of UTF-8 in the name", "\u{C3}\u{84}: b", .fieldName),
    .field("9110, 5.1", "a slash in the name", "A/b: c", .fieldName),
    .field("9110, 5.1", "a quote in the name", "\"A\": b", .fieldName),
    .field("9110, 5.1", "a parenthesis in the name", "A(b): c", .fieldName),
    .field("9110, 5.1", "an at sign in the name", "a@b: c", .fieldName),
    .field("9110, 5.1", "a comma in the name", "A,B: c", .fieldName),
    .field("9110, 5.1", "brackets in the name", "A[0]: c", .fieldName),
    .field("9112, 2", "a request line among the fields", "GET /a HTTP/1.1", .spaceBeforeColon),
  ]

  static let fieldValues: [Self] = [
    .field("9110, 5.5", "a NUL in the value", "A: b\u{0}c", .fieldValue),
    .field("9110, 5.5", "a NUL in place of a value", "A: \u{0}", .fieldValue),
    .field("9110, 5.5", "a control in the value", "A: b\u{1}", .fieldValue),
    .field("9110, 5.5", "a bell in the value", "A: \u{7}bell", .fieldValue),
    .field("9110, 5.5", "a backspace in the value", "A: b\u{8}", .fieldValue),
    .field("9110, 5.5", "a vertical tab in the value", "A: b\u{B}c", .fieldValue),
    .field("9110, 5.5", "a form feed in the value", "A: b\u{C}c", .fieldValue),
    .field("9110, 5.5", "an escape in the value", "A: \u{1B}[31m", .fieldValue),
    .field("9110, 5.5", "the last control in the value", "A: \u{1F}", .fieldValue),
    .field("9110, 5.5", "DEL in the value", "A: b\u{7F}", .fieldValue),
    .field(
      "9110, 5.5", "DEL behind letters above 127",
      "A: \u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}", .fieldValue),
    .field("9110, 5.5", "a control behind many tabs", "A: b\t\t\t\t\t\t\t\t\t\u{2}", .fieldValue),
    .field("9110, 5.5", "a control in a length", "Content-Length: 5\u{0}", .fieldValue),
  ]

  static let foldings: [Self] = [
    .field("9112, 5.2", "a value folded by a space", "A: b\r\n c", .foldedField),
    .field("9112, 5.2", "a value folded by a tab", "A: b\r\n\tc", .foldedField),
    .field("9112, 5.2", "an empty value that is folded", "A:\r\n b", .foldedField),
    .field("9112, 5.2", "a fold of blanks alone", "A: b\r\n \t ", .foldedField),
    .field("9112, 5.2", "a folded coding", "Transfer-Encoding:\r\n chunked", .foldedField),
    .host("a space before the first field", " Host: x", .foldedField, section: "9112, 2.2"),
    .host("a tab before the first field", "\tHost: x", .foldedField, section: "9112, 2.2"),
  ]

  static let hosts: [Self] = [
    .host("no Host", "A: b", .missingHost),
    .host("no fields at all", "A:", .missingHost),
    .host("no Host in a later version", "A: b", .missingHost, version: "HTTP/1.2"),
    .host("two equal Hosts", "Host: x\r\nHost: x", .repeatedHost),
    .host("two Hosts", "Host: x\r\nA: b\r\nhOST: y", .repeatedHost),
    .host("a Host and an empty one", "Host: x\r\nHost:", .repeatedHost),
    .host("two Hosts in 1.0", "Host: x\r\nHost: y", .repeatedHost, version: "HTTP/1.0"),
    .host("a list of Hosts", "Host: x, y", .invalidHost),
    .host("a Host with a space", "Host: x y", .invalidHost),
    .host("a Host with a path", "Host: x/a", .invalidHost),
    .host("a Host with a scheme", "Host: http://x", .invalidHost),
    .host("a Host with a user", "Host: user@x", .invalidHost),
    .host("a Host with a query", "Host: x?a", .invalidHost),
    .host("a Host with a fragment", "Host: x#a", .invalidHost),
    .host("a Host with a backslash", "Host: x\\y", .invalidHost),
    .host("a Host with a letter above 127", "Host: \u{E9}", .invalidHost),
    .host("a Host of a port alone", "Host: :80", .invalidHost),
    .host("a Host with a port of letters", "Host: x:http", .invalidHost),
    .host("a Host with two ports", "Host: x:80:80", .invalidHost),
    .host("a Host with a port of six digits", "Host: x:123456", .invalidHost),
    .host("a Host with a negative port", "Host: x:-1", .invalidHost),
    .host("a Host with an open bracket", "Host: [::1", .invalidHost),
    .host("a Host with empty brackets", "Host: []", .invalidHost),
    .host("a Host with a name behind brackets", "Host: [::1]x", .invalidHost),
    .host("a Host with a bare IPv6 address", "Host: ::1", .invalidHost),
    .host("a bad Host in 1.0", "Host: x y", .invalidHost, version: "HTTP/1.0"),
    .host("a Host with a bad escape", "Host: a%zz", .invalidHost, section: "3986, 3.2.2"),
    Self(
      "9112, 3.2", "an absolute target without Host", "GET http://x/ HTTP/1.1\r\nA: b\r\n\r\n",
      .malformed(.missingHost)),
    Self(
      "9112, 3.2", "an absolute target with a bad Host",
      "GET http://x/ HTTP/1.1\r\nHost: a b\r\n\r\n", .malformed(.invalidHost)),
  ]

  static let lengths: [Self] = [
    .field("9110, 8.6", "a length with a plus", "Content-Length: +5", .contentLength),
    .field("9110, 8.6", "a negative length", "Content-Length: -5", .contentLength),
    .field("9110, 8.6", "an empty length", "Content-Length:", .contentLength),
    .field("9110, 8.6", "a length of blanks", "Content-Length: \t ", .contentLength),
    .field("9110, 8.6", "a length with a space within", "Content-Length: 1 2", .contentLength),
    .field("9110, 8.6", "a hexadecimal length", "Content-Length: 0x5", .contentLength),
    .field("9110, 8.6", "a length of a hex digit", "Content-Length: a", .contentLength),
    .field("9110, 8.6", "a length with a fraction", "Content-Length: 5.0", .contentLength),
    .field("9110, 8.6", "a length with an exponent", "Content-Length: 1e3", .contentLength),
    .field("9110, 8.6", "a length with separators", "Content-Length: 1_000", .contentLength),
    .field("9110, 8.6", "a quoted length", "Content-Length: \"5\"", .contentLength),
    .field("9110, 8.6", "a length with a unit", "Content-Length: 5 bytes", .contentLength),
    .field("9110, 8.6", "a length of other digits", "Content-Length: \u{B2}", .contentLength),
    .field("9110, 8.6", "a length and a semicolon", "Content-Length: 5;", .contentLength),
    .field("9112, 6.3", "a list with an empty end", "Content-Length: 5,", .contentLength),
    .field("9112, 6.3", "a list with an empty start", "Content-Length: ,5", .contentLength),
    .field("9112, 6.3", "a list with a word", "Content-Length: 5, x", .contentLength),
    .field("9112, 6.3", "a list of two lengths", "Content-Length: 5, 6", .differentContentLengths),
    .field(
      "9112, 6.3", "a list of three, one different",
      "Content-Length: 5, 5, 50", .differentContentLengths),
    .field(
      "9112, 6.3", "two lengths",
      "Content-Length: 5\r\nContent-Length: 6", .differentContentLengths),
    .field(
      "9112, 6.3", "two lengths far apart",
      "Content-Length: 5\r\nA: b\r\ncontent-length: 50", .differentContentLengths),
    .field(
      "9112, 6.3", "a length and none",
      "Content-Length: 0\r\nContent-Length: 1", .differentContentLengths),
    .field(
      "9112, 6.3", "a length and a bad one",
      "Content-Length: 5\r\nContent-Length: five", .contentLength),
  ]

  static let codings: [Self] = [
    .framing("9112, 6.1", "chunked twice", "Transfer-Encoding: chunked, chunked", .coding),
    .framing(
      "9112, 6.1", "chunked twice in two fields",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .coding),
    .framing("9112, 6.1", "chunked not last", "Transfer-Encoding: chunked, gzip", .coding),
    .framing(
      "9112, 6.1", "chunked not last, in two fields",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", .coding),
    .framing("9112, 7.1", "chunked with a parameter", "Transfer-Encoding: chunked;q=1", .coding),
    .framing("9112, 7.1", "chunked and a semicolon", "Transfer-Encoding: chunked ;", .coding),
    .framing("9112, 7.1", "chunked and a word", "Transfer-Encoding: chunked x", .coding),
    .framing("9112, 7.1", "chunked and a slash", "Transfer-Encoding: chunked/1", .coding),
    .framing("9112, 6.1", "an empty coding", "Transfer-Encoding:", .coding),
    .framing("9112, 6.1", "a comma for a coding", "Transfer-Encoding: ,", .coding),
    .framing("9112, 6.1", "a coding that is another", "Transfer-Encoding: xchunked", .unknown),
    .framing("9112, 6.1", "a coding that is longer", "Transfer-Encoding: chunkedx", .unknown),
    .framing("9112, 6.1", "a coding that is shorter", "Transfer-Encoding: chunke", .unknown),
    .framing("9112, 6.1", "a quoted coding", "Transfer-Encoding: \"chunked\"", .unknown),
    .framing("9112, 6.1", "two words", "Transfer-Encoding: x chunked", .unknown),
    .framing("9112, 6.1", "identity", "Transfer-Encoding: identity", .unknown),
    .framing("9112, 6.1", "gzip alone", "Transfer-Encoding: gzip", .unknown),
    .framing("9112, 6.1", "gzip and chunked", "Transfer-Encoding: gzip, chunked", .unknown),
    .framing(
      "9112, 6.1", "gzip and chunked in two fields",
      "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", .unknown),
    .framing(
      "9112, 6.1", "a coding in 1.0", "Transfer-Encoding: chunked",
      .malformed(.transferCodingInOldVersion), version: "HTTP/1.0"),
    .framing(
      "9112, 6.1", "an unknown coding in 1.0", "Transfer-Encoding: identity",
      .malformed(.transferCodingInOldVersion), version: "HTTP/1.0"),
    .framing(
      "9112, 6.1", "a coding and a length in 1.0",
      "Transfer-Encoding: chunked\r\nContent-Length: 5",
      .malformed(.transferCodingInOldVersion), version: "HTTP/1.0"),
  ]

  static let bothFramings: [Self] = [
    .framing(
      "9112, 6.3", "a length and a coding",
      "Content-Length: 5\r\nTransfer-Encoding: chunked", .both),
    .framing(
      "9112, 6.3", "a coding and a length",
      "Transfer-Encoding: chunked\r\nContent-Length: 5", .both),
    .framing(
      "9112, 6.3", "a coding and no length",
      "Transfer-Encoding: chunked\r\nContent-Length: 0", .both),
    .framing(
      "9112, 6.3", "names in other cases",
      "content-LENGTH: 5\r\ntransfer-encoding: Chunked", .both),
    .framing(
      "9112, 6.3", "a length and an unknown coding",
      "Content-Length: 5\r\nTransfer-Encoding: identity", .both),
    .framing(
      "9112, 6.3", "a length and an empty coding",
      "Content-Length: 5\r\nTransfer-Encoding:", .both),
    .framing(
      "9112, 6.3", "a bad length beside a coding",
      "Transfer-Encoding: chunked\r\nContent-Length: x", .malformed(.contentLength)),
    .framing(
      "9112, 6.3", "a coding hidden behind a bare LF",
      "Content-Length: 5\nTransfer-Encoding: chunked", .lineFeed),
    .framing(
      "9112, 6.3", "a coding hidden behind a bare CR",
      "Content-Length: 5\rTransfer-Encoding: chunked", .return),
    .framing(
      "9112, 6.3", "a coding hidden behind a vertical tab",
      "Content-Length: 5\r\nTransfer-Encoding:\u{B}chunked", .malformed(.fieldValue)),
  ]

  static let expectations: [Self] = [
    .framing("9110, 10.1.1", "an unknown expectation", "Expect: 200-ok", .unknownExpectation),
    .framing("9110, 10.1.1", "an empty expectation", "Expect:", .unknownExpectation),
    .framing(
      "9110, 10.1.1", "a list of expectations",
      "Expect: 100-continue, x", .unknownExpectation),
    .framing(
      "9110, 10.1.1", "a known and an unknown expectation",
      "Expect: 100-continue\r\nExpect: x", .unknownExpectation),
    .framing(
      "9110, 10.1.1", "an expectation with a parameter",
      "Expect: 100-continue;a=b", .unknownExpectation),
  ]
}

extension RequestFault {
  static let coding = Self.malformed(.transferCoding)
  static let both = Self.malformed(.bothFramings)
  static let unknown = Self.unknownTransferCoding
}
