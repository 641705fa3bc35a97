/// Server-sent events (HTML Living Standard, section 9.2).
package enum EventStream {
  /// Appends one event.
  package static func append(
    event: String? = nil, id: String? = nil, data: [UInt8], retryMilliseconds: Int? = nil,
    to bytes: inout [UInt8]
  ) {
    if let id { bytes.append(contentsOf: "id: \(id)\n".utf8) }
    if let event { bytes.append(contentsOf: "event: \(event)\n".utf8) }
    if let retryMilliseconds { bytes.append(contentsOf: "retry: \(retryMilliseconds)\n".utf8) }
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      bytes.append(contentsOf: "data: ".utf8)
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The last event that the client has seen.
  package static func lastEventID(of fields: Fields) -> String? {
    fields["Last-Event-ID"]
  }
}

extension Response {
  /// A stream of events.
  package static func events(_ body: EventBody) -> Response {
    Response(
      .ok,
      fields: Fields([
        (.contentType, "text/event-stream"), (.cacheControl, "no-store"),
      ]), body: .events(body))
  }
}
