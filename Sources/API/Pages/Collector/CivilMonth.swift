internal import Statistics

/// A month of the calendar.
struct CivilMonth: Equatable, Sendable {
  let year: Int64
  /// From 1 to 12.
  let month: Int64

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  init(of day: CivilDay) {
    (year, month) = (day.year, day.month)
  }

  private init(year: Int64, month: Int64) {
    (self.year, self.month) = (year, month)
  }

  /// `May 2024`.
  var name: String { "\(Self.names[Int(month) - 1]) \(year)" }

  var first: CivilDay { CivilDay(year: year, month: month, day: 1) }
  var last: CivilDay { CivilDay(daysSince1970: following.first.daysSince1970 - 1) }

  /// The month before; `nil` before the years that days can be written in.
  var earlier: CivilMonth? {
    if month > 1 { return CivilMonth(year: year, month: month - 1) }
    return year > 1 ? CivilMonth(year: year - 1, month: 12) : nil
  }

  /// The month after; `nil` after the years that days can be written in.
  var later: CivilMonth? {
    year == 9999 && month == 12 ? nil : following
  }

  private var following: CivilMonth {
    month < 12
      ? CivilMonth(year: year, month: month + 1) : CivilMonth(year: year + 1, month: 1)
  }

  /// The weeks of the month from Monday on; `nil` for the places before its first and behind its last day.
  var weeks: [[CivilDay?]] {
    let first = first.daysSince1970
    let last = last.daysSince1970
    // 1970-01-01 was a Thursday.
    let monday = first - ((first + 3) % 7 + 7) % 7
    return stride(from: monday, through: last, by: 7).map { monday in
      (monday..<monday + 7).map { (first...last).contains($0) ? CivilDay(daysSince1970: $0) : nil }
    }
  }

  /// The months that a range of days touches.
  static func months(from first: CivilDay, to last: CivilDay) -> [CivilMonth] {
    var months: [CivilMonth] = []
    var next: CivilMonth? = CivilMonth(of: first)
    while let month = next, month.first <= last {
      months.append(month)
      next = month.later
    }
    return months
  }
}
