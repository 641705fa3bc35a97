/// Server-sent events as bytes (WHATWG HTML, section 9.2: "Server-sent events").
package enum EventStream {
  /// Appends an event.
  ///
  /// What the client gets is what was given, with two exceptions: line ends in the data (CR LF, CR and LF alike) become LF, and in the
  /// name and the id each byte that would end their line, or make the client ignore the id (NUL), becomes a space. Data without bytes
  /// make an event without text, which is dispatched all the same.
  ///
  /// - Parameters:
  ///   - event: the event's name; the client takes `message` where there is none.
  ///   - id: what the client says as `Last-Event-ID` when it comes back; an empty one makes it forget what it had.
  ///   - data: UTF-8 text of any number of lines.
  ///   - retryMilliseconds: how long the client waits before it comes back; nothing is said for a negative one.
  package static func append(
    event: String?, id: String?, data: [UInt8], retryMilliseconds: Int? = nil,
    to bytes: inout [UInt8]
  ) {
    if let id { appendLine(idName, id, to: &bytes) }
    if let event { appendLine(eventName, event, to: &bytes) }
    if let retryMilliseconds, retryMilliseconds >= 0 {
      appendLine(retryName, String(retryMilliseconds), to: &bytes)
    }
    append(data: data, to: &bytes)
    bytes.append(Characters.lineFeed)
  }

  /// A comment with the end of its block: a client takes it and does nothing.
  package static let comment = Array(":\n\n".utf8)

  /// The id of the last event that a client got before it came back; `nil` where it says none.
  package static func lastEventID(of fields: Fields) -> String? {
    guard let id = fields[.lastEventID], !id.isEmpty else { return nil }
    return id
  }

  // The client takes one space behind the colon away, so that one that belongs to the value has to stand behind it.
  private static let idName = Array("id: ".utf8)
  private static let eventName = Array("event: ".utf8)
  private static let retryName = Array("retry: ".utf8)
  private static let dataName = Array("data: ".utf8)

  private static func appendLine(_ name: [UInt8], _ value: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: name)
    for byte in value.utf8 {
      bytes.append(byte == 0 || isLineEnd(byte) ? Characters.space : byte)
    }
    bytes.append(Characters.lineFeed)
  }

  /// Appends a line for each line of the data.
  private static func append(data: [UInt8], to bytes: inout [UInt8]) {
    var start = 0
    while true {
      let end = data[start...].firstIndex(where: isLineEnd) ?? data.count
      bytes.append(contentsOf: dataName)
      bytes.append(contentsOf: data[start..<end])
      bytes.append(Characters.lineFeed)
      guard end < data.count else { return }
      let isPair =
        data[end] == Characters.carriageReturn && end + 1 < data.count
        && data[end + 1] == Characters.lineFeed
      start = end + (isPair ? 2 : 1)
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == Characters.lineFeed || byte == Characters.carriageReturn
  }
}

extension Response {
  /// Events that are sent as they happen, and kept neither by caches nor by the buffers of a proxy.
  package static func events(_ body: EventBody) -> Response {
    Response(.ok, fields: eventFields, body: .events(body))
  }

  private static let eventFields = Fields([
    (.contentType, "text/event-stream"), (.cacheControl, "no-store"), ("X-Accel-Buffering", "no"),
  ])
}
