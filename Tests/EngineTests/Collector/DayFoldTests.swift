import Statistics
import Testing

@testable import Engine

struct DayFoldTests {
  private let day = CollectorPlace.day

  private func digest(_ busType: String) throws -> JourneyDigest {
    var reader = JourneyReader()
    try reader.append(
      Array(
        "departure-time,bus-type,passengers,delay,accident\n2024-05-01T08:00:00Z,\(busType),3,PT1S,false\n"
          .utf8))
    return try reader.finish()
  }

  @Test func `journeys of a country and day are summed up`() throws {
    var fold = DayFold(limitBytes: 1 << 20)
    for country in [0, 1, 1] { try fold.add(digest("B"), ofCountry: country, on: day) }
    let sums = fold.sums(of: day)
    #expect(sums[0]?.rows == 1 && sums[1]?.rows == 2 && sums.count == 2)
    #expect(fold.memoryBytes == sums.values.reduce(0) { $0 + $1.memoryBytes })
  }

  @Test func `a day that was dropped stays away, and takes no memory`() throws {
    var fold = DayFold(limitBytes: 1 << 20)
    try fold.add(digest("B"), ofCountry: 0, on: day)
    fold.drop(day)
    try fold.add(digest("B"), ofCountry: 0, on: day)
    #expect(fold.sums(of: day).isEmpty && fold.memoryBytes == 0 && fold.unstable == [day])
  }

  @Test func `types of buses beyond the limit are refused, and the same ones again are not`() throws
  {
    let first = try digest("B")
    var fold = DayFold(limitBytes: first.memoryBytes)
    for _ in 0..<100 { try fold.add(first, ofCountry: 0, on: day) }
    let second = try digest("C")
    #expect(throws: CollectorFailure.manyBusTypes(limitBytes: first.memoryBytes)) {
      try fold.add(second, ofCountry: 0, on: day)
    }
  }
}
