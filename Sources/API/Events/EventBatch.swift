internal import JSON
internal import Statistics

/// The events of one request: an array of them, or one a line (NDJSON), and what in it was no event.
struct EventBatch {
  /// An element or a line that is no event.
  struct Rejection: Equatable, Sendable {
    /// Its place in the request, as in `indexOf`.
    let index: Int
    let reason: EventMistake
  }

  /// How many events a request may bring, good and bad.
  static let limit = 10_000

  /// The events in the order of the request.
  private(set) var events: [Event] = []
  /// For each event the number of its series, in `series`.
  private(set) var seriesOf: [UInt32] = []
  /// For each event its place in the request: how many elements, or lines that are not blank, come before it.
  private(set) var indexOf: [UInt32] = []
  /// What was no event, in the order of the request.
  private(set) var rejected: [Rejection] = []
  private var names = SeriesNames()
  /// How many elements or lines have been seen.
  private var count = 0

  /// The names of the series, each once; the empty one is the default series.
  var series: [String] { names.texts }

  /// Decodes a body. If it begins with a bracket, it is an array; else each line is an event, blank ones aside.
  ///
  /// - Throws: a mistake for which nothing of the body counts: it is empty, it holds more than `limit` events, or it is an array and no
  ///   JSON text. What is wrong with a single event or line is in `rejected`.
  /// - Complexity: O(*n*) in the number of bytes.
  init(_ body: [UInt8]) throws(EventMistake) {
    // A few bytes too many for an event keep an array from growing; a body of other things takes no more than they.
    let expected = min(Self.limit, body.count / 40 + 1)
    events.reserveCapacity(expected)
    seriesOf.reserveCapacity(expected)
    indexOf.reserveCapacity(expected)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = body.span.endOfWhiteSpace(from: body.starts(with: mark) ? mark.count : 0)
    guard start < body.count else { throw .noEvents }
    if body[start] == UInt8(ascii: "[") {
      try readArray(body, from: start + 1)
    } else {
      try readLines(body, from: start)
    }
  }

  /// Takes out the events that lie further ahead of the clock than clocks differ; they are rejected.
  ///
  /// - Parameter now: what the clock shows, in nanoseconds since 1970-01-01T00:00:00Z.
  /// - Complexity: O(*n*) in the number of events, and a sort of the rejected ones if there is one to be taken out.
  mutating func reject(aheadOf now: Int64, toleranceSeconds: Int64) {
    var kept = 0
    for place in events.indices {
      let mistake = EventMistake(events[place], now: now, toleranceSeconds: toleranceSeconds)
      if let mistake {
        rejected.append(Rejection(index: Int(indexOf[place]), reason: mistake))
        continue
      }
      if kept < place {
        events[kept] = events[place]
        seriesOf[kept] = seriesOf[place]
        indexOf[kept] = indexOf[place]
      }
      kept += 1
    }
    guard kept < events.count else { return }
    events.removeSubrange(kept...)
    seriesOf.removeSubrange(kept...)
    indexOf.removeSubrange(kept...)
    rejected.sort { $0.index < $1.index }
  }

  // Lines

  private mutating func readLines(_ body: [UInt8], from start: Int) throws(EventMistake) {
    let text = body.span
    var place = start
    while place < text.count {
      try countOne()
      var end = place
      if let members = EventMembers(walking: text, from: &end, isLine: true),
        let next = Self.nextLine(in: text, behind: end)
      {
        add(members, in: text)
        place = next
      } else {
        let end = body[place...].firstIndex(of: UInt8(ascii: "\n")) ?? body.count
        parse(line: Array(body[place..<end]))
        place = end
      }
      place = text.endOfWhiteSpace(from: place)
    }
  }

  /// The place of the line feed that ends a line, or of the end of the text; `nil` if more than blanks stands before it.
  private static func nextLine(in text: Span<UInt8>, behind place: Int) -> Int? {
    var place = place
    while place < text.count, text[place] != UInt8(ascii: "\n") {
      guard text[place] == 0x20 || text[place] == 0x0D || text[place] == 0x09 else { return nil }
      place &+= 1
    }
    return place
  }

  private mutating func parse(line: [UInt8]) {
    do throws(JSONFailure) {
      add(try JSONParser.parse(line, limits: EventMembers.limits))
    } catch {
      reject(.brokenLine(error))
    }
  }

  // An array

  private mutating func readArray(_ body: [UInt8], from start: Int) throws(EventMistake) {
    let text = body.span
    var place = text.endOfWhiteSpace(from: start)
    if place < text.count, text[place] == UInt8(ascii: "]") {
      return try expectEnd(of: body, behind: place + 1)
    }
    while true {
      try countOne()
      if let members = EventMembers(walking: text, from: &place) {
        add(members, in: text)
      } else {
        try parseElement(of: body, at: &place)
      }
      place = text.endOfWhiteSpace(from: place)
      guard place < text.count, text[place] == UInt8(ascii: ",") else { break }
      place = text.endOfWhiteSpace(from: place + 1)
    }
    guard place < text.count, text[place] == UInt8(ascii: "]") else {
      throw .brokenArray(.unexpected("',' or ']'", at: place, in: body))
    }
    try expectEnd(of: body, behind: place + 1)
  }

  private mutating func parseElement(
    of body: [UInt8], at place: inout Int
  ) throws(EventMistake) {
    var limits = EventMembers.limits
    limits.depth -= 1
    do throws(JSONFailure) {
      add(try JSONParser.parse(body, from: &place, limits: limits))
    } catch {
      throw .brokenArray(error)
    }
  }

  private func expectEnd(of body: [UInt8], behind place: Int) throws(EventMistake) {
    let end = body.span.endOfWhiteSpace(from: place)
    if end < body.count {
      throw .brokenArray(.unexpected("the end of the text", at: end, in: body))
    }
  }

  // One event

  private mutating func countOne() throws(EventMistake) {
    guard count < Self.limit else { throw .tooManyEvents(limit: Self.limit) }
    count += 1
  }

  private mutating func add(_ value: JSONValue) {
    var texts: [UInt8] = []
    if let members = EventMembers(value, texts: &texts) {
      add(members, in: texts.span)
    } else {
      reject(.notAnObject(found: value.kind))
    }
  }

  private mutating func add(_ members: EventMembers, in text: Span<UInt8>) {
    do throws(EventMistake) {
      let event = try members.event(in: text)
      let name = try members.seriesName(in: text)
      seriesOf.append(names.place(of: text.extracting(name)))
      indexOf.append(UInt32(truncatingIfNeeded: count - 1))
      events.append(event)
    } catch {
      reject(error)
    }
  }

  private mutating func reject(_ reason: EventMistake) {
    rejected.append(Rejection(index: count - 1, reason: reason))
  }
}
