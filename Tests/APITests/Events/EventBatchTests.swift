import JSON
import Statistics
import Testing

@testable import API

struct EventBatchTests {
  private func batch(_ text: String) throws(EventMistake) -> EventBatch {
    try EventBatch(Array(text.utf8))
  }

  private func mistake(_ text: String) -> EventMistake? {
    do {
      _ = try batch(text)
      return nil
    } catch {
      return error
    }
  }

  private func event(_ seconds: Int64, _ value: Double) -> Event {
    Event(nanoseconds: seconds * 1_000_000_000, value: value)
  }

  /// What a batch holds, in a form that can be compared.
  private struct Contents: Equatable {
    let events: [Event]
    let names: [String]
    let indexes: [UInt32]
    let rejected: [EventBatch.Rejection]

    init(_ batch: EventBatch) {
      events = batch.events
      names = batch.seriesOf.map { batch.series[Int($0)] }
      indexes = batch.indexOf
      rejected = batch.rejected
    }
  }

  @Test(arguments: [
    #"{"timestamp":"1970-01-01","value":1}"# + "\n"
      + #"{"timestamp":"1970-01-01T00:00:01","value":2,"series":"a"}"# + "\n",
    #"{"timestamp":"1970-01-01","value":1}"# + "\r\n"
      + #"{"timestamp":"1970-01-01T00:00:01","value":2,"series":"a"}"#,
    "\u{FEFF}" + #"{"timestamp":"1970-01-01","value":1}  "# + "\n\n \r\n\t\n"
      + #"  {"timestamp":"1970-01-01T00:00:01", "value":2, "series":"\u0061"}"# + "\r\n\r\n",
    #"[{"timestamp":"1970-01-01","value":1},{"timestamp":"1970-01-01T00:00:01","value":2,"series":"a"}]"#,
    "\u{FEFF} \n[\n{\"timestamp\":\n\"1970-01-01\",\"value\":1} ,\r\n"
      + #"{"timestamp":"1970-01-01T00:00:01","value":2,"series":"\u0061","x":[{}]}"# + "\n]\n ",
  ])
  func `an array and lines bring the same events`(body: String) throws {
    let batch = try batch(body)
    #expect(batch.events == [event(0, 1), event(1, 2)])
    #expect(batch.series == ["", "a"])
    #expect(batch.seriesOf == [0, 1])
    #expect(batch.indexOf == [0, 1])
    #expect(batch.rejected.isEmpty)
  }

  @Test func `a line that is no event is rejected alone, with its place among the lines`() throws {
    let batch = try batch(
      """
      {"timestamp":"1970-01-01","value":1}

      {"timestamp":"1970-01-01","value":
      [{"timestamp":"1970-01-01","value":1}]
      {"timestamp":"1970-01-01","value":"1"}
      7
      {"timestamp":"1970-01-01","value":1} {"timestamp":"1970-01-01","value":1}
      {"timestamp":"1970-01-01T00:00:06","value":6}
      {"timestamp":"1970-01-01",
      "value":1}
      nonsense
      """)
    #expect(batch.events == [event(0, 1), event(6, 6)])
    #expect(batch.indexOf == [0, 6])
    #expect(batch.rejected.map(\.index) == [1, 2, 3, 4, 5, 7, 8, 9])
    let starts = [
      "Request body must be JSON, an array", "Request body must be JSON object like",
      "Invalid value. Must be a number: found '1'", "Request body must be JSON object like",
      "Request body must be JSON, an array", "Request body must be JSON, an array",
      "Request body must be JSON, an array", "Request body must be JSON, an array",
    ]
    for (rejection, start) in zip(batch.rejected, starts) {
      #expect(rejection.reason.sentence.hasPrefix(start), "\(rejection)")
    }
    #expect(
      batch.rejected[0].reason.sentence.hasSuffix(
        "column 35 of the line: the text ends, expected a value"))
    #expect(
      batch.rejected[4].reason.sentence.hasSuffix(
        "column 38 of the line: found '{', expected the end of the text"))
  }

  @Test func `an element that is no event is rejected alone, with its place in the array`() throws {
    let batch = try batch(
      """
      [{"timestamp":"1970-01-01","value":1}, 7, {"value":1}, [], {}, null, "x",
       {"timestamp":"1970-01-01","value":1e999}, {"timestamp":"1970-01-01","value":2,"series":""},
       {"timestamp":"1970-01-01T00:00:09","value":9}]
      """)
    #expect(batch.events == [event(0, 1), event(9, 9)])
    #expect(batch.indexOf == [0, 9])
    #expect(
      batch.rejected == [
        .init(index: 1, reason: .notAnObject(found: "a number")),
        .init(index: 2, reason: .missingTimestamp),
        .init(index: 3, reason: .notAnObject(found: "an array")),
        .init(index: 4, reason: .missingTimestamp),
        .init(index: 5, reason: .notAnObject(found: "null")),
        .init(index: 6, reason: .notAnObject(found: "a text")),
        .init(index: 7, reason: .invalidValue(.number)),
        .init(index: 8, reason: .invalidSeries(.text(""))),
      ])
  }

  @Test(arguments: [
    ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2), ("[]]", 2),
    ("[] x", 3), ("[1]\n[2]", 4), ("[{]", 2), (#"[{"a":1,"a":2}]"#, 8), ("[tru]", 4), ("[1][", 3),
    (#"[{"timestamp":"1970-01-01","value":1},{"timestamp":"1970-01-01","value":}]"#, 72),
    (#"[{"timestamp":"1970-01-01","value":1}"#, 37),
    (#"[{"timestamp":"1970-01-01","value":1};"#, 37),
    (#"[{"timestamp":"1970-01-01","value":01}]"#, 36),
  ])
  func `an array that is no JSON text counts for nothing, and its place is told`(
    body: String, offset: Int
  ) {
    guard case .brokenArray(let failure)? = mistake(body) else {
      Issue.record("\(body) is no array")
      return
    }
    #expect(failure.offset == offset)
    let parsed = #expect(throws: JSONFailure.self) { try JSONParser.parse(Array(body.utf8)) }
    #expect(parsed == failure)
  }

  @Test func `depth is bounded as in every body`() throws {
    func nested(_ depth: Int) -> String {
      let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return #"[{"timestamp":"1970-01-01","value":1,"x":\#(brackets)}]"#
    }
    #expect(try batch(nested(62)).events.count == 1)
    #expect(mistake(nested(63))?.sentence.contains("more than 63 arrays and objects") == true)
    let open = String(repeating: "[", count: 1_000_000)
    #expect(mistake(open)?.sentence.contains("more than 63 arrays and objects") == true)
  }

  @Test(arguments: ["", " ", "\n\r\n\t ", "\u{FEFF}", "\u{FEFF}\n"])
  func `a body without anything is refused`(body: String) {
    #expect(mistake(body) == .noEvents)
  }

  @Test(arguments: ["[]", " [ \n] "])
  func `an empty array is a batch without events`(body: String) throws {
    let batch = try batch(body)
    #expect(Contents(batch) == Contents(try self.batch("[ ]")))
    #expect(batch.events.isEmpty && batch.rejected.isEmpty && batch.series.isEmpty)
  }

  @Test func `a request brings 10,000 events, good and bad, and no more`() throws {
    let event = #"{"timestamp":"1970-01-01","value":1,"series":"s"}"#
    var all = Array(repeating: event, count: 10_000)
    all[77] = "{}"
    for (open, separator, close) in [("", "\n", "\n\n"), ("[", ",", "]")] {
      let batch = try batch(open + all.joined(separator: separator) + close)
      #expect(batch.events.count == 9999)
      #expect(batch.series == ["s"])
      #expect(batch.rejected == [.init(index: 77, reason: .missingTimestamp)])
      let more = open + (all + ["{}"]).joined(separator: separator) + close
      #expect(mistake(more) == .tooManyEvents(limit: 10_000))
    }
  }

  @Test func `a single event is a batch of one line`() throws {
    #expect(try batch(#"{"timestamp":"1970-01-01","value":1}"#).events == [event(0, 1)])
  }

  @Test func `events too far ahead of the clock are taken out and rejected in their order`() throws
  {
    var batch = try batch(
      """
      {"timestamp":"1970-01-01T00:01:01Z","value":0,"series":"a"}
      {"timestamp":"1970-01-01T00:01:00Z","value":1,"series":"b"}
      {}
      {"timestamp":"1970-01-01T00:01:00.000000001Z","value":3,"series":"c"}
      {"timestamp":"1969-12-31T00:00:00Z","value":4,"series":"d"}
      """)
    batch.reject(aheadOf: 0, toleranceSeconds: 60)
    #expect(batch.events == [event(60, 1), event(-86_400, 4)])
    #expect(batch.seriesOf.map { batch.series[Int($0)] } == ["b", "d"])
    #expect(batch.indexOf == [1, 4])
    #expect(
      batch.rejected == [
        .init(index: 0, reason: .aheadOfClock(seconds: 61, toleranceSeconds: 60)),
        .init(index: 2, reason: .missingTimestamp),
        .init(index: 3, reason: .aheadOfClock(seconds: 60, toleranceSeconds: 60)),
      ])
    let before = Contents(batch)
    batch.reject(aheadOf: 0, toleranceSeconds: 60)
    #expect(Contents(batch) == before)
  }

  @Test func `each cut of an array is refused, and of lines rejects no more than the last`() throws
  {
    let events = [
      #"{"timestamp":"1970-01-01","value":1.5,"series":"é"}"#,
      #"{"timestamp":"1970-01-01","value":2,"x":["\n"]}"#,
    ]
    let array = Array("[\(events.joined(separator: ","))]".utf8)
    for length in 1..<array.count {
      #expect(throws: EventMistake.self) { try EventBatch(Array(array[..<length])) }
    }
    let lines = Array(events.joined(separator: "\n").utf8)
    for length in 1...lines.count {
      let batch = try EventBatch(Array(lines[..<length]))
      let isWhole = length == lines.count
      let firstEnds = events[0].utf8.count
      #expect(batch.events.count == (isWhole ? 2 : length >= firstEnds ? 1 : 0))
      #expect(batch.rejected.count == (isWhole || firstEnds...firstEnds + 1 ~= length ? 0 : 1))
    }
  }

  /// Mutated bodies, put together by lines and as an array, against the decoder of one.
  @Test func `a batch decodes what its events decode alone, by lines and as an array`() throws {
    var random = EventSamples.Random(state: 17)
    for round in 0..<400 {
      let bodies = (0..<40).map { EventSamples.mutated(round + $0, &random) }
        .filter { !$0.contains(0x0A) && $0.contains { $0 > 0x20 } && $0.first != 0x5B }
        .filter { $0.last != 0x0D }
      let lines = try EventBatch(Array(bodies.joined(separator: [0x0A])))
      var expected: [DecodedEvent] = []
      var rejected: [Int] = []
      for (index, body) in bodies.enumerated() {
        do throws(EventMistake) {
          expected.append(try EventSamples.decoded(body))
          #expect(lines.indexOf[expected.count - 1] == UInt32(index))
        } catch {
          rejected.append(index)
        }
      }
      #expect(decoded(lines) == expected)
      #expect(lines.rejected.map(\.index) == rejected)
      let parsed = bodies.filter { (try? JSONParser.parse($0, limits: EventMembers.limits)) != nil }
      let array = try EventBatch([0x5B] + Array(parsed.joined(separator: [0x2C])) + [0x5D])
      let same = try EventBatch(Array(parsed.joined(separator: [0x0A])))
      #expect(Contents(array) == Contents(same))
    }
  }

  private func decoded(_ batch: EventBatch) -> [DecodedEvent] {
    zip(batch.events, batch.seriesOf).map {
      DecodedEvent(event: $0, series: batch.series[Int($1)])
    }
  }
}
