import Testing

@testable import Statistics

struct DepartureTimeTests {
  private func isTime(_ text: String) -> Bool {
    DepartureTime.isTime(Array(text.utf8).span)
  }

  @Test(arguments: [
    "2024-05-01T08:30:00Z", "2024-05-01t08:30:00z", "2024-05-01 08:30:00", "2024-05-01T08:30",
    "2024-05-01T08:30Z", "2024-02-29T23:59:59.999999999+02:00", "2024-05-01T08:30:00,5-0330",
    "2024-05-01T08:30:00+02", "2016-12-31T23:59:60Z", "0000-01-01T00:00:00-00:00",
    "2024-05-01T08:30+23:59",
  ])
  func `a day with a time of day is one`(_ text: String) {
    #expect(isTime(text))
  }

  @Test(arguments: [
    "", "2024-05-01", "2024-05-01T", "2024-05-01T8:30", "2024-05-01T08:30:", "2024-05-01T08:30:0",
    "2024-05-01T08:30:00.", "2024-05-01T08:30:00.Z", "2023-02-29T08:30:00Z", "2024-13-01T08:30:00Z",
    "2024-00-01T08:30", "2024-05-32T08:30", "2024-05-00T08:30", "2024-05-01T24:00:00",
    "2024-05-01T08:60", "2024-05-01T08:30:61", "2024-05-01T08:30Zz", "2024-05-01T08:30+2",
    "2024-05-01T08:30+24:00", "2024-05-01T08:30+02:60", "2024-05-01T08:30+02-00",
    "2024-05-01T08:30+02:000", "2024-05-01X08:30", "2024/05/01T08:30", "20240501T083000",
    "2024-05-01T08:30:00 Z", " 2024-05-01T08:30:00Z", "yesterday at noon", "2024-05-01T08:30:00Z,",
  ])
  func `anything else is none`(_ text: String) {
    #expect(!isTime(text))
  }

  @Test func `random bytes never end it`() {
    let letters = Array("0123456789-:TZ+., ".utf8)
    for _ in 0..<20_000 {
      let tail = (0..<Int.random(in: 0...12)).map { _ in letters.randomElement() ?? 0 }
      let text = Array("2024-05-01T08:30".utf8).prefix(.random(in: 0...16)) + tail
      _ = DepartureTime.isTime(text.span)
    }
  }
}
