import Testing

@testable import Statistics

struct DurationReaderTests {
  /// Numbers of units, each with its sign, and the sum of their nanoseconds.
  private static func sample() -> (text: String, nanoseconds: Int128) {
    let units: [(letter: String, seconds: Int128, isTime: Bool)] = [
      ("W", 604_800, false), ("D", 86_400, false), ("H", 3600, true), ("M", 60, true),
      ("S", 1, true),
    ]
    var chosen = units.filter { _ in Bool.random() }
    if chosen.isEmpty { chosen = [units[4]] }
    var (text, sum, isTime) = ("", Int128(0), false)
    for (place, unit) in chosen.enumerated() {
      if unit.isTime, !isTime {
        text += "T"
        isTime = true
      }
      let whole = Int128.random(in: 0...999)
      let isNegative = Int.random(in: 0..<8) == 0
      var nanoseconds = whole * unit.seconds * 1_000_000_000
      text += (isNegative ? "-" : "") + "\(whole)"
      if place == chosen.count - 1, Bool.random() {
        let billionths = Int128.random(in: 0...999_999_999)
        let digits = String(repeating: "0", count: 9 - "\(billionths)".count) + "\(billionths)"
        text += [".", ","][Int.random(in: 0...1)] + digits
        nanoseconds += billionths * unit.seconds
      }
      text += Bool.random() ? unit.letter : unit.letter.lowercased()
      sum += isNegative ? -nanoseconds : nanoseconds
    }
    return (text, sum)
  }

  @Test func `random numbers of units add up`() throws {
    for _ in 0..<5_000 {
      let (text, expected) = Self.sample()
      var reader = DurationReader()
      let sum = try reader.components(in: Array(text.utf8).span)
      #expect(sum == expected, "\(text)")
      #expect(reader.place == text.utf8.count)
    }
  }

  @Test func `random dates and times add up`() throws {
    func padded(_ number: Int64, _ count: Int = 2) -> String {
      String(String("000\(number)".reversed()).prefix(count).reversed())
    }
    for _ in 0..<2_000 {
      let (days, hours) = (Int64.random(in: 0...30), Int64.random(in: 0...24))
      let (minutes, seconds) = (Int64.random(in: 0...60), Int64.random(in: 0...60))
      let (hyphen, colon) = Bool.random() ? ("-", ":") : ("", "")
      let date =
        Bool.random()
        ? "0000\(hyphen)00\(hyphen)\(padded(days))" : "0000\(hyphen)\(padded(days, 3))"
      let text = "\(date)T\(padded(hours))\(colon)\(padded(minutes))\(colon)\(padded(seconds))"
      let expected = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
      var reader = DurationReader()
      let sum = try reader.dateAndTime(in: Array(text.utf8).span)
      #expect(sum == Int128(expected) * 1_000_000_000, "\(text)")
    }
  }

  @Test func `random bytes never end it`() {
    let letters = Array("PTYMWDHS0123456789.,-+: ptymwdhs".utf8)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12)).map { _ in letters.randomElement() ?? 0 }
      let duration = [UInt8(ascii: "P")] + text
      _ = try? ISODuration(text.span)
      _ = try? ISODuration(duration.span)
    }
  }
}
