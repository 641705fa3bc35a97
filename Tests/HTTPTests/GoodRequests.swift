@testable import HTTP
import Testing

/// Bytes that are a request's head, and what must come out of them.
struct GoodRequest: CustomTestStringConvertible, Sendable {
  /// The document and section, such as `9112, 3.2`.
  let section: String
  let name: String
  let bytes: [UInt8]
  let facts: HeadFacts
  let limits: RequestParser.Limits

  var testDescription: String { "\(name) (RFC \(section))" }

  init(
    _ section: String, _ name: String, _ text: String, _ limits: RequestParser.Limits = .init(),
    _ change: (inout HeadFacts) -> Void = { _ in }
  ) {
    self.section = section
    self.name = name
    bytes = Array(text.utf8)
    self.limits = limits
    var facts = HeadFacts()
    change(&facts)
    self.facts = facts
  }

  /// A request line with a Host behind it.
  static func line(
    _ section: String, _ name: String, _ line: String, _ change: (inout HeadFacts) -> Void
  ) -> Self {
    Self(section, name, "\(line)\r\nHost: x\r\n\r\n", .init(), change)
  }

  /// Field lines after a Host field; those of the facts are given as they must come out.
  static func fields(
    _ section: String, _ name: String, _ lines: [String], _ found: [String]? = nil,
    version: UInt8 = 1, _ change: (inout HeadFacts) -> Void = { _ in }
  ) -> Self {
    let text = (["GET / HTTP/1.\(version)", "Host: x"] + lines).joined(separator: "\r\n")
    return Self(section, name, text + "\r\n\r\n") {
      $0.fields += found ?? lines
      $0.minorVersion = version
      $0.isPersistent = version > 0
      change(&$0)
    }
  }

  static let all = requestLines + targets + limits + fields + hosts + framings + connections
}

extension GoodRequest {
  static let requestLines: [Self] =
    Method.allCases.map { method in
      .line("9110, 9.1", method.text, "\(method.text) / HTTP/1.1") { $0.method = method }
    } + [
      Self("9112, 2.2", "an empty line before", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
      Self("9112, 2.2", "empty lines before", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
      .line("9110, 2.5", "a minor version to come", "GET / HTTP/1.2") { $0.minorVersion = 1 },
      .line("9110, 2.5", "the last minor version", "GET / HTTP/1.9") { $0.minorVersion = 1 },
      .line("9112, 2.3", "HTTP/1.0", "GET / HTTP/1.0") {
        $0.minorVersion = 0
        $0.isPersistent = false
      },
      Self("9112, 3.2", "HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n") {
        $0.minorVersion = 0
        $0.isPersistent = false
        $0.fields = []
        $0.host = ""
      },
    ]

  static let targets: [Self] = [
    .line("9112, 3.2.1", "a path", "GET /a/b.c HTTP/1.1") { $0.path = "/a/b.c" },
    .line("9112, 3.2.1", "a query", "GET /a?b=c&d HTTP/1.1") {
      $0.path = "/a"
      $0.query = "b=c&d"
    },
    .line("9112, 3.2.1", "an empty query", "GET /a? HTTP/1.1") { $0.path = "/a" },
    .line("3986, 3.4", "a query with ? and /", "GET /a?b?c/d HTTP/1.1") {
      $0.path = "/a"
      $0.query = "b?c/d"
    },
    .line("3986, 3.3", "two slashes", "GET //x/a HTTP/1.1") { $0.path = "//x/a" },
    .line("3986, 3.3", "dot segments", "GET /../a/./b HTTP/1.1") { $0.path = "/../a/./b" },
    .line("3986, 3.3", "a scheme in a path", "GET /http://y/ HTTP/1.1") { $0.path = "/http://y/" },
    .line("3986, 2.1", "escapes as they were sent", "GET /%2F%00%c3%A9?%41 HTTP/1.1") {
      $0.path = "/%2F%00%c3%A9"
      $0.query = "%41"
    },
    .line("3986, 3.3", "marks that browsers send", "GET /{a}|\"<>^`\\[] HTTP/1.1") {
      $0.path = "/{a}|\"<>^`\\[]"
    },
    .line("9112, 3.2.2", "an absolute target", "GET http://y:81/a?b HTTP/1.1") {
      $0.form = .absolute
      $0.path = "/a"
      $0.query = "b"
      $0.host = "y:81"
    },
    .line("9112, 3.2.2", "an absolute target without path", "GET http://y HTTP/1.1") {
      $0.form = .absolute
      $0.host = "y"
    },
    .line("9112, 3.2.2", "an absolute target with a query alone", "GET http://y?a/b HTTP/1.1") {
      $0.form = .absolute
      $0.query = "a/b"
      $0.host = "y"
    },
    .line("9110, 4.2.3", "a scheme in capitals", "GET HTTP://Y/ HTTP/1.1") {
      $0.form = .absolute
      $0.host = "Y"
    },
    .line("9110, 4.2.2", "a secure target", "GET https://[::1]:443/ HTTP/1.1") {
      $0.form = .absolute
      $0.host = "[::1]:443"
    },
    .line("9112, 3.2.4", "the server as a whole", "OPTIONS * HTTP/1.1") {
      $0.method = .options
      $0.form = .asterisk
      $0.path = "*"
    },
    .line("9112, 3.2.1", "a path that is an asterisk", "GET /* HTTP/1.1") { $0.path = "/*" },
  ]

  static let limits: [Self] = [
    Self(
      "9110, 15.5.15", "a target as long as may be", "GET /23456 HTTP/1.1\r\nHost: x\r\n\r\n",
      MalformedRequest.limits(target: 6)
    ) { $0.path = "/23456" },
    Self(
      "6585, 5", "a head as long as may be", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      MalformedRequest.limits(head: 27)),
    Self(
      "9112, 2.2", "empty lines beyond the limit of a head",
      String(repeating: "\r\n", count: 20) + "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      MalformedRequest.limits(head: 27)),
    Self(
      "6585, 5", "as many fields as may be", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n",
      MalformedRequest.limits(fields: 2)
    ) { $0.fields.append("A: b") },
  ]

  static let fields: [Self] = [
    .fields("9112, 5", "blanks around a value", ["A: \t b \t "], ["A: b"]),
    .fields("9112, 5", "no blank before a value", ["A:b"], ["A: b"]),
    .fields("9110, 5.5", "blanks within a value", ["A: b \t c"]),
    .fields("9110, 5.5", "an empty value", ["A:"], ["A: "]),
    .fields("9110, 5.5", "a value of blanks", ["A: \t "], ["A: "]),
    .fields("9110, 5.5", "letters above 127", ["A: \u{E9}\u{4E2D}"]),
    .fields("9110, 5.5", "a value of colons", ["A: ::b:"]),
    .fields("9110, 5.5", "every visible character", ["A: " + visible]),
    .fields("9110, 5.6.2", "a name of all marks", ["!#$%&'*+-.^_`|~: b"]),
    .fields("9110, 5.3", "the same name twice, in order", ["A: b", "C: d", "a: e"]),
    .fields("9110, 5.1", "a name of a digit", ["0: b"]),
    .fields("9110, 5.5", "a long value", ["A: " + String(repeating: "b", count: 70)]),
    .fields("9112, 3.2", "an id", ["X-Request-Id: a-1"]) { $0.givenID = "a-1" },
    .fields("9112, 3.2", "an id that is none", ["X-Request-Id: a b"]),
  ]

  private static let visible = String(
    decoding: (0x21...0x7E).map { UInt8($0) }, as: UTF8.self)

  static let hosts: [Self] = [
    "", "a", "a.example:8080", "a:", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80", "[::1]:",
    "a_b~c!$&'()*+,;=", "a%20b", "A-B.", "a:65535",
  ].map { host in
    Self("9112, 3.2", "Host '\(host)'", "GET / HTTP/1.1\r\nhOsT: \(host)\r\n\r\n") {
      $0.host = host
      $0.fields = ["hOsT: \(host)"]
    }
  }

  static let framings: [Self] = [
    .fields("9112, 6.3", "a length", ["Content-Length: 5"]) { $0.framing = .length(5) },
    .fields("9112, 6.3", "a length of nothing", ["Content-Length: 0"]) { $0.framing = .length(0) },
    .fields("9110, 8.6", "a length with zeros", ["Content-Length: 007"]) {
      $0.framing = .length(7)
    },
    .fields("9112, 6.3", "a list of equal lengths", ["Content-Length: 5, 5 ,5"]) {
      $0.framing = .length(5)
    },
    .fields("9112, 6.3", "equal lengths", ["Content-Length: 5", "content-length: 05"]) {
      $0.framing = .length(5)
    },
    .fields("9112, 7.1", "chunked", ["Transfer-Encoding: chunked"]) { $0.framing = .chunked },
    .fields("9112, 7", "chunked in capitals", ["Transfer-Encoding: CHUNKED"]) {
      $0.framing = .chunked
    },
    .fields("9110, 5.6.1", "a list with empty members", ["Transfer-Encoding: , chunked ,"]) {
      $0.framing = .chunked
    },
    .fields("9112, 6.3", "a length in 1.0", ["Content-Length: 5"], version: 0) {
      $0.framing = .length(5)
    },
    .fields("9110, 10.1.1", "an expectation", ["Expect: 100-Continue", "Content-Length: 5"]) {
      $0.framing = .length(5)
      $0.expectsContinue = true
    },
    .fields("9110, 10.1.1", "an expectation in 1.0", ["Expect: 100-continue"], version: 0),
    .fields("9110, 10.1.1", "an unknown expectation in 1.0", ["Expect: x"], version: 0),
  ]

  static let connections: [Self] = [
    .fields("9112, 9.3", "close", ["Connection: close"]) { $0.isPersistent = false },
    .fields("9112, 9.3", "close in capitals", ["Connection: CLOSE"]) { $0.isPersistent = false },
    .fields("9112, 9.3", "close in a list", ["Connection: a,\tclose ,b"]) {
      $0.isPersistent = false
    },
    .fields("9112, 9.3", "close in a second field", ["Connection: a", "Connection: close"]) {
      $0.isPersistent = false
    },
    .fields("9112, 9.3", "close beside keep-alive", ["Connection: keep-alive, close"]) {
      $0.isPersistent = false
    },
    .fields("9112, 9.3", "keep-alive", ["Connection: keep-alive"]),
    .fields("9112, 9.3", "a word that holds close", ["Connection: closed, xclose"]),
    .fields("9112, 9.3", "an empty connection", ["Connection: ,"]),
    .fields("9112, 9.3", "keep-alive in 1.0", ["Connection: Keep-Alive"], version: 0) {
      $0.isPersistent = true
    },
    .fields(
      "9112, 9.3", "close beats keep-alive in 1.0",
      ["Connection: close", "Connection: keep-alive"], version: 0),
  ]
}
