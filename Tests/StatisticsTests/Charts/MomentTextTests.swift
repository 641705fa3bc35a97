import Testing

@testable import Statistics

struct MomentTextTests {
  @Test func `midnight is a day, everything else a moment`() {
    #expect(MomentText.moment(0) == "1970-01-01")
    #expect(MomentText.moment(-86_400_000_000_000) == "1969-12-31")
    #expect(MomentText.moment(1_500_000_000) == "1970-01-01T00:00:01.5Z")
    #expect(MomentText.moment(-1) == "1969-12-31T23:59:59.999999Z")
    #expect(MomentText.day(19_782) == "2024-02-29")
    #expect(MomentText.moment(.min).hasPrefix("1677-09-21"))
    #expect(MomentText.moment(.max).hasPrefix("2262-04-11"))
  }

  @Test func `microseconds reach beyond what nanoseconds can tell`() {
    #expect(MomentText.moment(microseconds: 0) == "1970-01-01")
    #expect(MomentText.moment(microseconds: 1_500_000) == "1970-01-01T00:00:01.5Z")
    #expect(MomentText.moment(microseconds: 253_402_214_400_000_000) == "9999-12-31")
    #expect(MomentText.moment(microseconds: -62_135_596_800_000_000) == "0001-01-01")
  }
}
