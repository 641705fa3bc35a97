import Testing

@testable import Statistics

struct ISODurationTests {
  private static let second: Int64 = 1_000_000_000

  private func nanoseconds(_ text: String) throws(ISODurationFailure) -> Int64 {
    try ISODuration(Array(text.utf8).span).nanoseconds
  }

  private func failure(_ text: String) -> ISODurationFailure? {
    do throws(ISODurationFailure) {
      _ = try nanoseconds(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    arguments: [
      ("PT4320S", 4320), ("PT1H12M", 4320), ("PT72M", 4320), ("P1DT1H", 90_000), ("PT0S", 0),
      ("PT1S", 1), ("PT1M", 60), ("PT1H", 3600), ("P1D", 86_400), ("P1W", 604_800),
      ("P2W", 1_209_600), ("P1W2D", 777_600), ("P1DT2H3M4S", 93_784), ("PT2H4S", 7204),
      ("P3DT4S", 259_204), ("PT36H", 129_600), ("PT100000S", 100_000), ("PT007S", 7),
      ("P0Y0M1D", 86_400), ("P0Y", 0), ("P0M", 0), ("P0Y0M0DT0H0M0S", 0), ("P0.0Y", 0),
      ("P0M1W", 604_800), ("pt4320s", 4320), ("p1dt1h", 90_000), ("Pt1m", 60), ("p2w", 1_209_600),
      ("+PT5S", 5), ("-PT5S", -5), ("PT-5S", -5), ("-PT-5S", 5), ("PT+5S", 5),
      ("PT-6H+3M", -21_420),
      ("-PT-6H+3M", 21_420), ("P-1DT1H", -82_800), ("P1DT-1H", 82_800), ("-P1W", -604_800),
      ("P0000-00-01T01:02:03", 90_123), ("P00000001T010203", 90_123), ("P0000-00-30", 2_592_000),
      ("P00000030", 2_592_000), ("P0000-001T00:00:01", 86_401), ("P0000365", 31_536_000),
      ("P0000-365", 31_536_000), ("PT01:02:03", 3723), ("PT010203", 3723),
      ("-P0000-00-00T00:00:01", -1), ("p0000-00-00t00:01:00", 60), ("PT24:60:60", 90_060),
      ("P0000001T000001", 86_401),
    ] as [(String, Int64)])
  func `every spelling has its length`(_ text: String, _ seconds: Int64) throws {
    #expect(try nanoseconds(text) == seconds * Self.second)
  }

  @Test(
    arguments: [
      ("PT0.5S", 500_000_000), ("PT0,5S", 500_000_000), ("PT-0.5S", -500_000_000),
      ("PT1.5M", 90_000_000_000), ("PT1,5H", 5_400_000_000_000), ("P0.5D", 43_200_000_000_000),
      ("P0.5W", 302_400_000_000_000), ("P1DT0.25S", 86_400_250_000_000), ("PT0.000000001S", 1),
      ("PT1.123456789S", 1_123_456_789), ("-PT1.000000001S", -1_000_000_001),
      ("P0000-00-00T00:00:00.5", 500_000_000), ("PT000000,25", 250_000_000),
      // Halves of a nanosecond go to the even one, anything more goes up.
      ("PT0.0000000005S", 0), ("PT0.00000000050000000000000000000000001S", 1),
      ("PT0.0000000015S", 2), ("PT0.0000000025S", 2), ("PT0.00000000249999999999999999S", 2),
      ("PT0.9999999999S", 1_000_000_000),
      // A third of an hour in as many digits as somebody likes.
      ("PT0.33333333333333333333333333333333333333H", 1_200_000_000_000),
      ("P0.\(String(repeating: "0", count: 500))1W", 0),
      ("PT\(String(repeating: "0", count: 500))1S", 1_000_000_000),
    ] as [(String, Int64)])
  func `fractions are exact to the nanosecond`(_ text: String, _ expected: Int64) throws {
    #expect(try nanoseconds(text) == expected)
  }

  @Test(arguments: [
    "", "P", "PT", "T", "1S", "PT1", "P1", "P1S", "P1H", "PT1D", "PT1W", "PT1Y", "P1DT", "P1D1D",
    "P1D1W", "PT1M1H", "PT1S1M", "P1DT1HT1M", "PT1H1H", "PTS", "PT.5S", "PT5.S", "PT0.5H1M",
    "P0.5DT1H", "PT1.2.3S", "PT1S ", " PT1S", "PT 1S", "PT1e3S", "--PT1S", "PT--1S", "P-T1S",
    "-", "+", "PP1D", "PT1X", "PT1SS", "P1.5", "PT1,", "4320", "01:02:03", "P1Y2", "P1Q",
    "P0000-00-31", "P0000-13-01", "P0000-00-01T25:00:00", "P0000-00-01T00:61:00",
    "P0000-00-01T00:00:61", "P0000-00-01T010203", "P00000001T01:02:03", "P0000-00-01T",
    "P0000-0001", "P000000-01", "P0000-00-1", "P0000-366", "P0000-00-01T01:02", "PT01:02",
    "P000000T1", "P0000-00-01T01:02:03.", "P0000-00-01T01:02:03.5.5", "P0000-00-01 01:02:03",
    "PT1S\0", "P\u{661}D", "PT\u{FF11}S",
  ])
  func `what is no duration is refused as that`(_ text: String) {
    #expect(failure(text) == .malformed)
  }

  @Test(arguments: [
    "P1Y", "P1M", "P1Y2M3DT4H", "P0.5Y", "P0,1M", "p1y", "-P1Y", "P-1Y", "P1M2W",
    "P0001-00-01T00:00:00", "P0000-01-00T00:00:00", "P00010001T000000", "P0001-001",
  ])
  func `years and months have no fixed length`(_ text: String) {
    #expect(failure(text) == .noFixedLength)
  }

  @Test(arguments: [
    "P106752D", "PT9223372037S", "PT9223372036.854775808S", "-PT9223372036.854775809S",
    "PT99999999999999999999999999S", "P18446744073709551615W", "P18446744073709551616W",
    "PT18446744073709551616S", "PT1H99999999999999999999999S",
  ])
  func `what 64 bits do not hold is too long`(_ text: String) {
    #expect(failure(text) == .tooLong)
  }

  @Test func `the longest ones are held`() throws {
    #expect(try nanoseconds("PT9223372036.854775807S") == .max)
    #expect(try nanoseconds("-PT9223372036.854775808S") == .min)
    // The sum counts, not its parts.
    #expect(try nanoseconds("P106752DT-24H") == 106_751 * 86_400 * Self.second)
  }

  @Test(
    arguments: [
      ("4320", 4_320_000_000_000), ("-0.5", -500_000_000), ("4320.0", 4_320_000_000_000),
      ("", nil), (".5", nil), ("5.", nil), ("1e3", nil), ("5S", nil), ("nan", nil),
      ("9223372037", nil),
    ] as [(String, Int64?)])
  func `a number of seconds is one too`(_ text: String, _ expected: Int64?) {
    let duration = try? ISODuration(seconds: Array(text.utf8).span)
    #expect(duration?.nanoseconds == expected)
  }
}
