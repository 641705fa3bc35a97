internal import Tables

/// How many rows a group has in each year in which it has any.
struct YearTally: Sendable {
  struct Count: Equatable, Sendable {
    let year: Int
    let all: Int
    /// Of the rows whose day of the year is not after that of the last moment.
    let toDate: Int
  }

  let group: Int
  /// Ascending by the year.
  let counts: [Count]

  /// Counts the rows of some groups; groups without a time are left out.
  ///
  /// - Parameter extent: the first and the last moment of all of them.
  static func tallies(
    of groups: TimedGroups, _ numbers: [Int], _ extent: ClosedRange<Int64>, on lanes: Lanes
  ) throws(Cancelled) -> [YearTally] {
    let calendar = YearCalendar(of: extent)
    let lastDay = calendar.place(of: extent.upperBound).day
    let blocks = try groups.inBlocks(numbers, on: lanes) { (numbers) throws(Cancelled) in
      var sheet = Sheet(calendar, lastDay: lastDay)
      var tallies: [YearTally] = []
      for group in numbers {
        var rest = groups[group]
        while !rest.isEmpty {
          try lanes.check()
          sheet.add(rest.prefix(TimedGroups.checkedRows), of: groups.times)
          rest = rest.dropFirst(TimedGroups.checkedRows)
        }
        let counts = sheet.take()
        if !counts.isEmpty { tallies.append(YearTally(group: group, counts: counts)) }
      }
      return tallies
    }
    return blocks.flatMap { $0 }
  }

  /// A place for each year, used for one group after the other, so that a group costs no more than the years it has rows in.
  private struct Sheet {
    private let calendar: YearCalendar
    private let lastDay: Int
    private var all: [Int]
    private var toDate: [Int]
    /// The places that are not 0, in the order in which rows came upon them.
    private var used: [Int] = []

    init(_ calendar: YearCalendar, lastDay: Int) {
      self.calendar = calendar
      self.lastDay = lastDay
      all = Array(repeating: 0, count: calendar.count)
      toDate = all
    }

    mutating func add(_ rows: ArraySlice<UInt32>, of times: [Int64]) {
      for row in rows {
        let time = times[Int(row)]
        guard time != TimedGroups.noTime else { continue }
        let (year, day) = calendar.place(of: time)
        if all[year] == 0 { used.append(year) }
        all[year] += 1
        if day <= lastDay { toDate[year] += 1 }
      }
    }

    /// The counts of the rows so far; then there are none.
    mutating func take() -> [Count] {
      used.sort()
      let counts = used.map { place in
        Count(year: calendar.firstYear + place, all: all[place], toDate: toDate[place])
      }
      for place in used { (all[place], toDate[place]) = (0, 0) }
      used.removeAll(keepingCapacity: true)
      return counts
    }
  }
}
