import Foundation
import Testing

@testable import Tables

struct FormattedTimeTests {
  private func date(_ text: String, _ format: String) throws -> Int64? {
    let format = try DateFormat(format)
    return withCell(text) { format.date($0) }
  }

  private func datetime(_ text: String, _ format: String) throws -> Int64? {
    let format = try DateFormat(format)
    return withCell(text) { format.datetime($0) }
  }

  private static let days: [(String, String, Int64)] = [
    ("Oct 21, 2008", "%b %d, %Y", 14173), ("oct 1,  2008", "%b %d, %Y", 14153),
    ("October 21, 2008", "%b %d, %Y", 14173), ("May 2020", "%b %Y", 18383),
    ("MAY2020", "%b%Y", 18383), ("2020", "%Y", 18262), ("31/12/1999", "%d/%m/%Y", 10956),
    ("1/2/70", "%d/%m/%y", 31), ("1.1.69", "%d.%m.%y", -365), ("1.1.68", "%d.%m.%y", 35794),
    ("20200229", "%Y%m%d", 18321), ("60 2020", "%j %Y", 18321), ("366/2020", "%j/%Y", 18627),
    (" 1 January 1970", "%e %B %Y", 0), ("1 January 1970", "%e %B %Y", 0),
    ("100% 1970-01-02", "100%% %F", 1), ("1970年01月03日", "%Y年%m月%d日", 2),
    ("02/28/70 23:59", "%D %H:%M", 58), ("1970-01-01T23:00-05:00", "%FT%H:%M%z", 0),
  ]

  @Test(arguments: days)
  func `a day is read as its format says`(_ text: String, format: String, day: Int64) throws {
    #expect(try date(text, format) == day)
    // The same without what may be read behind it.
    let format = try DateFormat(format)
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { format.date($0) } == day)
    for cut in 0..<min(4, bytes.count) {
      #expect(bytes[..<cut].withUnsafeBufferPointer { format.date($0) } == nil)
    }
  }

  private static let noDays: [(String, String)] = [
    ("", "%Y"), ("202", "%Y"), ("20200", "%Y"), ("2020-02-30", "%F"), ("2019-02-29", "%F"),
    ("2020-13-01", "%F"), ("2020-00-01", "%F"), ("2020-01-00", "%F"), ("366 2019", "%j %Y"),
    ("0 2019", "%j %Y"), ("Okt 2020", "%b %Y"), ("Octob 2020", "%b %Y"), ("Oct2020", "%b %Y"),
    ("O\u{03}t 2020", "%b %Y"), ("1 /2/2020", "%d/%m/%Y"), ("001/2/2020", "%d/%m/%Y"),
    ("2020-01-01 ", "%F"), ("x2020-01-01", "%F"), ("2020-01-01", "%F %H"), ("+020", "%Y"),
    ("2020-01-01 24:00", "%F %H:%M"), ("2020-01-01 10:60", "%F %H:%M"),
    ("2020-01-01 13 PM", "%F %I %p"), ("2020-01-01 0 PM", "%F %I %p"),
    ("2020-01-01 1 XM", "%F %I %p"), ("2020-01-01 10:00:60", "%F %T"), ("2020 +1", "%Y %z"),
    ("2020 +24:00", "%Y %z"), ("2020 +02:60", "%Y %z"), ("2020 +02:", "%Y %z"),
    ("2020 +020", "%Y %z"), ("2020 CET", "%Y %Z"), ("2020 .", "%Y .%f"),
    ("2020 .1234567890", "%Y .%f"),
  ]

  @Test(arguments: noDays)
  func `what is not of the format, or of no calendar, is no day`(_ text: String, format: String)
    throws
  {
    #expect(try date(text, format) == nil && datetime(text, format) == nil)
  }

  private static let moments: [(String, String, Int64)] = [
    ("02.01.1970 00:01", "%d.%m.%Y %H:%M", 86_460_000_000),
    ("1970-01-01 12:30 AM", "%F %I:%M %p", 1_800_000_000),
    ("1970-01-01 12:30 pm", "%F %I:%M %p", 45_000_000_000),
    ("1970-01-01 1:30pm", "%F %I:%M%p", 48_600_000_000),
    ("1970-01-01 12", "%F %I", 0), ("1970-01-01 15 PM", "%F %H %p", 54_000_000_000),
    ("1970-01-01 00:00:01.5", "%F %T.%f", 1_500_000),
    ("1970-01-01 00:00:00.000001999", "%F %T.%f", 1),
    ("1970-01-01T01:00:00+0100", "%FT%T%z", 0), ("1970-01-01T01:00:00+01", "%FT%T%z", 0),
    ("1969-12-31T22:30:00-01:30", "%FT%T%z", 0), ("1970-01-01T01:00:00Z", "%FT%T%z", 3_600_000_000),
    ("1970-01-01 00:00 UTC", "%F %H:%M %Z", 0), ("1970-01-01 00:00 gmt", "%F %H:%M %Z", 0),
    ("Jan 1970", "%b %Y", 0),
  ]

  @Test(arguments: moments)
  func `a moment is read as its format says`(_ text: String, format: String, moment: Int64) throws {
    #expect(try datetime(text, format) == moment)
  }

  @Test func `random moments are read as the C library has written them`() throws {
    let formats = [
      "%Y-%m-%d %H:%M:%S", "%d/%m/%y %I:%M:%S %p", "%b %d, %Y %H.%M.%S", "%e %B %Y %T",
      "%Y%m%d%H%M%S",
      "%D %T", "%F %T %%",
    ]
    for seed in 0..<2000 {
      var random = Seeded(seed)
      let format = formats[seed % formats.count]
      let seconds = Int.random(in: 0...3_000_000_000, using: &random)
      var parts = tm()
      var moment = time_t(seconds)
      gmtime_r(&moment, &parts)
      var buffer = [CChar](repeating: 0, count: 100)
      let count = strftime(&buffer, buffer.count, format, &parts)
      let text = String(decoding: buffer[..<count].map { UInt8($0) }, as: UTF8.self)
      #expect(try datetime(text, format) == Int64(seconds) * 1_000_000, "\(text) \(format)")
      #expect(try date(text, format) == Int64(seconds) / 86_400, "\(text) \(format)")
    }
  }
}
