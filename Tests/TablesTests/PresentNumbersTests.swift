import Testing

@testable import Tables

struct PresentNumbersTests {
  private let column = NumberColumn([
    NumberSegment(values: .narrow([5, .min, -7]), scale: 1, range: -7...5),
    .nulls(2),
    NumberSegment(values: .wide([.min, 123]), scale: 2, range: 123...123),
  ])

  @Test func `mantissas come at the scale of the column`() {
    let present = PresentNumbers(of: column)
    #expect(present.mantissas(at: [0, 1, 2, 3, 4, 5, 6]) == [50, -70, 123])
    #expect(present.mantissas(at: [2, 6]) == [-70, 123] && present.mantissas(at: []).isEmpty)
    #expect(present.nearestDoubles(at: [0, 2, 6]) == [0.5, -0.7, 1.23])
    #expect(present.multiples(at: [0, 2, 6]) == [50, -70, 123])
    #expect(present.nearestDoubles(at: [1, 3, 5]).allSatisfy { $0.isNaN })
    #expect(present.doubles(at: [0, 1, 6]) == [0.5, 1.23])
  }

  @Test func `selected rows of a segment leave their nulls out`() throws {
    let table = try CSVLoader.load(Array("v\n5\n\n-7\n\"\"\n1\n".utf8), CSVOptions()).table
    let selection = Selection(all: table)
    let numbers = try #require(table.column("v")?.numbers)
    #expect(PresentNumbers(of: numbers).mantissas(of: 0, in: selection) == [5, -7, 1])
    let doubles = NumberColumn([NumberSegment(values: .double([1e300, .nan, 2, .nan]))])
    let four = try CSVLoader.load(Array("v\n1\n2\n3\n4\n".utf8), CSVOptions()).table
    #expect(PresentNumbers(of: doubles).doubles(of: 0, in: Selection(all: four)) == [1e300, 2])
  }

  @Test func `the range of a column is that of all segments`() {
    #expect(column.range == -70...123)
    #expect(NumberColumn([.nulls(3)]).range == nil && NumberColumn([]).range == nil)
    #expect(NumberColumn([NumberSegment(values: .double([1]))]).range == nil)
  }

  @Test func `row numbers are cut at the ends of segments`() {
    var parts: [String] = []
    column.forEachSegment(of: [9, 0, 2, 5, 6][1...]) { segment, rows, first in
      parts.append("\(segment):\(Array(rows)) from \(first)")
    }
    #expect(parts == ["0:[0, 2] from 0", "2:[5, 6] from 5"])
  }
}
