internal import JSON
internal import Statistics

/// Why a body, or a part of it, is no event. A case carries what was found; `sentence` says what would be right.
enum EventMistake: Error, Equatable, Sendable {
  /// The body is no JSON text.
  case notJSON(JSONFailure)
  /// The body, or an element of it, is something else than an object.
  case notAnObject(found: String)
  /// The body is no events at all.
  case noEvents
  /// The body is an array, and no JSON text.
  case brokenArray(JSONFailure)
  /// A line is no JSON text. The place is that in the line.
  case brokenLine(JSONFailure)
  case tooManyEvents(limit: Int)
  case missingTimestamp
  case missingValue
  case invalidTimestamp(Finding)
  case invalidValue(Finding)
  case invalidSeries(Finding)
  case seriesTooLong(limitBytes: Int)
  /// The moment has not come yet, by so many seconds.
  case aheadOfClock(seconds: Int64, toleranceSeconds: Int64)

  /// What stands where something else should.
  enum Finding: Equatable, Sendable {
    /// A text, or its beginning, with nothing in it that a terminal would obey.
    case text(String)
    /// Also a number that lies beyond all doubles.
    case number
    case null, boolean, array, object
  }
}

extension EventMistake {
  /// The mistake of an event that lies further ahead of the clock than clocks differ; `nil` if it does not.
  ///
  /// - Parameter now: what the clock shows, in nanoseconds since 1970-01-01T00:00:00Z.
  init?(_ event: Event, now: Int64, toleranceSeconds: Int64) {
    let tolerance = toleranceSeconds.multipliedReportingOverflow(by: 1_000_000_000)
    let latest = now.addingReportingOverflow(tolerance.partialValue)
    guard !tolerance.overflow, !latest.overflow, event.nanoseconds > latest.partialValue else {
      return nil
    }
    let seconds = event.nanoseconds / 1_000_000_000 - now / 1_000_000_000
    self = .aheadOfClock(seconds: seconds, toleranceSeconds: toleranceSeconds)
  }

  /// The mistake as a sentence for the client: what is wrong and what would be right.
  var sentence: String {
    switch self {
    case .notJSON(let failure): "\(Self.needsObject): \(failure.sentence)"
    case .notAnObject(let found): "\(Self.needsObject): found \(found)"
    case .noEvents: "\(Self.needsEvents): it is empty"
    case .brokenArray(let failure):
      "\(Self.needsEvents): byte \(failure.offset), \(failure.sentence)"
    case .brokenLine(let failure):
      "\(Self.needsEvents): column \(failure.column) of the line: \(failure.reason.sentence)"
    case .tooManyEvents(let limit):
      "Too many events: a request brings at most \(limit); send the others with the next"
    case .missingTimestamp: "Missing 'timestamp' field: write \"timestamp\":\"\(Self.moment)\""
    case .missingValue: "Missing 'value' field: write \"value\":12.34"
    case .invalidTimestamp(let found):
      "Invalid timestamp format: \(found.phrase); write \(Self.moment)"
    case .invalidValue(.number):
      "Invalid value. Must be a number: found one that no double is near; the greatest is 1.8e308"
    case .invalidValue(let found):
      "Invalid value. Must be a number: found \(found.phrase); write it like 12.34, without quotes"
    case .invalidSeries(.text(let text)):
      "Invalid series: '\(text)'; its name is a text of 1 to \(SeriesName.limitBytes) bytes without "
        + "control characters"
    case .invalidSeries(let found):
      "Invalid series: found \(found.phrase); its name is a text"
    case .seriesTooLong(let limit):
      "Invalid series: its name has more than \(limit) bytes"
    case .aheadOfClock(let seconds, let tolerance):
      "Timestamp is more than \(tolerance) seconds ahead of the server's clock (by "
        + "\(seconds) s); set the sender's clock, or the zone of the timestamp"
    }
  }

  private static let moment = "2025-06-26T14:30:00Z"
  private static let event = #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}"#
  private static let needsObject = "Request body must be JSON object like \(event)"
  private static let needsEvents =
    "Request body must be JSON, an array of events or one a line, each like \(event)"
}

extension EventMistake.Finding {
  /// The most that is quoted of a text.
  private static let quotedScalars = 50

  /// Quotes the beginning of a text. What is no UTF-8, controls anything, or is not to be seen, becomes a mark.
  init(quoting text: Span<UInt8>) {
    // A scalar has four bytes at most, so one too many is always seen.
    let bytes = (0..<min(text.count, (Self.quotedScalars + 1) * 4)).map { text[$0] }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let beginning = scalars.prefix(Self.quotedScalars)
    var quoted = String.UnicodeScalarView()
    for scalar in beginning {
      quoted.append(Self.isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    self = .text(String(quoted) + (beginning.endIndex == scalars.endIndex ? "" : "..."))
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      return false
    default: return true
    }
  }

  /// What was found, in words.
  var phrase: String {
    switch self {
    case .text(let text): "'\(text)'"
    case .number: "a number"
    case .null: "null"
    case .boolean: "a boolean"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
