internal import Engine
internal import JSON

/// A job as the server describes it.
struct JobRecord: Equatable {
  let id: JobID
  /// What kind of work it is; `nil` where the server does not know any more.
  let kind: String?
  private(set) var state: JobState
  /// From 0 to 100.
  private(set) var progress: Int
  private(set) var phase: String?
  private(set) var queuePosition: Int?
  private(set) var expectedWaitSeconds: Double?
  /// These three by the clock on the server's wall, in milliseconds since 1970.
  let created: Int64?
  let started: Int64?
  let finished: Int64?
  /// Why it has no result.
  private(set) var reason: String?
  /// All that the server said.
  let description: JSONValue

  /// Reads a description; `nil` if it is none.
  init?(_ description: JSONValue) {
    guard let id = description["id"]?.string.flatMap({ JobID($0.utf8) }),
      let state = description["state"]?.string.flatMap({ JobState(rawValue: $0) })
    else { return nil }
    self.id = id
    self.state = state
    self.description = description
    kind = description["type"]?.string
    progress = 0
    created = description["created"]?.milliseconds
    started = description["started"]?.milliseconds
    finished = description["finished"]?.milliseconds
    takeProgress(description)
  }

  /// Takes what an event says of the job.
  ///
  /// - Returns: whether it said anything.
  mutating func take(_ event: JSONValue) -> Bool {
    guard let state = event["state"]?.string.flatMap({ JobState(rawValue: $0) }) else {
      return false
    }
    self.state = state
    takeProgress(event)
    return true
  }

  private mutating func takeProgress(_ words: JSONValue) {
    if case .integer(let percent)? = words["progress"] { progress = Int(max(0, min(100, percent))) }
    phase = words["phase"]?.string
    reason = words["error"]?.string
    queuePosition = words["queue_position"]?.number.flatMap { Int(exactly: $0.rounded()) }
    expectedWaitSeconds = words["expected_wait_seconds"]?.number
  }

  /// How long ago it was submitted.
  ///
  /// - Parameter now: milliseconds since 1970. A clock that is behind the server's counts as the same.
  func ageMilliseconds(at now: Int64) -> Int? {
    created.map { Self.distance(from: $0, to: now) }
  }

  /// How long it took, or takes so far; `nil` if it was not begun.
  func durationMilliseconds(at now: Int64) -> Int? {
    guard let started else { return nil }
    if let finished { return Self.distance(from: started, to: finished) }
    return state.isFinal ? nil : Self.distance(from: started, to: now)
  }

  private static func distance(from start: Int64, to end: Int64) -> Int {
    // Both are years of four digits at most.
    Int(clamping: max(0, end - start))
  }
}

extension JSONValue {
  /// The text that it is.
  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The number that it is.
  fileprivate var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  fileprivate var milliseconds: Int64? { string.flatMap { WrittenMoment.milliseconds($0) } }
}
