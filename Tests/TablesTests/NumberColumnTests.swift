import Testing

@testable import Tables

struct NumberColumnTests {
  private func segment(_ values: [Int64], scale: Int) -> NumberSegment {
    let present = values.filter { $0 != NumberSegment.wideNull }
    let range = present.min().flatMap { least in present.max().map { least...$0 } }
    return NumberSegment(values: .wide(values), scale: scale, range: range)
  }

  @Test func `a column has the finest scale of its segments and its greatest magnitude there`() {
    let column = NumberColumn([
      segment([5, -70], scale: 0), segment([1, .min], scale: 3), .nulls(2),
    ])
    #expect(column.scale == 3 && column.magnitude == 70_000 && !column.isInexact)
    #expect(column.segments[0].scale == 0)
  }

  @Test func `mantissas without a common scale make all segments doubles`() {
    let column = NumberColumn([
      segment([.max, .min], scale: 0), segment([25], scale: 2), .nulls(1),
    ])
    #expect(column.isInexact && column.scale == 0 && column.magnitude == 0)
    #expect(column.segments.allSatisfy { $0.isInexact })
    #expect(column.segments.map { $0[0] } == [0x1p63, 0.25, nil])
    #expect(column.segments[0][1] == nil && column.segments.map(\.count) == [2, 1, 1])
  }

  @Test func `one segment of doubles makes all of them doubles`() {
    let doubles = NumberSegment(values: .double([1e300, .nan]))
    let column = NumberColumn([segment([1], scale: 1), doubles])
    #expect(column.isInexact && column.segments[0].values == .double([0.1]))
    #expect(column.segments[1][0] == 1e300 && column.segments[1][1] == nil)
  }

  @Test func `a column of no segments is empty`() {
    let column = NumberColumn([])
    #expect(column.segments.isEmpty && column.scale == 0 && !column.isInexact)
  }

  @Test func `powers of ten reach as far as 64 bits`() {
    #expect(powersOfTen.count == 19 && powersOfTen[0] == 1)
    #expect(zip(powersOfTen, powersOfTen.dropFirst()).allSatisfy { $0 * 10 == $1 })
    #expect(powersOfTen[18].multipliedReportingOverflow(by: 10).overflow)
  }
}
