internal import Statistics

/// Events of an earlier run on their way back into their windows.
///
/// Clients that sent at once stand in the log by turns, one perhaps far ahead of the others, and an event that comes late costs a window ten
/// times what one in order does. So many events are gathered and put in order, and of these only the earlier half goes into the windows: the
/// later half waits for what still comes before it.
struct EventRestoring {
  /// So many are gathered, of all series together.
  private let limit: Int
  /// The events that wait, by the places of their series.
  private var waiting: [[Event]] = []
  private var count = 0

  init(limit: Int = 1 << 20) {
    self.limit = limit
  }

  /// Takes events of one series.
  mutating func take(_ events: ArraySlice<Event>, of series: String, into board: inout EventBoard) {
    let place = board.placeOfRestored(series)
    while waiting.count <= place { waiting.append([]) }
    waiting[place] += events
    count += events.count
    guard count >= limit else { return }
    for place in waiting.indices { put(waiting[place].count / 2, at: place, into: &board) }
    // Of very many series with an event each nothing has gone.
    if count > limit / 4 * 3 { finish(into: &board) }
  }

  /// Puts all that wait into their windows.
  mutating func finish(into board: inout EventBoard) {
    for place in waiting.indices { put(waiting[place].count, at: place, into: &board) }
  }

  private mutating func put(_ putCount: Int, at place: Int, into board: inout EventBoard) {
    guard putCount > 0 else { return }
    if !Self.isInOrder(waiting[place]) {
      waiting[place].sort { $0.nanoseconds < $1.nanoseconds }
    }
    board.insert(waiting[place][..<putCount], at: place)
    waiting[place].removeSubrange(..<putCount)
    count -= putCount
  }

  /// A sort would find that out, but not before it has made room for half of them.
  private static func isInOrder(_ events: [Event]) -> Bool {
    for place in events.indices.dropFirst()
    where events[place].nanoseconds < events[place - 1].nanoseconds { return false }
    return true
  }
}
