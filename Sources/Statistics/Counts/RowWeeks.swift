internal import Tables

/// The week of each row of a table.
///
/// Groups have their rows all over the table: what is looked up for each of them should be small, and already divided.
struct RowWeeks: Sendable {
  /// In place of the week of a row that has no time.
  static let none = Int32.min

  /// Of each row the number of its week.
  let numbers: [Int32]

  /// - Parameter times: microseconds since 1970-01-01T00:00 for each row; `TimedGroups.noTime` for none.
  /// - Complexity: O(*rows*), about two nanoseconds each.
  init(of times: [Int64], on lanes: Lanes) throws(Cancelled) {
    let size = TimedGroups.checkedRows
    let chunks = try lanes.map((times.count + size - 1) / size) { (chunk) throws(Cancelled) in
      try lanes.check()
      return times[chunk * size..<min((chunk + 1) * size, times.count)].map { time in
        time == TimedGroups.noTime ? Self.none : CalendarWeek(of: time).number
      }
    }
    numbers = Array(chunks.joined())
  }
}
