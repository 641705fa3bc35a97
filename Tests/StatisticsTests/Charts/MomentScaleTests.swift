import Testing

@testable import Statistics

struct MomentScaleTests {
  /// 0001-01-01 and 9999-12-31, which often stand for no date at all.
  static let farPast: Int64 = -62_135_596_800_000_000
  static let farFuture: Int64 = 253_402_214_400_000_000

  @Test func `moments are nanoseconds as long as all of them can be`() {
    #expect(MomentScale(microseconds: [1, -2]) == .nanoseconds([1000, -2000]))
    #expect(MomentScale(microseconds: []) == .nanoseconds([]))
    let last = Int64.max / 1000
    #expect(MomentScale(microseconds: [last, -last]) == .nanoseconds([last * 1000, -last * 1000]))
    guard case .years(let years) = MomentScale(microseconds: [0, last + 1]) else {
      Issue.record("no years")
      return
    }
    #expect(years[0] == 1970 && (2262..<2263).contains(years[1]))
  }

  @Test func `a year begins at its number and ends at the next`() {
    #expect(MomentScale.year(0) == 1970)
    #expect(MomentScale.year(Self.farPast) == 1)
    let day = 1.0 / 365
    #expect((MomentScale.year(Self.farFuture) - (10_000 - day)).magnitude < 1e-9)
    let leapDay: Int64 = 19_782 * 86_400_000_000
    #expect((MomentScale.year(leapDay) - (2024 + 59.0 / 366)).magnitude < 1e-9)
    #expect((1969.99..<1970).contains(MomentScale.year(-1_000_000)))
    #expect(MomentScale.year(.max) > 290_000 && MomentScale.year(.min) < -290_000)
  }
}
