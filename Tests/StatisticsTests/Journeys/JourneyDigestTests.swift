import Testing

@testable import Statistics

struct JourneyDigestTests {
  private func digest(rows: Int, nanoseconds: Int128) -> JourneyDigest {
    JourneyDigest(
      rows: rows, passengers: 0, accidents: 0, delayNanoseconds: nanoseconds, busTypes: BusTypes())
  }

  @Test func `parts in any order make the whole`() {
    for _ in 0..<200 {
      let whole = JourneySample(.random(in: 0...40))
      var parts = [whole, whole, whole]
      let places = whole.journeys.map { _ in Int.random(in: 0..<3) }
      for part in parts.indices {
        parts[part].journeys = zip(places, whole.journeys).filter { $0.0 == part }.map(\.1)
      }
      var merged = JourneyDigest()
      for part in parts.shuffled() { merged.merge(part.digest) }
      #expect(merged == whole.digest)
      #expect(merged.busTypeCount == Set(whole.journeys.map { Array($0.busType.utf8) }).count)
    }
  }

  @Test func `no journeys have no mean`() {
    #expect(JourneyDigest().averageDelaySeconds == nil)
    #expect(JourneyDigest().rows == 0)
  }

  @Test(
    arguments: [
      (1, 500_000_000, 0.5), (3, 1_000_000_000, 1.0 / 3), (7, -22_000_000_000, -22.0 / 7),
      (1, 0, 0), (2, 1, 5e-10), (1_000_000, 123_456_789_000_000_000, 123.456789),
      // A sum of doubles would have lost the last nanosecond.
      (1, 9_007_199_254_740_993_000_000_001, 9_007_199_254_740_994),
      (1, 9_007_199_254_740_993_000_000_000, 9_007_199_254_740_992),
    ] as [(Int, Int128, Double)])
  func `the mean is the nearest double`(_ rows: Int, _ nanoseconds: Int128, _ mean: Double) {
    #expect(digest(rows: rows, nanoseconds: nanoseconds).averageDelaySeconds == mean)
  }

  @Test func `more types take more memory`() {
    #expect(JourneySample(100).digest.memoryBytes > JourneyDigest().memoryBytes)
  }
}
