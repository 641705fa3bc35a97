internal import Engine
internal import HTTP
internal import Statistics

/// Which jobs are to be listed, and which page of them.
struct JobQuery: Equatable, Sendable {
  private(set) var filter = JobFilter()
  /// How many jobs a page has at most.
  private(set) var limit = 100
  /// Where the page begins, as an earlier answer has told; `nil` for the first page.
  private(set) var cursor: String?

  private static let parameters = ["state", "type", "_limit", "_cursor"]
  private static let greatestLimit = 1000

  /// - Parameter items: names and values, in the order in which they came.
  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(_ items: [(name: String, value: String)]) throws(Failure) {
    var mistakes: [Problem.Mistake] = []
    var seen: Set<String> = []
    for (parameter, value) in items {
      if !seen.insert(parameter).inserted {
        mistakes.append(.init("'\(parameter)' may be given once", at: .parameter(parameter)))
      } else if let mistake = take(parameter, value) {
        mistakes.append(mistake)
      }
    }
    if !mistakes.isEmpty { throw .badParameters(mistakes) }
  }

  private mutating func take(_ parameter: String, _ value: String) -> Problem.Mistake? {
    switch parameter {
    case "state": return takeStates(value)
    case "type":
      filter.kind = value
      return value.isEmpty
        ? .init("'type' is empty", at: .parameter("type"), expected: "a kind, such as import")
        : nil
    case "_limit":
      guard let number = Int(value), (1...Self.greatestLimit).contains(number) else {
        return .init(
          "'_limit' must be a whole number", at: .parameter("_limit"), value: Self.short(value),
          expected: "a whole number from 1 to \(Self.greatestLimit)")
      }
      limit = number
    case "_cursor": cursor = value
    default:
      let hint = nearestName(to: parameter, in: Self.parameters)
      return .init(
        "There is no parameter '\(Self.short(parameter))'" + Self.hint(hint),
        at: .parameter(parameter), expected: Self.parameters.joined(separator: ", "))
    }
    return nil
  }

  /// States with commas between them.
  private mutating func takeStates(_ value: String) -> Problem.Mistake? {
    let known = JobState.allCases.map(\.rawValue)
    var wanted: Set<String> = []
    for word in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard known.contains(word) else {
        return .init(
          "There is no state '\(Self.short(word))'" + Self.hint(nearestName(to: word, in: known)),
          at: .parameter("state"), value: Self.short(value),
          expected: known.joined(separator: ", "))
      }
      wanted.insert(word)
    }
    // In one order, so that the same question has the same cursors.
    filter.states = JobState.allCases.filter { wanted.contains($0.rawValue) }
    return nil
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }

  private static func short(_ text: String) -> String { String(text.unicodeScalars.prefix(200)) }

  // Cursors

  /// The youngest job before the page; `nil` for the first page.
  ///
  /// - Throws: `Failure.foreignCursor` if the cursor was not given for this question.
  func bound(_ signature: Signature) throws(Failure) -> JobID? {
    guard let cursor else { return nil }
    return JobID(
      try PageCursor(cursor, question: question, version: Self.version, signature).place)
  }

  /// The cursor of the page behind a job.
  func cursor(after id: JobID, _ signature: Signature) -> String {
    PageCursor(version: Self.version, place: id.number).text(question: question, signature)
  }

  /// Numbers of jobs mean the same for ever.
  private static let version = 1

  /// What the pages have in common, in one spelling.
  private var question: String {
    let states = filter.states.map(\.rawValue).joined(separator: ",")
    return "jobs?state=\(states)&type=\(filter.kind ?? "")"
  }
}
