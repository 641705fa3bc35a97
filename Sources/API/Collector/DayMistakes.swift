internal import HTTP
internal import Statistics

/// What is wrong with the days of a request.
struct DayMistakes: Equatable, Sendable {
  /// Which request it is, as its family's answers name it.
  struct Request: Equatable, Sendable {
    let method: HTTP.Method
    let path: String
  }

  let request: Request
  /// The first parameter that is not there.
  var missing: String?
  private(set) var mistakes: [Problem.Mistake] = []

  init(_ request: Request) {
    self.request = request
  }

  var isEmpty: Bool { missing == nil && mistakes.isEmpty }

  /// The whole in the words of the older service.
  var sentence: String {
    missing.map { "Missing required query parameter '\($0)' for path \(request.path)" }
      ?? "Validation failed for \(request.method.text) \(request.path)"
  }

  mutating func note(_ detail: String, key: String) {
    mistakes.append(Problem.Mistake(detail, at: .parameter(key)))
  }

  mutating func noteNoDay(_ value: String, key: String) {
    note("'\(Self.short(value))' is not a day; expected YYYY-MM-DD, such as 2024-05-01", key: key)
  }

  mutating func noteUnknown(_ name: String, known: [String]) {
    let hint = nearestName(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
    note("There is no parameter '\(Self.short(name))'" + hint, key: Self.short(name))
  }

  private static func short(_ text: String) -> String { String(text.unicodeScalars.prefix(100)) }
}
