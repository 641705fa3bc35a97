/// Which places the lanes are busy with, and which of them keep silent.
///
/// Places take turns, and each has one attempt under way at most. Those that gave no answer the last time never have all lanes at once, so
/// that however many wait for dead servers, a lane is left for the living.
struct WebhookTurns: Sendable {
  /// How many silent places are remembered. One that is forgotten is taken for living until its next attempt.
  static let silentLimit = 4096

  private let laneCount: Int
  private var busy: [String] = []
  private var silent: Set<String> = []
  /// Whose turn it was last.
  private(set) var last = ""

  init(laneCount: Int) {
    self.laneCount = laneCount
  }

  /// Gives a place its turn.
  ///
  /// - Returns: `false` if it cannot have one as long as the lanes are busy with what they are.
  mutating func take(_ place: String) -> Bool {
    guard !busy.contains(place) else { return false }
    if silent.contains(place), busy.count(where: silent.contains) >= max(1, laneCount - 1) {
      return false
    }
    busy.append(place)
    last = place
    return true
  }

  /// Ends the turn of a place.
  ///
  /// - Parameter isAnswer: whether its server answered; `nil` if it was not asked.
  /// - Returns: whether it had been silent and lives again.
  mutating func end(_ place: String, isAnswer: Bool?) -> Bool {
    busy.removeAll { $0 == place }
    switch isAnswer {
    case true?: return silent.remove(place) != nil
    case false?:
      if silent.count >= Self.silentLimit { _ = silent.popFirst() }
      silent.insert(place)
      return false
    case nil: return false
    }
  }
}
