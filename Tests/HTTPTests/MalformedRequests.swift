@testable import HTTP
import Testing

/// Bytes that are no request, the rule that they break, and the fault that tells it.
struct MalformedRequest: CustomTestStringConvertible, Sendable {
  /// The document and section, such as `9112, 3.2`.
  let section: String
  let name: String
  let bytes: [UInt8]
  let fault: RequestFault
  var limits = RequestParser.Limits()

  var testDescription: String { "\(name) (RFC \(section))" }

  static let all =
    requestLines + versions + targets + methods + lineEnds + limits
    + fieldNames + fieldValues + foldings + hosts + lengths + codings + bothFramings + expectations
}

extension MalformedRequest {
  init(
    _ section: String, _ name: String, _ text: String, _ fault: RequestFault,
    _ limits: RequestParser.Limits = .init()
  ) {
    self.init(section: section, name: name, bytes: Array(text.utf8), fault: fault, limits: limits)
  }

  /// Text of any bytes: each character is the byte of its number.
  init(_ section: String, _ name: String, latin text: String, _ fault: RequestFault) {
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    self.init(section: section, name: name, bytes: bytes, fault: fault)
  }

  /// A request line with good fields behind it.
  static func line(
    _ section: String, _ name: String, _ line: String, _ rule: RequestFault.Malformation
  ) -> Self {
    Self(section, name, latin: "\(line)\r\nHost: x\r\n\r\n", .malformed(rule))
  }

  /// Limits that a short head passes.
  static func limits(
    head: Int = 16_384, target: Int = 8_192, fields: Int = 100
  ) -> RequestParser.Limits {
    var limits = RequestParser.Limits()
    limits.headBytes = head
    limits.targetBytes = target
    limits.fieldCount = fields
    return limits
  }
}

// The request line.
extension MalformedRequest {
  static let requestLines: [Self] = [
    .line("9112, 3", "two spaces after the method", "GET  / HTTP/1.1", .requestLine),
    .line("9112, 3", "two spaces before the version", "GET /  HTTP/1.1", .requestLine),
    .line("9112, 3", "three spaces before the version", "GET /   HTTP/1.1", .requestLine),
    .line("9112, 3", "a space before the method", " GET / HTTP/1.1", .requestLine),
    .line("9112, 3", "a space after the version", "GET / HTTP/1.1 ", .requestLine),
    .line("9112, 3", "a tab before the method", "\tGET / HTTP/1.1", .requestLine),
    .line("9112, 3", "a tab after the method", "GET\t/ HTTP/1.1", .requestLine),
    .line("9112, 3", "a tab after the space", "GET \t/ HTTP/1.1", .requestLine),
    .line("9112, 3", "a tab before the version", "GET /\tHTTP/1.1", .requestLine),
    .line("9112, 3", "a tab after the version", "GET / HTTP/1.1\t", .requestLine),
    .line("9112, 3", "a vertical tab as separator", "GET\u{B}/ HTTP/1.1", .requestLine),
    .line("9112, 3", "a form feed as separator", "GET /\u{C}HTTP/1.1", .target),
    .line("9112, 3", "a method alone", "GET", .requestLine),
    .line("9112, 3", "a method and a space", "GET ", .requestLine),
    .line("9112, 3", "no method", "/ HTTP/1.1", .requestLine),
    .line("9112, 3", "no target", "GET HTTP/1.1", .requestLine),
    .line("9112, 3", "a space in the target", "GET /a b HTTP/1.1", .requestLine),
    .line("9112, 3", "a word after the version", "GET / HTTP/1.1 x", .requestLine),
    .line("9112, 3", "an answer in place of a request", "HTTP/1.1 200 OK", .requestLine),
    .line("9112, 3", "a space alone", " ", .requestLine),
    .line("9112, 2.2", "white space and then a request", " \r\nGET / HTTP/1.1", .requestLine),
  ]

  static let versions: [Self] = [
    .line("9112, 2.3", "HTTP/0.9", "GET /", .requestLine),
    .line("9112, 2.3", "HTTP/0.9 and a space", "GET / ", .version),
    .line("9112, 2.3", "a version in lower case", "GET / http/1.1", .version),
    .line("9112, 2.3", "a version in mixed case", "GET / Http/1.1", .version),
    .line("9112, 2.3", "a version of another protocol", "GET / HTPP/1.1", .version),
    .line("9112, 2.3", "a version of a longer protocol", "GET / HTTPS/1.1", .version),
    .line("9112, 2.3", "a version without a minor part", "GET / HTTP/1", .version),
    .line("9112, 2.3", "a version that ends with its dot", "GET / HTTP/1.", .version),
    .line("9112, 2.3", "a version with two minor digits", "GET / HTTP/1.10", .version),
    .line("9112, 2.3", "a version with two major digits", "GET / HTTP/11.1", .version),
    .line("9112, 2.3", "a version with a comma", "GET / HTTP/1,1", .version),
    .line("9112, 2.3", "a version with a sign", "GET / HTTP/+1.1", .version),
    .line("9112, 2.3", "a version of letters", "GET / HTTP/a.b", .version),
    .line("9112, 2.3", "a version without its name", "GET / 1.1", .version),
    .line("9112, 2.3", "a control in the version", "GET / HTTP/1\u{0}1", .requestLine),
    .line("9112, 2.3", "a byte above 127 in the version", "GET / HTTP/1.\u{B9}", .requestLine),
    Self("9110, 15.6.6", "HTTP/0.1", "GET / HTTP/0.1\r\nHost: x\r\n\r\n", .unsupportedVersion),
    Self("9110, 15.6.6", "HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", .unsupportedVersion),
    Self("9110, 15.6.6", "HTTP/3.0", "GET / HTTP/3.0\r\nHost: x\r\n\r\n", .unsupportedVersion),
    Self(
      "9113, 3.4", "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
  ]

  static let methods: [Self] = [
    Self("9110, 9.1", "a method in lower case", "get / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "a method in mixed case", "Get / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "an unknown method", "BREW / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "a method of WebDAV", "PROPFIND / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "a longer GET", "GETS / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "a shorter GET", "GE / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9110, 9.1", "a method of all marks", "!#$%&'*+-.^_`|~ / HTTP/1.1\r\n", .unknownMethod),
    Self("9110, 9.3.6", "a tunnel", "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", .unknownMethod),
    Self(
      "9112, 3", "a method of 32 bytes", "\(letters(32)) / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self(
      "9112, 3", "a method of 33 bytes", "\(letters(33)) / HTTP/1.1\r\n\r\n", .unknownMethod),
    Self("9112, 3", "a method without end", "\(letters(300))\r\n", .unknownMethod),
    .line("9110, 5.6.2", "a control in the method", "G\u{0}T / HTTP/1.1", .requestLine),
    .line("9110, 5.6.2", "a byte above 127 in the method", "G\u{C9}T / HTTP/1.1", .requestLine),
    .line("9110, 5.6.2", "a colon in the method", "GET: / HTTP/1.1", .requestLine),
    .line("9110, 5.6.2", "a quoted method", "\"GET\" / HTTP/1.1", .requestLine),
    .line("9112, 2", "a field in place of a request line", "Host: x", .requestLine),
    .line("8446, 5.1", "the first record of TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", .requestLine),
  ]

  static func letters(_ count: Int) -> String { String(repeating: "A", count: count) }

  static let targets: [Self] = [
    .line("9112, 3.2", "a path without its slash", "GET a/b HTTP/1.1", .target),
    .line("9112, 3.2", "a query alone", "GET ?a=b HTTP/1.1", .target),
    .line("9112, 3.2", "a fragment", "GET /a#b HTTP/1.1", .target),
    .line("9112, 3.2", "a fragment alone", "GET # HTTP/1.1", .target),
    .line("9112, 3.2", "a fragment after a query", "GET /a?b#c HTTP/1.1", .target),
    .line("9112, 3.2", "a NUL in the target", "GET /a\u{0} HTTP/1.1", .target),
    .line("9112, 3.2", "a control in the target", "GET /a\u{1F}b HTTP/1.1", .target),
    .line("9112, 3.2", "DEL in the target", "GET /a\u{7F} HTTP/1.1", .target),
    .line("3986, 2", "a letter above 127 in the target", "GET /\u{E9} HTTP/1.1", .target),
    .line("3986, 2", "a letter of UTF-8 in the target", "GET /\u{C3}\u{A9} HTTP/1.1", .target),
    .line("3986, 2.1", "a bare % at the end", "GET /a% HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "an escape of one digit", "GET /a%4 HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "an escape of no digits", "GET /a%/b HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "an escape of letters", "GET /%gg HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "an escape of an escape", "GET /%%41 HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "an escape as in scripts", "GET /%u0041 HTTP/1.1", .percentEscape),
    .line("3986, 2.1", "a bad escape in the query", "GET /a?b=%zz HTTP/1.1", .percentEscape),
    .line("9112, 3.2.2", "another scheme", "GET ftp://x/ HTTP/1.1", .target),
    .line("9112, 3.2.2", "a scheme and no host", "GET http:///a HTTP/1.1", .target),
    .line("9112, 3.2.2", "a scheme and nothing", "GET http:// HTTP/1.1", .target),
    .line("9112, 3.2.2", "a scheme with one slash", "GET http:/x HTTP/1.1", .target),
    .line("9112, 3.2.2", "a host without a scheme", "GET //x/a?b HTTP/2", .version),
    .line("9110, 4.2.4", "a user in the target", "GET http://user@x/ HTTP/1.1", .target),
    .line("9110, 4.2.4", "a user and a word", "GET http://a:b@x/ HTTP/1.1", .target),
    .line("3986, 3.2.3", "a port of letters", "GET http://x:http/ HTTP/1.1", .target),
    .line("3986, 3.2.3", "a port of six digits", "GET http://x:123456/ HTTP/1.1", .target),
    .line("3986, 3.2.2", "an open bracket", "GET http://[::1/ HTTP/1.1", .target),
    .line("9112, 3.2.3", "an authority without a tunnel", "GET x:80 HTTP/1.1", .target),
    .line("9112, 3.2.4", "an asterisk with GET", "GET * HTTP/1.1", .target),
    .line("9112, 3.2.4", "an asterisk with a query", "OPTIONS *?a HTTP/1.1", .target),
    .line("9112, 3.2.4", "two asterisks", "OPTIONS ** HTTP/1.1", .target),
  ]
}

// Ends of lines, and limits.
extension MalformedRequest {
  static let lineEnds: [Self] = [
    Self("9112, 2.2", "LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF after the method", "GET\n/ HTTP/1.1\r\nHost: x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF after the target", "GET /\nHost: x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF after a field", "GET / HTTP/1.1\r\nHost: x\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF after a field's name", "GET / HTTP/1.1\r\nHost\n: x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF after a colon", "GET / HTTP/1.1\r\nHost:\n x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "LF as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\n", .lineFeed),
    Self("9112, 2.2", "LF everywhere", "GET / HTTP/1.1\nHost: x\n\n", .lineFeed),
    Self("9112, 2.2", "LF before the request", "\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", .lineFeed),
    Self(
      "9112, 2.2", "LF after an empty line", "\r\n\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", .lineFeed),
    Self("9112, 2.2", "CR after the method", "GET\r/ HTTP/1.1\r\n\r\n", .malformed(.requestLine)),
    Self("9112, 2.2", "CR after the version", "GET / HTTP/1.1\rHost: x\r\n\r\n", .return),
    Self("9112, 2.2", "two CRs after the version", "GET / HTTP/1.1\r\r\nHost: x\r\n\r\n", .return),
    Self("9112, 2.2", "CR in a value", "GET / HTTP/1.1\r\nHost: x\ry: z\r\n\r\n", .return),
    Self("9112, 2.2", "CR at the end of a value", "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", .return),
    Self("9112, 2.2", "CR as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\rGET\r\n", .return),
    Self("9112, 2.2", "CR before the request", "\rGET / HTTP/1.1\r\nHost: x\r\n\r\n", .return),
    Self("9112, 2.2", "CRs before the request", "\r\n\r\r\nGET / HTTP/1.1\r\n\r\n", .return),
    .line("9112, 2.2", "CR in a target", "GET /a\rb HTTP/1.1", .requestLine),
  ]

  static let limits: [Self] = [
    Self(
      "9110, 15.5.15", "a target one byte too long", "GET /234567 HTTP/1.1\r\nHost: x\r\n\r\n",
      .targetTooLong(limitBytes: 6), limits(target: 6)),
    Self(
      "9110, 15.5.15", "a target that is too long before it is wrong",
      "GET /23456\u{0} HTTP/1.1\r\n\r\n", .targetTooLong(limitBytes: 5), limits(target: 5)),
    Self(
      "9110, 15.5.15", "a target that is wrong where it would be too long",
      "GET /2345# HTTP/1.1\r\n\r\n", .malformed(.target), limits(target: 5)),
    Self(
      "9110, 15.5.15", "a request line that fills the head",
      "GET /2345678901234567890 HTTP/1.1\r\n",
      .targetTooLong(limitBytes: 8_192), limits(head: 20)),
    Self(
      "9110, 15.5.15", "an absolute target too long", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
      .targetTooLong(limitBytes: 8), limits(target: 8)),
    Self(
      "6585, 5", "a head one byte too long", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      .headTooLarge(limitBytes: 26), limits(head: 26)),
    Self(
      "6585, 5", "a head full within the version", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      .headTooLarge(limitBytes: 10), limits(head: 10)),
    Self(
      "6585, 5", "a head full within a name", "GET / HTTP/1.1\r\nHost: x\r\nAaaaaaaaa: b\r\n\r\n",
      .headTooLarge(limitBytes: 30), limits(head: 30)),
    Self(
      "6585, 5", "a head full within a value", "GET / HTTP/1.1\r\nHost: x\r\nA: bbbbbbbbb\r\n\r\n",
      .headTooLarge(limitBytes: 32), limits(head: 32)),
    Self(
      "6585, 5", "a head full of blanks", "GET / HTTP/1.1\r\nHost: x\r\nA:         b\r\n\r\n",
      .headTooLarge(limitBytes: 32), limits(head: 32)),
    Self(
      "6585, 5", "a head too long after empty lines", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
      .headTooLarge(limitBytes: 26), limits(head: 26)),
    Self(
      "6585, 5", "one field too many", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\nC: d\r\n\r\n",
      .tooManyFields(limit: 2), limits(fields: 2)),
    Self(
      "6585, 5", "many empty fields", "GET / HTTP/1.1\r\nHost: x\r\nA:\r\nA:\r\nA:\r\n\r\n",
      .tooManyFields(limit: 3), limits(fields: 3)),
  ]
}

extension RequestFault {
  static let lineFeed = Self.malformed(.bareLineFeed)
  static let `return` = Self.malformed(.bareCarriageReturn)
}
