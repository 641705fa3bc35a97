/// Which responses are compressed, and for whom (RFC 9110, sections 8.4 and 12.5.3).
package enum ContentCoding {
  /// Whether the client takes gzip, and does not prefer the plain content.
  package static func acceptsGzip(_ head: RequestHead) -> Bool {
    head.storage.sendsAcceptEncoding && acceptsGzip(head.fields)
  }

  static func acceptsGzip(_ fields: Fields) -> Bool {
    var gzip: Int?
    var any: Int?
    var identity: Int?
    for member in fields.members(of: .acceptEncoding) {
      let parts = member.split(separator: UInt8(ascii: ";"), maxSplits: 1)
      guard let first = parts.first else { continue }
      let coding = Characters.trimmed(first)
      let weight = parts.count < 2 ? 1000 : self.weight(Characters.trimmed(parts[1]))
      if Characters.matches(coding, gzipName) || Characters.matches(coding, oldGzipName) {
        gzip = weight
      } else if Characters.matches(coding, identityName) {
        identity = weight
      } else if coding.elementsEqual("*".utf8) {
        any = weight
      }
    }
    let wanted = gzip ?? any ?? 0
    return wanted > 0 && wanted >= identity ?? 0
  }

  private static let gzipName = Array("gzip".utf8)
  private static let oldGzipName = Array("x-gzip".utf8)
  private static let identityName = Array("identity".utf8)

  /// `q=0.5` in thousandths; 0 for what is not a weight (RFC 9110, section 12.4.2).
  private static func weight(_ text: ArraySlice<UInt8>) -> Int {
    guard text.count >= 3, text.count <= 7, Characters.lowered(text[text.startIndex]) == 0x71,
      text[text.startIndex + 1] == UInt8(ascii: "=")
    else { return 0 }
    let digits = text.dropFirst(2)
    guard let whole = digits.first, whole == 0x30 || whole == 0x31 else { return 0 }
    var weight = Int(whole - 0x30) * 1000
    guard digits.count > 1 else { return weight }
    guard digits[digits.startIndex + 1] == UInt8(ascii: ".") else { return 0 }
    var unit = 100
    for digit in digits.dropFirst(2) {
      guard Characters.isDigit(digit) else { return 0 }
      weight += Int(digit - 0x30) * unit
      unit /= 10
    }
    return weight <= 1000 ? weight : 0
  }

  /// Whether content of this type becomes smaller. Event streams do, but must not wait for company.
  package static func isCompressible(type: ArraySlice<UInt8>) -> Bool {
    let end = type.firstIndex(of: UInt8(ascii: ";")) ?? type.endIndex
    let name = Characters.trimmed(type[..<end]).map(Characters.lowered)
    if name == eventStream { return false }
    return name.starts(with: textPrefix) || suffixes.contains { name.ends(with: $0) }
      || compressible.contains(name)
  }

  private static let eventStream = Array("text/event-stream".utf8)
  private static let textPrefix = Array("text/".utf8)
  private static let suffixes = ["+json", "+xml"].map { Array($0.utf8) }
  private static let compressible = Set(
    [
      "application/json", "application/x-ndjson", "application/javascript", "application/xml",
      "application/wasm", "image/svg+xml",
    ].map { Array($0.utf8) })

  /// Whether a response would be sent compressed to a client that takes gzip.
  ///
  /// Not parts of a resource, not what is coded already, not what is short.
  package static func isEligible(_ response: Response, leastBytes: Int) -> Bool {
    switch response.body {
    case .empty, .events: return false
    case .bytes(let content): if content.count < leastBytes { return false }
    case .file(let file): if file.length < leastBytes { return false }
    case .stream(let stream): if let length = stream.length, length < leastBytes { return false }
    }
    guard response.status != .partialContent, !response.status.forbidsContent,
      !response.fields.contains(.contentEncoding), !response.fields.contains(.contentRange),
      let type = response.fields.bytes(of: .contentType)
    else { return false }
    return isCompressible(type: type)
  }

  /// The fields of a response that depends on what the client accepts.
  package static func markVarying(_ response: inout Response) {
    response.fields.addMember("Accept-Encoding", to: .vary)
  }

  /// The response with its content compressed; streams are compressed as they are made.
  ///
  /// A strong entity tag becomes weak, because the compressed bytes are others (RFC 9110, section 8.8.1).
  ///
  /// - Parameter fileProducer: makes the bytes of a file body.
  package static func compressed(
    _ response: Response, fileProducer: (FileBody) -> any BodyProducer
  ) -> Response {
    var result = response
    switch response.body {
    case .empty, .events: return response
    case .bytes(let content):
      guard let smaller = GzipStream.compress(content) else { return response }
      result.body = .bytes(smaller)
    case .file(let file):
      result.body = .stream(StreamBody(GzipProducer(fileProducer(file))))
    case .stream(let stream):
      result.body = .stream(StreamBody(GzipProducer(stream.producer)))
    }
    result.fields.set(.contentEncoding, "gzip")
    if let bytes = response.fields.bytes(of: .entityTag), let tag = EntityTag(parsing: bytes) {
      result.fields.set(.entityTag, tag.weakened.text)
    }
    // Ranges count in bytes of the plain content.
    result.fields.remove(.acceptRanges)
    return result
  }
}

extension [UInt8] {
  fileprivate func ends(with suffix: [UInt8]) -> Bool {
    count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
  }
}
