import Testing

@testable import HTTP

struct EventStreamTests {
  private struct Event: Equatable {
    var name: String
    var data: String
    var lastID: String
  }

  /// What a browser makes of the bytes (WHATWG HTML, section 9.2.6), word for word.
  private func interpreted(_ bytes: [UInt8]) -> (events: [Event], retry: Int?) {
    let text = String(decoding: bytes, as: UTF8.self)
    var (events, name, data, lastID, retry) = ([Event](), "", "", "", Int?.none)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd) {
      if line.isEmpty {
        defer { (name, data) = ("", "") }
        if data.isEmpty { continue }
        data.removeLast()
        events.append(Event(name: name.isEmpty ? "message" : name, data: data, lastID: lastID))
        continue
      }
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      var value = parts.count > 1 ? parts[1] : ""
      if value.first == " " { value = value.dropFirst() }
      switch parts[0] {
      case "event": name = String(value)
      case "data": data += value + "\n"
      case "id" where !value.contains("\0"): lastID = String(value)
      case "retry": retry = Int(value) ?? retry
      default: break
      }
    }
    return (events, retry)
  }

  private func written(
    _ event: String?, _ id: String?, _ data: String, retry: Int? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    EventStream.append(
      event: event, id: id, data: Array(data.utf8), retryMilliseconds: retry, to: &bytes)
    return bytes
  }

  @Test func `an event is lines and an empty one`() {
    #expect(
      String(decoding: written("progress", "7", "{\"percent\":5}", retry: 2000), as: UTF8.self)
        == "id: 7\nevent: progress\nretry: 2000\ndata: {\"percent\":5}\n\n")
    #expect(written(nil, nil, "x") == Array("data: x\n\n".utf8))
    #expect(written(nil, nil, "x", retry: -1) == Array("data: x\n\n".utf8))
  }

  @Test(arguments: [
    ("", ""), ("a", "a"), ("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"),
    ("a\n\nb\n", "a\n\nb\n"), ("\r\r\n\n", "\n\n\n"), (" a: b ", " a: b "),
    ("\ndata: x", "\ndata: x"),
  ])
  func `data of several lines comes back as it was`(data: String, expected: String) {
    #expect(
      interpreted(written(nil, nil, data)).events
        == [Event(name: "message", data: expected, lastID: "")])
  }

  @Test(arguments: ["x\ndata: forged", "x\r\n\r\ndata: forged", "x\rid: 9\r\r", "\n\n"])
  func `neither a name nor an id can bring in a line`(text: String) {
    for (name, id) in [(text, "1"), ("1", text), (text, text)] {
      let events = interpreted(written(name, id, "own")).events
      #expect(events.map(\.data) == ["own"])
      #expect(events.first?.name.utf8.count == name.utf8.count)
      #expect(events.first?.lastID.utf8.count == id.utf8.count)
    }
  }

  @Test func `an id with a NUL is not ignored`() {
    #expect(interpreted(written(nil, "1\u{0}02", "x")).events.map(\.lastID) == ["1 02"])
  }

  @Test func `a browser gets back whatever was written`() {
    var random = SystemRandomNumberGenerator()
    let letters = ["a", "é", "\n", "\r", "\r\n", ":", " ", "data", "id: ", "😀"]
    func text(_ most: Int) -> String {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &random)]
      }.joined()
    }
    func oneLine(_ text: String) -> String {
      String(decoding: text.utf8.map { $0 == 10 || $0 == 13 ? 32 : $0 }, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    var expected: [Event] = []
    for _ in 0..<2000 {
      let (name, id, data) = (text(3), text(3), text(12))
      if Bool.random(using: &random) { bytes += EventStream.comment }
      EventStream.append(event: name, id: id, data: Array(data.utf8), to: &bytes)
      var lines = ""
      for character in data { lines.append(character.isLineEnd ? "\n" : character) }
      expected.append(
        Event(name: name.isEmpty ? "message" : oneLine(name), data: lines, lastID: oneLine(id)))
    }
    #expect(interpreted(bytes).events == expected)
  }

  @Test func `a comment is no event`() {
    #expect(interpreted(EventStream.comment + EventStream.comment).events == [])
  }

  @Test func `the last id is what the client says, if it says one`() {
    #expect(EventStream.lastEventID(of: Fields([("last-event-id", "7é")])) == "7é")
    #expect(EventStream.lastEventID(of: Fields([("Last-Event-ID", "")])) == nil)
    #expect(EventStream.lastEventID(of: Fields()) == nil)
  }

  @Test func `an answer of events says what it is and that nobody keeps it`() {
    let response = Response.events(EventBody { _ in EventFeed(next: { _ in .done }, end: {}) })
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == "text/event-stream")
    #expect(response.fields[.cacheControl] == "no-store")
    #expect(response.fields["X-Accel-Buffering"] == "no")
    #expect(!ContentCoding.isEligible(response, leastBytes: 0))
    guard case .events = response.body else {
      Issue.record("the body is not events")
      return
    }
  }
}

extension Character {
  /// CR LF is one character.
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}
