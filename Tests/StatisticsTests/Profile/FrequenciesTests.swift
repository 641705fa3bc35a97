import Tables
import Testing

@testable import Statistics

struct FrequenciesTests {
  @Test func `values are counted in every form`() throws {
    for seed in 0..<60 {
      var random = Seeded(seed)
      let mantissas = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        Int64.random(in: -6...30, using: &random)
      }
      let plain = mantissas.reduce(into: [Int64: Int]()) { $0[$1, default: 0] += 1 }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      for distribution in Distribution.forms(of: mantissas, scale: 1) {
        let found = try #require(try Frequencies(of: distribution, top: 4))
        #expect(found.distinctCount == plain.count)
        #expect(found.zeroCount == mantissas.count { $0 == 0 })
        #expect(found.top.map(\.value) == plain.prefix(4).map { .mantissa($0.key) })
        #expect(found.top.map(\.count) == plain.prefix(4).map(\.value))
      }
      let doubles = mantissas.map { $0 == 0 ? -0.0 : Double($0) }
      let found = try #require(try Frequencies(of: .doubles(doubles), top: 4))
      #expect(found.distinctCount == plain.count && found.zeroCount == doubles.count { $0 == 0 })
      #expect(found.top.map(\.value) == plain.prefix(4).map { .double(Double($0.key)) })
    }
  }

  @Test func `of equally frequent values those that precede stay`() {
    var most = MostFrequent<Int>(2) { $0 < $1 }
    for (value, count) in [(5, 1), (3, 1), (9, 1), (1, 1), (7, 2)] {
      most.offer(value, count: count)
    }
    #expect(most.values.map(\.value) == [7, 1] && most.values.map(\.count) == [2, 1])
    var none = MostFrequent<Int>(0) { $0 < $1 }
    none.offer(1, count: 1)
    #expect(none.values.isEmpty)
  }
}
