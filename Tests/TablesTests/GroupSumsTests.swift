import Testing

@testable import Tables

struct GroupSumsTests {
  private func column(_ segments: [NumberSegment]) -> NumberColumn { NumberColumn(segments) }

  private func narrow(_ values: [Int32], scale: Int = 0) -> NumberSegment {
    let present = values.filter { $0 != NumberSegment.narrowNull }.map(Int64.init)
    let range = present.min().flatMap { least in present.max().map { least...$0 } }
    return NumberSegment(values: .narrow(values), scale: scale, range: range)
  }

  private func wide(_ values: [Int64], scale: Int = 0) -> NumberSegment {
    let present = values.filter { $0 != NumberSegment.wideNull }
    let range = present.min().flatMap { least in present.max().map { least...$0 } }
    return NumberSegment(values: .wide(values), scale: scale, range: range)
  }

  /// The sums of all rows, row `r` of each segment at place `r % 2 + 1`.
  private func sums(_ column: NumberColumn) -> GroupSums {
    var sums = GroupSums(
      column, rowCount: column.segments.reduce(0) { $0 + $1.count }, placeCount: 1)
    sums.grow(to: 3)
    for (number, segment) in column.segments.enumerated() {
      let rows = (0..<UInt32(segment.count)).map { $0 }
      sums.add(number, rows, rows.map { $0 % 2 + 1 })
    }
    return sums
  }

  @Test func `segments of several widths and scales are added at the finest scale`() {
    let found = sums(
      column([
        narrow([5, -3, NumberSegment.narrowNull]),
        wide([1 << 40, 7, NumberSegment.wideNull], scale: 1),
        narrow([25, 1], scale: 2),
      ]))
    #expect(found.count(at: 1) == 3 && found.count(at: 2) == 3)
    #expect(found.mean(at: 1) == (5 + Double(1 << 40) / 10 + 0.25) / 3)
    #expect(found.mean(at: 2) == (-300 + 70 + 1) / 300.0)
    #expect(found.total(from: 1).count == 6)
  }

  @Test func `sums beyond 64 bits are exact in narrow and wide segments`() {
    let huge = Int64.max / 10
    let found = sums(
      column([
        wide([huge, 1, huge, NumberSegment.wideNull, huge, 2, huge, 3, huge, 4, huge], scale: 1),
        narrow([1, -1, NumberSegment.narrowNull], scale: 0),
      ]))
    #expect(found.count(at: 1) == 7 && found.count(at: 2) == 5)
    #expect(found.mean(at: 1) == nearestDouble(Int128(huge) * 6 + 10, over: 70))
    #expect(found.mean(at: 2) == nearestDouble(Int128(10 - 10), over: 50))
    #expect(found.total(from: 1).mean == nearestDouble(Int128(huge) * 6 + 10, over: 120))
  }

  @Test func `a place without rows has no mean, and rows at place 0 count nowhere`() {
    var found = GroupSums(column([narrow([1, 2, 3])]), rowCount: 3, placeCount: 4)
    found.add(0, [0, 1, 2], [0, 2, 0])
    #expect(found.mean(at: 1) == nil && found.count(at: 3) == 0)
    #expect(
      found.mean(at: 2) == 2 && found.total(from: 1).count == 1 && found.total(from: 1).mean == 2)
  }

  @Test func `doubles whose sum would be infinite have a finite mean`() {
    let most = Double.greatestFiniteMagnitude
    let doubles: [Double] = [most, 1e308, most, 1e308, most, .nan, -most, -1e308]
    let found = sums(column([NumberSegment(values: .double(doubles))]))
    #expect(found.count(at: 1) == 4 && found.mean(at: 1) == most / 2)
    #expect(found.count(at: 2) == 3 && (found.mean(at: 2) ?? 0).ulpsAway(from: 1e308 / 3) <= 1)
    #expect(found.total(from: 1).count == 7 && found.total(from: 1).mean?.isFinite == true)
  }

  @Test func `the mean of equal doubles is that double, at any size`() {
    for value in [
      Double.greatestFiniteMagnitude, 0x1p900, 0x1p900.nextDown, 1e300, 1.1, 0.7,
      .leastNonzeroMagnitude, 0,
    ] {
      for count in [1, 2, 3, 7, 1000] {
        var (sum, mirrored) = (CompensatedSum(), CompensatedSum())
        for _ in 0..<count {
          sum.add(value)
          mirrored.add(-value)
        }
        #expect(sum.mean == value && mirrored.mean == -value)
        sum.add(mirrored)
        #expect(sum.count == 2 * count && sum.mean == 0)
      }
    }
    #expect(CompensatedSum().mean == nil)
  }

  @Test func `small terms outlast large ones that cancel`() {
    var sum = CompensatedSum()
    for value in [1e300, 1, 1e100, 1e-300, -1e300, -1e100] { sum.add(value) }
    #expect(sum.mean == 1.0 / 6)
  }

  @Test func `rows beyond the segment end the process before they are read`() async {
    await #expect(processExitsWith: .failure) {
      var sums = GroupSums(
        NumberColumn([NumberSegment(values: .narrow([]))]), rowCount: 1, placeCount: 2)
      sums.add(0, [0], [1])
    }
  }
}

extension Double {
  /// How many doubles lie between two, the second one counted.
  fileprivate func ulpsAway(from other: Double) -> Double {
    ((self - other) / other.ulp).magnitude
  }
}
