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
  }

  /// Appends the head of a response, and its content if that is bytes.
  ///
  /// - Returns: what has to follow: the file or the stream with this framing; `.none` when the response is complete.
  package func write(
    _ response: Response, for occasion: Occasion, into output: inout [UInt8]
  ) -> ResponseFraming {
    let framing = Self.framing(of: response, for: occasion)
    writeHead(response, framing, occasion, into: &output)
    if occasion.isHead || response.status.forbidsContent { return .none }
    switch response.body {
    case .empty: return .none
    case .bytes(let content):
      output.append(contentsOf: content)
      return .none
    case .file, .stream: return framing
    }
  }

  /// Appends the head of a response alone.
  ///
  /// - Returns: how the content has to follow; `.none` when none may.
  package func writeHead(
    of response: Response, for occasion: Occasion, into output: inout [UInt8]
  ) -> ResponseFraming {
    let framing = Self.framing(of: response, for: occasion)
    writeHead(response, framing, occasion, into: &output)
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
    }
  }

  private func writeHead(
    _ response: Response, _ framing: ResponseFraming, _ occasion: Occasion,
    into output: inout [UInt8]
  ) {
    output.append(contentsOf: Self.statusLine(response.status))
    output.append(contentsOf: common)
    occasion.requestID.append(to: &output)
    Self.append(response.fields, to: &output)
    switch framing {
    case .none: break
    case .length(let length):
      output.append(contentsOf: Self.contentLength)
      Self.append(decimal: length, to: &output)
      output.append(contentsOf: Self.lineEnd)
    case .chunked: output.append(contentsOf: Self.chunked)
    case .untilClose: break
    }
    if !occasion.keepsAlive || framing == .untilClose {
      output.append(contentsOf: Self.close)
    } else if occasion.minorVersion == 0 {
      output.append(contentsOf: Self.keepAlive)
    }
    output.append(contentsOf: Self.lineEnd)
  }

  /// Ends the line before and appends the fields, without those that only the writer makes.
  private static func append(_ fields: Fields, to output: inout [UInt8]) {
    output.append(contentsOf: lineEnd)
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

  static func append(decimal number: Int, to output: inout [UInt8]) {
    if number < 10 {
      output.append(UInt8(truncatingIfNeeded: 0x30 + number))
    } else {
      append(decimal: number / 10, to: &output)
      output.append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }
  }

  /// `100 Continue`, which is sent before a body is read (RFC 9110, section 15.2.1).
  package static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  private static func statusLine(_ status: Status) -> [UInt8] {
    statusLines[status.code - 100]
  }

  private static let statusLines: [[UInt8]] = (100...599).map { code in
    Array("HTTP/1.1 \(code) \(Status(code).reason)\r\n".utf8)
  }
  private static let contentLength = Array("Content-Length: ".utf8)
  private static let chunked = Array("Transfer-Encoding: chunked\r\n".utf8)
  private static let close = Array("Connection: close\r\n".utf8)
  private static let keepAlive = Array("Connection: keep-alive\r\n".utf8)
  private static let separator = Array(": ".utf8)
  private static let lineEnd = Array("\r\n".utf8)
}
