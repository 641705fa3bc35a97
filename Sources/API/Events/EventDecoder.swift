internal import JSON
internal import Statistics

/// An event as a request brought it.
struct DecodedEvent: Equatable, Sendable {
  let event: Event
  /// The name of its series; empty for the default one.
  let series: String
}

/// Reads the body of a request that brings one event: `{"timestamp":"2025-06-26T14:30:00Z","value":12.34}`, perhaps with `series`.
///
/// Members of other names are not looked at. As in every body, a key that stands twice is a mistake.
enum EventDecoder {
  /// Decodes a body that is one object.
  ///
  /// - Throws: the first mistake in this order: no JSON object, no timestamp, no value, the timestamp, the value, the series.
  /// - Complexity: O(*n*) in the number of bytes.
  static func event(in body: [UInt8]) throws(EventMistake) -> DecodedEvent {
    let text = body.span
    var place = text.endOfWhiteSpace(from: 0)
    if let members = EventMembers(walking: text, from: &place),
      text.endOfWhiteSpace(from: place) == text.count
    {
      return try decoded(members, in: text)
    }
    var texts: [UInt8] = []
    let members = try parsed(body, texts: &texts)
    return try decoded(members, in: texts.span)
  }

  private static func parsed(
    _ body: [UInt8], texts: inout [UInt8]
  ) throws(EventMistake) -> EventMembers {
    let value: JSONValue
    do throws(JSONFailure) {
      value = try JSONParser.parse(body, limits: EventMembers.limits)
    } catch {
      throw .notJSON(error)
    }
    guard let members = EventMembers(value, texts: &texts) else {
      throw .notAnObject(found: value.kind)
    }
    return members
  }

  private static func decoded(
    _ members: EventMembers, in text: Span<UInt8>
  ) throws(EventMistake) -> DecodedEvent {
    let event = try members.event(in: text)
    let name = try members.seriesName(in: text)
    return DecodedEvent(event: event, series: SeriesName.text(text.extracting(name)))
  }
}
