/// What the writer must know of the request that a response answers.
package struct Occasion: Sendable {
  /// The request was HEAD: the head goes out as for GET, without content (RFC 9110, section 9.3.2).
  package var isHead: Bool
  package var minorVersion: UInt8
  /// The connection stays open after the response.
  package var keepsAlive: Bool
  package var requestID: RequestID

  package init(isHead: Bool, minorVersion: UInt8, keepsAlive: Bool, requestID: RequestID) {
    self.isHead = isHead
    self.minorVersion = minorVersion
    self.keepsAlive = keepsAlive
    self.requestID = requestID
  }
}

/// How the content of a response is sent after its head.
package enum ResponseFraming: Equatable, Sendable {
  /// No content follows.
  case none
  /// So many bytes follow.
  case length(Int)
  case chunked
  /// The content ends when the connection does (a client of HTTP/1.0).
  case untilClose
}

/// Responses as bytes.
///
/// The parts of a head that do not change are kept as bytes: a line per status, and Server and Date for as long as a second lasts.
package struct ResponseWriter: Sendable {
  private var second = Int64.min
  /// `Server`, `Date` and the name of the request id's field.
  private var common: [UInt8] = []
  /// The same behind the status line of 200, which most answers have.
  private var okAndCommon: [UInt8] = []

  package init() {
    refresh(wallNanoseconds: 0)
  }

  /// Makes the Date field tell this time.
  package mutating func refresh(wallNanoseconds: Int64) {
    let now = wallNanoseconds / 1_000_000_000
    guard now != second else { return }
    second = now
    common = Array("Server: tally\r\nDate: ".utf8)
    common += HTTPDate.text(secondsSince1970: Int(now))
    common += Array("\r\nX-Request-Id: ".utf8)
    okAndCommon = Self.statusLines[100] + common
  }

  /// Appends the head of a response, and its content if that is bytes.
  ///
  /// - Returns: what has to follow: the file or the stream with this framing; `.none` when the response is complete.
  package func write(
    _ response: Response, for occasion: Occasion, into output: inout [UInt8]
  ) -> ResponseFraming {
    switch response.body {
    case .empty: _ = write([], response.status, response.fields, for: occasion, into: &output)
    case .bytes(let content):
      _ = write(content, response.status, response.fields, for: occasion, into: &output)
    case .file, .stream, .events: return writeHead(of: response, for: occasion, into: &output)
    }
    return .none
  }

  /// Appends a whole response whose content is at hand.
  ///
  /// - Returns: how many bytes of the content were appended: none where the request or the status forbids it.
  package func write(
    _ content: [UInt8], _ status: Status, _ fields: Fields, for occasion: Occasion,
    into output: inout [UInt8]
  ) -> Int {
    let framing = status.forbidsContent ? ResponseFraming.none : .length(content.count)
    writeHead(status, fields, framing, occasion, into: &output)
    if occasion.isHead || framing == .none { return 0 }
    output.append(contentsOf: content)
    return content.count
  }

  /// Appends the head of a response alone.
  ///
  /// - Returns: how the content has to follow; `.none` when none may.
  package func writeHead(
    of response: Response, for occasion: Occasion, into output: inout [UInt8]
  ) -> ResponseFraming {
    let framing = Self.framing(of: response, for: occasion)
    writeHead(response.status, response.fields, framing, occasion, into: &output)
    return occasion.isHead || response.status.forbidsContent ? .none : framing
  }

  /// The framing that the head announces, also when no content may follow it (HEAD).
  private static func framing(of response: Response, for occasion: Occasion) -> ResponseFraming {
    if response.status.forbidsContent { return .none }
    switch response.body {
    case .empty: return .length(0)
    case .bytes(let content): return .length(content.count)
    case .file(let file): return .length(file.length)
    case .stream(let stream):
      if let length = stream.length { return .length(length) }
      return occasion.minorVersion > 0 ? .chunked : .untilClose
    case .events: return occasion.minorVersion > 0 ? .chunked : .untilClose
    }
  }

  private func writeHead(
    _ status: Status, _ fields: Fields, _ framing: ResponseFraming, _ occasion: Occasion,
    into output: inout [UInt8]
  ) {
    if status == .ok {
      output.append(contentsOf: okAndCommon)
    } else {
      output.append(contentsOf: Self.statusLines[status.code - 100])
      output.append(contentsOf: common)
    }
    occasion.requestID.append(to: &output)
    switch framing {
    case .none, .untilClose: output.append(contentsOf: Self.lineEnd)
    case .length(let length): Self.append(contentLength: length, to: &output)
    case .chunked: output.append(contentsOf: Self.chunked)
    }
    Self.append(fields, to: &output)
    if !occasion.keepsAlive || framing == .untilClose {
      output.append(contentsOf: Self.close)
    } else if occasion.minorVersion == 0 {
      output.append(contentsOf: Self.keepAlive)
    } else {
      output.append(Characters.carriageReturn)
      output.append(Characters.lineFeed)
    }
  }

  /// Appends the fields, without those that only the writer makes.
  private static func append(_ fields: Fields, to output: inout [UInt8]) {
    guard fields.holdsReserved else { return output.append(contentsOf: fields.wire) }
    for place in 0..<fields.count {
      let text = String(decoding: fields.name(at: place), as: UTF8.self)
      guard let name = FieldName(text), !name.isReserved else { continue }
      output.append(contentsOf: fields.name(at: place))
      output.append(contentsOf: separator)
      output.append(contentsOf: fields.value(at: place))
      output.append(contentsOf: lineEnd)
    }
  }

  /// Appends the field with a length.
  private static func append(contentLength length: Int, to output: inout [UInt8]) {
    var power = 1
    var rest = length
    while rest >= 10 {
      power &*= 10
      rest /= 10
    }
    rest = length
    output.append(contentsOf: contentLength)
    output.append(addingCapacity: 21) { room in
      while power > 0 {
        room.append(UInt8(truncatingIfNeeded: 0x30 + rest / power))
        rest %= power
        power /= 10
      }
      room.append(Characters.carriageReturn)
      room.append(Characters.lineFeed)
    }
  }

  /// `100 Continue`, which is sent before a body is read (RFC 9110, section 15.2.1).
  package static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  private static let statusLines: [[UInt8]] = (100...599).map { code in
    Array("HTTP/1.1 \(code) \(Status(code).reason)\r\n".utf8)
  }
  // Each begins by ending the line of the request id.
  private static let contentLength = Array("\r\nContent-Length: ".utf8)
  private static let chunked = Array("\r\nTransfer-Encoding: chunked\r\n".utf8)
  // Each ends the head.
  private static let close = Array("Connection: close\r\n\r\n".utf8)
  private static let keepAlive = Array("Connection: keep-alive\r\n\r\n".utf8)
  private static let separator = Array(": ".utf8)
  private static let lineEnd = Array("\r\n".utf8)
}
