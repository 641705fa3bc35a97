internal import Posix

/// Signs requests as servers of S3 want it: Signature Version 4.
///
/// - Source: AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)".
struct SignatureV4 {
  /// What is signed: all of a request but the name of the program.
  struct Message {
    var method: String
    /// As it stands in the URL.
    var path: String
    /// As it stands in the URL, which must be as `query(_:)` writes it.
    var query = ""
    /// The host, and the port if it is not the usual one.
    var host: String
    /// Further fields. All of them are signed.
    var fields: [OutboundResponse.Field] = []
    /// SHA-256 of the body.
    var payloadDigest: [UInt8]
  }

  private static let algorithm = "AWS4-HMAC-SHA256"
  private static let service = "s3"

  let credentials: S3Credentials
  let region: String

  /// The fields with which the message is to be sent: its own, and those that carry the signature.
  ///
  /// - Parameter wallNanoseconds: the time; servers take it if it is within a quarter of an hour of theirs.
  func fields(for message: Message, at wallNanoseconds: Int64) -> [OutboundResponse.Field] {
    let (date, time) = Self.moment(wallNanoseconds)
    let digest = Hexadecimal.text(of: message.payloadDigest)
    var fields = message.fields
    fields.append(OutboundResponse.Field(name: "host", value: message.host))
    fields.append(OutboundResponse.Field(name: "x-amz-content-sha256", value: digest))
    fields.append(OutboundResponse.Field(name: "x-amz-date", value: time))
    if let token = credentials.sessionToken {
      fields.append(OutboundResponse.Field(name: "x-amz-security-token", value: token))
    }
    let signed = Self.canonical(fields)
    let names = signed.map(\.name).joined(separator: ";")
    let lines = signed.map { "\($0.name):\($0.value)\n" }.joined()
    let request = [message.method, message.path, message.query, lines, names, digest]
      .joined(separator: "\n")
    let scope = "\(date)/\(region)/\(Self.service)/aws4_request"
    let text = [Self.algorithm, time, scope, Hexadecimal.text(of: Self.digest(request))]
      .joined(separator: "\n")
    let signature = Hexadecimal.text(
      of: Digest.hmac(key: key(of: date), message: Array(text.utf8)))
    let value =
      "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope), "
      + "SignedHeaders=\(names), Signature=\(signature)"
    return fields + [OutboundResponse.Field(name: "authorization", value: value)]
  }

  /// A name or a value as it stands in a URL: everything percent-encoded but `A-Z a-z 0-9 - . _ ~`, and slashes if they are kept.
  static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      case UInt8(ascii: "/") where keepingSlashes: encoded.append(byte)
      default: encoded += "%\(Hexadecimal.text(of: [byte]).uppercased())".utf8
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The part of a URL behind the question mark, in the order in which it is signed: that of the encoded names and values.
  static func query(_ pairs: [(name: String, value: String)]) -> String {
    let texts = pairs.map { (encoded($0.name), encoded($0.value)) }
    let sorted = texts.sorted { first, second in
      let (one, other) = (first.0.utf8, second.0.utf8)
      if one.elementsEqual(other) { return Self.precedes(first.1, second.1) }
      return Self.precedes(first.0, second.0)
    }
    return sorted.map { "\($0)=\($1)" }.joined(separator: "&")
  }

  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  /// The fields in the order of their names, blanks at the ends gone and others joined, and values of one name in one line.
  private static func canonical(
    _ fields: [OutboundResponse.Field]
  ) -> [(name: String, value: String)] {
    var lines: [String: String] = [:]
    for field in fields {
      let value = field.value.split(separator: " ").joined(separator: " ")
      lines[field.name.lowercased()] =
        lines[field.name.lowercased()].map { "\($0),\(value)" }
        ?? value
    }
    return lines.map { (name: $0.key, value: $0.value) }.sorted { precedes($0.name, $1.name) }
  }

  private func key(of date: String) -> [UInt8] {
    var key = Array("AWS4\(credentials.secretKey)".utf8)
    for text in [date, region, Self.service, "aws4_request"] {
      key = Digest.hmac(key: key, message: Array(text.utf8))
    }
    return key
  }

  private static func digest(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }

  /// `20130524` and `20130524T000000Z`.
  private static func moment(_ wallNanoseconds: Int64) -> (date: String, time: String) {
    var text: [UInt8] = []
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &text)
    // 2013-05-24T00:00:00.000Z
    let digits = text.prefix { $0 != UInt8(ascii: ".") }.filter {
      $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":")
    }
    let time = String(decoding: digits, as: UTF8.self) + "Z"
    return (String(time.prefix(8)), time)
  }
}
