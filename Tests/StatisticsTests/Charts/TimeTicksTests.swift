import Tables
import Testing

@testable import Statistics

struct TimeTicksTests {
  private static let day = TimeStep.nanosecondsPerDay

  @Test(arguments: 0..<20)
  func `marks lie in any range, rise, and are labelled apart`(_ seed: Int) {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let width = Int64(1) << Int64.random(in: 2...62, using: &random)
      let low = Int64.random(in: .min ... .max - width, using: &random)
      let high = low + Int64.random(in: width / 2...width, using: &random)
      let limit = Int.random(in: 5...11, using: &random)
      let ticks = TimeTicks(within: low...high, limit: limit)
      #expect((1...limit).contains(ticks.moments.count), "\(low)...\(high)")
      #expect(ticks.moments.allSatisfy { (low...high).contains($0) })
      #expect(zip(ticks.moments, ticks.moments.dropFirst()).allSatisfy { $0 < $1 })
      let whole = Self.wholeLabels(ticks)
      #expect(Set(whole).count == whole.count, "\(whole)")
    }
  }

  /// Labels with what they leave out.
  private static func wholeLabels(_ ticks: TimeTicks) -> [String] {
    var context = ""
    return ticks.labels.indices.map { place in
      if !ticks.contexts[place].isEmpty { context = ticks.contexts[place] }
      return "\(context) \(ticks.labels[place])"
    }
  }

  @Test func `enough marks stand on an axis of the usual width`() {
    var random = Seeded(7)
    for _ in 0..<500 {
      let width = Int64.random(in: 60_000_000_000...8_000_000_000_000_000_000, using: &random)
      let ticks = TimeTicks(within: 0...width >> Int64.random(in: 0...26, using: &random))
      #expect((2...8).contains(ticks.moments.count), "\(width)")
    }
  }

  @Test func `months of a year begin with its first days`() {
    let ticks = TimeTicks(within: Self.moment(2023, 11, 20)...Self.moment(2024, 4, 10))
    #expect(ticks.labels == ["Dec", "Jan", "Feb", "Mar", "Apr"])
    #expect(ticks.contexts == ["2023", "2024", "", "", ""])
    #expect(ticks.moments[3] == Self.moment(2024, 3, 1))
  }

  @Test func `weeks begin on Monday`() {
    let ticks = TimeTicks(within: Self.moment(2024, 2, 1)...Self.moment(2024, 3, 12))
    #expect(ticks.labels == ["Feb 5", "Feb 12", "Feb 19", "Feb 26", "Mar 4", "Mar 11"])
    #expect(ticks.contexts == ["2024", "", "", "", "", ""])
  }

  @Test func `hours tell their day where it changes`() {
    let ticks = TimeTicks(
      within: Self.moment(2024, 2, 28) + Self.day / 2...Self.moment(2024, 3, 1), limit: 7)
    #expect(ticks.labels == ["12:00", "18:00", "00:00", "06:00", "12:00", "18:00", "00:00"])
    #expect(ticks.contexts == ["2024-02-28", "", "2024-02-29", "", "", "", "2024-03-01"])
  }

  @Test func `years stand alone`() {
    let ticks = TimeTicks(within: Self.moment(1998, 5, 1)...Self.moment(2019, 2, 1))
    #expect(ticks.labels == ["2000", "2005", "2010", "2015"])
    #expect(ticks.contexts == ["", "", "", ""])
  }

  @Test func `parts of a second have the decimals of the step`() {
    let start = Self.moment(2024, 1, 1) + 3_661_000_000_000
    #expect(
      TimeTicks(within: start...start + 900_000_000).labels == [
        "01:01:01.0", "01:01:01.2", "01:01:01.4", "01:01:01.6", "01:01:01.8",
      ])
    #expect(TimeTicks(within: start...start + 4).labels.first == "01:01:01.000000000")
    #expect(TimeTicks(within: start...start + 30_000_000_000).labels.first == "01:01:05")
  }

  @Test func `times before 1970 have the labels of their day`() {
    let ticks = TimeTicks(within: Self.moment(1969, 12, 30)...Self.moment(1970, 1, 2))
    #expect(ticks.labels.contains("12:00") && ticks.contexts.first == "1969-12-30")
  }

  @Test func `one moment has marks to both sides`() {
    for moment in [0, Self.moment(2024, 2, 29), .min, .max] {
      let ticks = TimeTicks(within: moment...moment)
      #expect((3...8).contains(ticks.moments.count), "\(moment)")
    }
  }

  @Test func `all that 64 bits hold has marks of centuries`() {
    #expect(TimeTicks(within: .min ... .max).labels.contains("2000"))
  }

  static func moment(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    CivilDay(year: year, month: month, day: day).daysSince1970 * Self.day
  }
}
