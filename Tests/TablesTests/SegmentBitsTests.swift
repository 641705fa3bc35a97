import Testing

@testable import Tables

struct SegmentBitsTests {
  private func rows(_ bits: SegmentBits) -> [Int] {
    (0..<bits.rowCount).filter { bits.words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
  }

  private func bits(_ rows: Set<Int>, of count: Int) -> SegmentBits {
    var bits = SegmentBits(none: count)
    for row in rows { bits.insert(row) }
    return bits
  }

  @Test func `bits are a set of rows`() {
    var random = Seeded(1)
    for _ in 0..<200 {
      let count = Int.random(in: 0...300, using: &random)
      let one = Set((0..<count).filter { _ in Bool.random(using: &random) })
      let other = Set((0..<count).filter { _ in Bool.random(using: &random) })
      #expect(rows(SegmentBits(all: count)) == Array(0..<count))
      #expect(rows(SegmentBits(none: count)).isEmpty && SegmentBits(none: count).isEmpty)
      var both = bits(one, of: count)
      #expect(both.count == one.count && both.isEmpty == one.isEmpty)
      both.formIntersection(bits(other, of: count))
      #expect(rows(both) == one.intersection(other).sorted())
      var either = bits(one, of: count)
      either.formUnion(bits(other, of: count))
      #expect(rows(either) == one.union(other).sorted())
      var left = bits(one, of: count)
      left.subtract(bits(other, of: count))
      #expect(rows(left) == one.subtracting(other).sorted())
      var complement = SegmentBits(all: count)
      complement.subtract(bits(one, of: count))
      #expect(
        complement.words.last.map { $0.leadingZeroBitCount >= (64 - count % 64) % 64 } ?? true)
    }
  }

  @Test func `rows are kept by their values and by their numbers`() {
    var random = Seeded(2)
    for _ in 0..<100 {
      let count = [0, 1, 63, 64, 65, 2047, 2048, 2049, 5000].randomElement(using: &random) ?? 1
      let values = (0..<count).map { _ in Int32.random(in: 0...5, using: &random) }
      let before = Set((0..<count).filter { _ in Bool.random(using: &random) })
      var byValue = bits(before, of: count)
      byValue.keep(values) { $0 < 3 }
      #expect(rows(byValue) == before.filter { values[$0] < 3 }.sorted())
      var byNumber = bits(before, of: count)
      var asked: [Int] = []
      byNumber.keepRows { row in
        asked.append(row)
        return values[row] < 3
      }
      #expect(byNumber == byValue && asked == before.sorted())
    }
  }

  @Test func `few rows are sparse`() {
    #expect(bits([5], of: 100).isSparse && !bits(Set(0..<13), of: 100).isSparse)
  }

  @Test func `rows with a value are kept in every kind of column`() throws {
    for seed in 0..<10 {
      let sample = try QuerySample(seed)
      for name in QuerySample.names {
        let column = try #require(sample.table.column(name))
        var selection = Selection(all: sample.table)
        selection.keepPresent(column)
        let present = sample.cells[name]?.indices.filter { sample.cells[name]?[$0] != "" }
        #expect(selection.all == present)
      }
    }
  }
}
