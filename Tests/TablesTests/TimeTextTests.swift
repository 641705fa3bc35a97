import Testing

@testable import Tables

struct TimeTextTests {
  @Test func `days and moments are counted from 1970`() throws {
    let text = """
      d,t
      1970-01-01,1970-01-01T00:00:00Z
      2000-02-29,2000-02-29 12:34:56.789
      1900-03-01,1969-12-31T23:59:59.999999-00:30
      0001-01-01,2015-01-01
      9999-12-31,2015-06-01T00:00:00.123456789+14:00
      """
    let table = try CSVLoader.load(Array(text.utf8)).table
    #expect(table.numbers("d") == [0, 11016, -25508, -719_162, 2_932_896])
    #expect(
      table.numbers("t") == [
        0, 951_827_696_789_000, 1_799_999_999, 1_420_070_400_000_000, 1_433_066_400_123_456,
      ])
  }

  @Test func `every day of four centuries is one more than the day before`() {
    var expected = withCell("1799-12-31") { TimeText.date($0) } ?? 0
    for year in 1800..<2200 {
      for (month, most) in [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...most {
          let text = "\(year)-\(month < 9 ? "0" : "")\(month + 1)-\(day < 10 ? "0" : "")\(day)"
          let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
          if month == 1 && day == 29 && !isLeap {
            #expect(withCell(text) { TimeText.date($0) } == nil)
          } else {
            expected += 1
            #expect(withCell(text) { TimeText.date($0) } == expected)
          }
        }
      }
    }
  }

  @Test(arguments: [
    "", "2015", "2015-01", "2015-1-01", "2015-00-01", "2015-13-01", "2015-01-00", "2015-01-32",
    "2015-04-31", "2015/01/01", "15-01-2015", "2015-01-0x", "2015-01-01 ", "-015-01-01",
  ])
  func `what is no day of the calendar is none`(_ text: String) {
    #expect(withCell(text) { TimeText.date($0) } == nil)
  }

  @Test(arguments: [
    "2015-01-01T", "2015-01-01T1", "2015-01-01T10", "2015-01-01T10:", "2015-01-01T10:0",
    "2015-01-01x10:00", "2015-01-01T24:00", "2015-01-01T10:60", "2015-01-01T10:00:",
    "2015-01-01T10:00:6", "2015-01-01T10:00:60", "2015-01-01T10:00:00.", "2015-01-01T10:00:00.Z",
    "2015-01-01T10:00:00.1234567890", "2015-01-01T10:00Zz", "2015-01-01T10:00+2",
    "2015-01-01T10:00+0200", "2015-01-01T10:00+02:0", "2015-01-01T10:00+24:00",
    "2015-01-01T10:00+02:60", "2015-01-01T10:00+02-00", "2015-01-01T10:00z", "2015-02-30T10:00",
    "2015-01-01T10.00",
  ])
  func `what is no moment is none`(_ text: String) {
    #expect(withCell(text) { TimeText.datetime($0) } == nil)
  }

  private static let moments: [(String, Int64)] = [
    ("1970-01-02", 86_400_000_000), ("1970-01-01T00:01", 60_000_000),
    ("1970-01-01 00:00:01", 1_000_000), ("1970-01-01T00:00:00.5", 500_000),
    ("1970-01-01T00:00:00.000001999", 1), ("1970-01-01T01:00+01:00", 0),
    ("1969-12-31T23:00-01:00", 0), ("1970-01-01T00:00:00.25Z", 250_000),
  ]

  @Test(arguments: moments)
  func `moments are microseconds since 1970`(_ text: String, microseconds: Int64) {
    #expect(withCell(text) { TimeText.datetime($0) } == microseconds)
  }
}
