internal import JSON
internal import Statistics

/// The members of an object that matter to an event, as they stand there: whether they make one is asked later.
///
/// Most objects are walked over in place. One that has escapes, arrays, objects, or a mistake is read by the parser, which is slower and
/// says what is wrong.
struct EventMembers {
  /// A member's value.
  struct Found {
    var kind = Kind.absent
    /// Where a text lies: in the body, or in `texts` if the parser made it.
    var text = 0..<0
  }

  enum Kind {
    case absent, null, boolean, number, text, array, object
  }

  private var timestamp = Found()
  private var value = Found()
  private var series = Found()
  /// The number that stands under `value`.
  private var number = 0.0

  // Reading

  /// Walks over the object at a place, and goes behind it.
  ///
  /// - Parameter isLine: the object must stand in one line.
  /// - Returns: `nil` if only the parser can tell what stands there; the place is then where it was.
  init?(walking text: Span<UInt8>, from place: inout Int, isLine: Bool = false) {
    var members = JSONMembers(at: place)
    while true {
      switch members.next(in: text) {
      case .member: take(members, in: text)
      case .end where isLine && members.spansLines: return nil
      case .end:
        place = members.place
        return
      case .unknown: return nil
      }
    }
  }

  @inline(__always)
  private mutating func take(_ members: JSONMembers, in text: Span<UInt8>) {
    let found = Found(kind: Kind(members.kind), text: members.value)
    if Self.isKey("timestamp", members.key, in: text) {
      timestamp = found
    } else if Self.isKey("value", members.key, in: text) {
      value = found
      number = members.number
    } else if Self.isKey("series", members.key, in: text) {
      series = found
    }
  }

  @inline(__always)
  private static func isKey(_ name: String, _ key: Range<Int>, in text: Span<UInt8>) -> Bool {
    let name = name.utf8
    guard key.count == name.count else { return false }
    var place = key.lowerBound
    for byte in name {
      if text[place] != byte { return false }
      place &+= 1
    }
    return true
  }

  /// What an event may cost the parser. A number beyond the doubles is no mistake of the text, but one of the event.
  static var limits: JSONParser.Limits {
    var limits = JSONParser.Limits()
    limits.allowsInfinity = true
    return limits
  }

  /// Takes the members of a parsed object.
  ///
  /// - Parameter texts: what the members hold of texts is appended to it, and lies there.
  /// - Returns: `nil` if the value is no object.
  init?(_ object: JSONValue, texts: inout [UInt8]) {
    guard case .object = object else { return nil }
    timestamp = Found(object["timestamp"], texts: &texts)
    value = Found(object["value"], texts: &texts)
    series = Found(object["series"], texts: &texts)
    switch object["value"] {
    case .integer(let integer): number = Double(integer)
    case .double(let double): number = double
    default: break
    }
  }

  // Deciding

  /// The event that the members make.
  ///
  /// - Parameter text: where their texts lie.
  func event(in text: Span<UInt8>) throws(EventMistake) -> Event {
    guard timestamp.kind != .absent else { throw .missingTimestamp }
    guard value.kind != .absent else { throw .missingValue }
    guard timestamp.kind == .text,
      let nanoseconds = EventTime.nanoseconds(of: text.extracting(timestamp.text))
    else { throw .invalidTimestamp(timestamp.finding(in: text)) }
    guard value.kind == .number, number.isFinite else {
      throw .invalidValue(value.finding(in: text))
    }
    return Event(nanoseconds: nanoseconds, value: number == 0 ? 0 : number)
  }

  /// Where the name of the event's series lies; empty if it is of the default one.
  func seriesName(in text: Span<UInt8>) throws(EventMistake) -> Range<Int> {
    switch series.kind {
    case .absent, .null: return 0..<0
    case .text:
      let name = text.extracting(series.text)
      guard name.count <= SeriesName.limitBytes else {
        throw .seriesTooLong(limitBytes: SeriesName.limitBytes)
      }
      guard SeriesName.isValid(name) else { throw .invalidSeries(series.finding(in: text)) }
      return series.text
    default: throw .invalidSeries(series.finding(in: text))
    }
  }
}

extension EventMembers.Found {
  init(_ value: JSONValue?, texts: inout [UInt8]) {
    switch value {
    case nil: kind = .absent
    case .null: kind = .null
    case .bool: kind = .boolean
    case .integer, .double: kind = .number
    case .array: kind = .array
    case .object: kind = .object
    case .string(let string):
      kind = .text
      let start = texts.count
      texts.append(contentsOf: string.utf8)
      text = start..<texts.count
    }
  }

  /// What stands there, for a mistake.
  func finding(in text: Span<UInt8>) -> EventMistake.Finding {
    switch kind {
    case .absent, .null: .null
    case .boolean: .boolean
    case .number: .number
    case .text: .init(quoting: text.extracting(self.text))
    case .array: .array
    case .object: .object
    }
  }
}

extension EventMembers.Kind {
  init(_ kind: JSONMembers.Kind) {
    self =
      switch kind {
      case .text: .text
      case .number: .number
      case .boolean: .boolean
      case .null: .null
      }
  }
}
