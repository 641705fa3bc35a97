import Testing

@testable import Tables

struct ClockTextTests {
  private func time(_ text: String) -> Int64? {
    withCell(text) { ClockText.time($0) }
  }

  /// A moment of the clock, from its parts.
  static func clock(
    _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64 = 0, _ minute: Int64 = 0,
    _ second: Int64 = 0, _ microsecond: Int64 = 0
  ) -> Int64 {
    let days = TimeText.days(year, month, day)
    return ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + microsecond
  }

  private static let shown: [(String, Int64)] = [
    ("2015-07-31", clock(2015, 7, 31)), ("2015/07/31", clock(2015, 7, 31)),
    ("2015/7/1", clock(2015, 7, 1)), ("07/31/2015", clock(2015, 7, 31)),
    ("7/1/2015", clock(2015, 7, 1)), ("1/12/2015", clock(2015, 1, 12)),
    ("2015-07-31T23:59", clock(2015, 7, 31, 23, 59)),
    ("2015-07-31t23:59:58", clock(2015, 7, 31, 23, 59, 58)),
    ("2015-07-31 23:59:58.25", clock(2015, 7, 31, 23, 59, 58, 250_000)),
    ("2015-07-31  9:59:58,123456789", clock(2015, 7, 31, 9, 59, 58, 123_456)),
    ("2015/07/31 00:00:00", clock(2015, 7, 31)), ("2015/7/31T1:02", clock(2015, 7, 31, 1, 2)),
    ("07/31/2015 23:59", clock(2015, 7, 31, 23, 59)),
    ("07/31/2015 12:59:58 AM", clock(2015, 7, 31, 0, 59, 58)),
    ("07/31/2015 12:00:00 PM", clock(2015, 7, 31, 12)),
    ("07/31/2015 11:59:59.5 pm", clock(2015, 7, 31, 23, 59, 59, 500_000)),
    ("7/31/2015 1:05pm", clock(2015, 7, 31, 13, 5)),
    ("2015-07-31 01:05 AM", clock(2015, 7, 31, 1, 5)),
    ("  2015-07-31T10:00\t", clock(2015, 7, 31, 10)),
    ("0000-01-01", clock(0, 1, 1)),
    ("9999-12-31T23:59:59.999999", clock(9999, 12, 31, 23, 59, 59, 999_999)),
    ("2000-02-29", clock(2000, 2, 29)),
  ]

  @Test(arguments: shown)
  func `a moment is read as the clock shows it`(_ text: String, expected: Int64) {
    #expect(time(text) == expected)
    // The same without what may be read behind it.
    #expect(Array(text.utf8).withUnsafeBufferPointer { ClockText.time($0) } == expected)
  }

  @Test(arguments: ["Z", "z", "+02:00", "-0200", "+02", "-23:59", " +00:00", " UTC", "GMT", " utc"])
  func `a zone moves nothing`(_ zone: String) {
    for start in ["2015-07-31T10:11:12", "2015-07-31 10:11:12.0", "07/31/2015 10:11:12 AM"] {
      #expect(time(start + zone) == Self.clock(2015, 7, 31, 10, 11, 12), "\(start)")
    }
  }

  @Test(arguments: [
    "", " ", "2015", "2015-7-31", "2015-07-3", "2015-07-311", "2015-02-29", "2015-13-01",
    "2015-00-01", "2015-01-00", "2015/13/01", "13/01/2015", "31/07/2015", "1/32/2015", "1/1/15",
    "1/1/20155", "001/1/2015", "2015-07/31", "2015/07-31", "07-31-2015", "-015-07-31",
    "2015-07-31T", "2015-07-31 T10:00", "2015-07-31T 10:00", "2015-07-31T10", "2015-07-31T24:00",
    "2015-07-31T10:60", "2015-07-31T10:00:60", "2015-07-31T10:00:", "2015-07-31T10:00.5",
    "2015-07-31T10:00:00.", "2015-07-31T10:00:00.1234567890", "2015-07-31T10:00:00+24:00",
    "2015-07-31T10:00:00+02:60", "2015-07-31T10:00:00+02:", "2015-07-31T10:00:00+2",
    "2015-07-31T10:00:00+020", "2015-07-31T10:00:00 CET", "2015-07-31T10:00:00ZZ",
    "2015-07-31Z", "2015-07-31 +02:00", "2015-07-31 AM", "07/31/2015 13:00 PM",
    "07/31/2015 0:30 AM", "07/31/2015 1:00 XM", "07/31/2015 1:00 A", "Oct 21, 2008", "20150731",
    "1438300800", "2015-07-31x", "\u{661}/1/2015", "NaT", "null",
  ])
  func `what shows no moment is none`(_ text: String) {
    #expect(time(text) == nil)
    #expect(Array(text.utf8).withUnsafeBufferPointer { ClockText.time($0) } == nil)
  }

  @Test func `what the zone of a datetime moves is all that differs`() {
    var random = Seeded(12)
    for _ in 0..<20_000 {
      let minutes = Int64.random(in: -1439...1439, using: &random)
      var text: [UInt8] = []
      CalendarText.appendDatetime(
        Int64.random(in: -60_000_000_000_000_000...200_000_000_000_000_000, using: &random),
        to: &text)
      guard text.last == UInt8(ascii: "Z") else { continue }
      let start = String(decoding: text.dropLast(), as: UTF8.self)
      let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
      let zone =
        "\(minutes < 0 ? "-" : "+")\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
      let moment = withCell(start + zone) { TimeText.datetime($0) }
      #expect(time(start + zone) == moment.map { $0 + minutes * 60_000_000 }, "\(start)\(zone)")
    }
  }

  @Test func `hostile bytes are no moments and are not read beyond`() {
    var random = Seeded(99)
    var differing: [[UInt8]] = []
    let palette = Array("0123456789/-:., TZtzAPMapmUTC+GM\t\u{0}".utf8)
    for _ in 0..<20_000 {
      var text = Array("07/31/2015 11:59:59.5 PM".utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        text[Int.random(in: 0..<text.count, using: &random)] =
          palette.randomElement(using: &random) ?? 0
      }
      text.removeLast(Int.random(in: 0...text.count / 2, using: &random))
      let alone = text.withUnsafeBufferPointer { ClockText.time($0) }
      if time(String(decoding: text, as: UTF8.self)) != alone { differing.append(text) }
    }
    #expect(differing == [])
  }
}
