internal import JSON

/// How long a job may run, as its client says it: seconds, or a text such as `90s` or `5m`.
enum JobTimeout: Equatable, Sendable {
  /// The longest time that a job may be given: a leap year.
  static let greatestSeconds = 366 * 86_400
  /// What a time is, for people.
  static let types = #"seconds, or a text such as "90s" or "5m""#
  static let expectation = #"seconds from more than 0 to \#(greatestSeconds), or "90s", "5m", "1h""#

  case milliseconds(Int)
  /// It is no time, or none that a job can have; what was given.
  case unfit(String)
  /// It is neither a number nor a text.
  case wrongType

  init(_ value: JSONValue) {
    let milliseconds: Double
    let text: String
    switch value {
    case .integer(let seconds): (milliseconds, text) = (Double(seconds) * 1000, "\(seconds)")
    case .double(let seconds): (milliseconds, text) = (seconds * 1000, "\(seconds)")
    case .string(let written):
      (milliseconds, text) = (DurationText.milliseconds(written).map { Double($0) } ?? 0, written)
    case .null, .bool, .array, .object:
      self = .wrongType
      return
    }
    let isFit = milliseconds > 0 && milliseconds <= Double(Self.greatestSeconds) * 1000
    self = isFit ? .milliseconds(Int(milliseconds.rounded(.up))) : .unfit(text)
  }
}
