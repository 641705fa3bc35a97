import Foundation
import Posix
import Testing

struct TimestampTests {
  private func text(_ wallNanoseconds: Int64) -> String {
    var bytes: [UInt8] = []
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
      (4_107_542_399_999_999_999, "2100-02-28T23:59:59.999Z"),
      (-2_208_988_800_000_000_000, "1900-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func `a moment has its date`(nanoseconds: Int64, expected: String) {
    #expect(text(nanoseconds) == expected)
  }

  @Test func `every day of eight centuries agrees with the calendar`() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    for day in stride(from: -100_000, to: 100_000, by: 7) {
      let time = Timestamp(wallNanoseconds: Int64(day) * 86_400_000_000_000)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      #expect([time.year, time.month, time.day] == [parts.year, parts.month, parts.day])
    }
  }
}
