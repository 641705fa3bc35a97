import Testing

@testable import Tables

struct RunSortTests {
  private struct Item: Equatable {
    let key: Int
    let place: Int
  }

  private func items(_ count: Int, keys: Int, _ random: inout Seeded) -> [Item] {
    (0..<count).map { Item(key: Int.random(in: 0..<keys, using: &random), place: $0) }
  }

  /// Equal ones in the order in which they stood.
  private func expected(_ items: some Sequence<Item>) -> [Item] {
    items.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
  }

  @Test(arguments: [0, 1, 2, 1000, 65_536, 65_537, 131_072, 200_003, 327_681])
  func `any number of elements is put in order, equal ones as they stood`(_ count: Int) throws {
    var random = Seeded(count + 1)
    for keys in [1, 40, 1 << 40] {
      var sorted = items(count, keys: keys, &random)
      let wanted = expected(sorted)
      try sorted.sort(on: .single) { $0.key < $1.key }
      #expect(sorted == wanted)
    }
  }

  @Test func `elements beside the range stay where they are`() throws {
    var random = Seeded(5)
    for range in [10..<10, 3..<100, 7..<65_543, 100..<150_000, 1..<199_999] {
      let before = items(200_000, keys: 1000, &random)
      var sorted = before
      try sorted.sort(range, on: .single) { $0.key < $1.key }
      #expect(sorted[..<range.lowerBound] == before[..<range.lowerBound])
      #expect(sorted[range.upperBound...] == before[range.upperBound...])
      #expect(Array(sorted[range]) == expected(before[range]))
    }
  }

  @Test func `what is in order or turned round is sorted as well`() throws {
    for elements in [Array(0..<150_000), Array((0..<150_000).reversed())] {
      var sorted = elements
      try sorted.sort(on: .single, by: <)
      #expect(sorted == Array(0..<150_000))
    }
  }

  @Test(arguments: [0, 10, 400_000, 1_500_000])
  func `a sort that nobody wants ends within a run`(_ comparisonsBefore: Int) {
    var random = Seeded(9)
    let progress = Progress()
    var numbers = (0..<300_000).map { _ in Int.random(in: 0..<1 << 40, using: &random) }
    var comparisons = 0
    #expect(throws: Cancelled()) {
      if comparisonsBefore == 0 { progress.cancel() }
      try numbers.sort(on: Lanes.single.stopping(with: progress)) { left, right in
        comparisons += 1
        if comparisons == comparisonsBefore { progress.cancel() }
        return left < right
      }
    }
    // Sorting a run takes fewer.
    #expect(comparisons <= comparisonsBefore + 65_536 * 24)
    #expect(numbers.count == 300_000)
  }
}
