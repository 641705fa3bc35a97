internal import Tables

/// How many events there were in each week, from the first week that has one to the last.
///
/// Only weeks with events are kept: two events a thousand years apart are no longer than two neighbours.
package struct WeeklySeries: Equatable, Sendable {
  /// How many events a week has.
  package struct Entry: Equatable, Sendable {
    package let week: CalendarWeek
    package let count: Int
  }

  /// The week of the first event.
  package let firstWeek: CalendarWeek
  /// How many weeks there are with those that have no event, at least one.
  package let weekCount: Int
  /// The weeks that have events, in their order. The last week of the series need not be among them.
  let filled: [Entry]

  /// Counts the events of some rows up to a week.
  ///
  /// The series ends with the week of the last event; if that is later than `last`, with `last`.
  ///
  /// - Parameters:
  ///   - rows: numbers of rows in any order.
  ///   - all: the weeks of all rows; a row without one is no event.
  /// - Returns: `nil` if there is no event up to `last`.
  /// - Complexity: O(*rows*), some nanoseconds each; O(*rows* x log *rows*) where events are rare beside the weeks.
  init?(
    of rows: ArraySlice<UInt32>, in all: RowWeeks, through last: CalendarWeek, on lanes: Lanes
  ) throws(Cancelled) {
    let (weeks, range) = try Self.weeks(of: rows, in: all, on: lanes)
    guard let range, range.lowerBound <= last.number else { return nil }
    let end = Swift.min(range.upperBound, last.number)
    let span = Int(end) - Int(range.lowerBound) + 1
    firstWeek = CalendarWeek(number: range.lowerBound)
    weekCount = span
    if span <= 4 * weeks.count + 64 {
      var counts = [Int](repeating: 0, count: span)
      for week in weeks where week <= end { counts[Int(week) - Int(range.lowerBound)] += 1 }
      filled = counts.enumerated().compactMap { place, count in
        guard count > 0 else { return nil }
        let week = range.lowerBound + Int32(truncatingIfNeeded: place)
        return Entry(week: CalendarWeek(number: week), count: count)
      }
    } else {
      var sorted = weeks.filter { $0 <= end }
      try sorted.sort(on: lanes) { $0 < $1 }
      filled = Self.runs(of: sorted)
    }
  }

  /// The counts of some weeks, one for each; only weeks of the series are counted.
  ///
  /// - Complexity: O(log *n* + *weeks*).
  func counts(after week: CalendarWeek, through last: CalendarWeek) -> [Entry] {
    let start = Swift.max(week.number + 1, firstWeek.number)
    let end = Swift.min(last.number, lastWeek.number)
    guard start <= end else { return [] }
    var place = firstPlace(from: start)
    return (start...end).map { number in
      var count = 0
      if place < filled.count, filled[place].week.number == number {
        count = filled[place].count
        place += 1
      }
      return Entry(week: CalendarWeek(number: number), count: count)
    }
  }

  /// How many weeks of the series there are up to one of them, their events and the squares of these numbers added up.
  func totals(through last: CalendarWeek) -> (weekCount: Int, sum: Int, squares: Int128) {
    let end = Swift.min(last.number, lastWeek.number)
    guard firstWeek.number <= end else { return (0, 0, 0) }
    var (sum, squares) = (0, Int128(0))
    for entry in filled.prefix(while: { $0.week.number <= end }) {
      sum += entry.count
      squares += Int128(entry.count) * Int128(entry.count)
    }
    return (Int(end) - Int(firstWeek.number) + 1, sum, squares)
  }

  /// The last week of the series.
  package var lastWeek: CalendarWeek {
    CalendarWeek(number: firstWeek.number + Int32(truncatingIfNeeded: weekCount - 1))
  }

  /// The place of the first entry that is not before a week.
  private func firstPlace(from number: Int32) -> Int {
    var (low, high) = (0, filled.count)
    while low < high {
      let middle = (low + high) / 2
      if filled[middle].week.number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The numbers of the weeks of those rows that have one.
  private static func weeks(
    of rows: ArraySlice<UInt32>, in all: RowWeeks, on lanes: Lanes
  ) throws(Cancelled) -> (weeks: [Int32], range: ClosedRange<Int32>?) {
    var weeks: [Int32] = []
    weeks.reserveCapacity(rows.count)
    var (least, greatest) = (Int32.max, Int32.min)
    var rest = rows
    while !rest.isEmpty {
      try lanes.check()
      for row in rest.prefix(TimedGroups.checkedRows) {
        let week = all.numbers[Int(row)]
        guard week != RowWeeks.none else { continue }
        least = Swift.min(least, week)
        greatest = Swift.max(greatest, week)
        weeks.append(week)
      }
      rest = rest.dropFirst(TimedGroups.checkedRows)
    }
    return (weeks, least <= greatest ? least...greatest : nil)
  }

  private static func runs(of sorted: [Int32]) -> [Entry] {
    var entries: [Entry] = []
    var start = 0
    for place in sorted.indices {
      let next = place + 1
      if next < sorted.count, sorted[next] == sorted[start] { continue }
      entries.append(
        Entry(week: CalendarWeek(number: sorted[start]), count: next - start))
      start = next
    }
    return entries
  }
}

extension WeeklySeries: Sequence {
  /// All weeks in their order, with those that have no event.
  package struct Iterator: IteratorProtocol {
    fileprivate let series: WeeklySeries
    fileprivate var offset = 0
    fileprivate var place = 0

    package mutating func next() -> Entry? {
      guard offset < series.weekCount else { return nil }
      let number = series.firstWeek.number + Int32(truncatingIfNeeded: offset)
      offset += 1
      if place < series.filled.count, series.filled[place].week.number == number {
        place += 1
        return series.filled[place - 1]
      }
      return Entry(week: CalendarWeek(number: number), count: 0)
    }
  }

  package func makeIterator() -> Iterator { Iterator(series: self) }

  package var underestimatedCount: Int { weekCount }
}
