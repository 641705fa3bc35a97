import Testing

@testable import Tables

struct CalendarTextTests {
  private func date(_ days: Int64) -> String {
    var bytes = Array(">".utf8)
    CalendarText.appendDate(days, to: &bytes)
    return String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  private func datetime(_ microseconds: Int64) -> String {
    var bytes = Array(">".utf8)
    CalendarText.appendDatetime(microseconds, to: &bytes)
    return String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  @Test func `every day that can be written is read back`() {
    let first = withCell("0000-01-01") { TimeText.date($0) } ?? 0
    let last = withCell("9999-12-31") { TimeText.date($0) } ?? 0
    for days in stride(from: first, through: last, by: 7) {
      if (withCell(date(days)) { TimeText.date($0) }) != days { Issue.record("day \(days)") }
    }
    #expect(date(first) == "0000-01-01" && date(last) == "9999-12-31")
    #expect(date(0) == "1970-01-01" && date(16_647) == "2015-07-31" && date(11_016) == "2000-02-29")
  }

  @Test func `days of other years have a sign`() {
    #expect(date(2_932_897) == "+10000-01-01" && date(-719_529) == "-0001-12-31")
    #expect(date(.max).hasPrefix("+") && date(.min).hasPrefix("-"))
  }

  @Test func `moments have the decimals that they need`() {
    #expect(datetime(0) == "1970-01-01T00:00:00Z" && datetime(-1) == "1969-12-31T23:59:59.999999Z")
    #expect(datetime(1_438_387_198_250_000) == "2015-07-31T23:59:58.25Z")
    #expect(datetime(86_399_000_001) == "1970-01-01T23:59:59.000001Z")
  }

  @Test func `moments are read back even where Greenwich is in another millennium`() {
    var random = Seeded(5)
    let least = withCell("0000-01-01T00:00+23:59") { TimeText.datetime($0) } ?? 0
    let most = withCell("9999-12-31T23:59:59.999999-23:59") { TimeText.datetime($0) } ?? 0
    #expect(datetime(least).hasSuffix("+23:59") && datetime(most).hasSuffix("-23:59"))
    let ends = [least, most].flatMap { end in (-3...3).map { end + $0 * 3_600_000_000 } }
    let within = (0..<2000).map { _ in Int64.random(in: least...most, using: &random) }
    for moment in ends.filter({ (least...most).contains($0) }) + within {
      #expect(withCell(datetime(moment)) { TimeText.datetime($0) } == moment)
    }
    #expect(datetime(.max).hasPrefix("+") && datetime(.min).hasPrefix("-"))
  }
}
