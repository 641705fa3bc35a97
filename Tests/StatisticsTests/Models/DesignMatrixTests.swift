import Tables
import Testing

@testable import Statistics

struct DesignMatrixTests {
  @Test func `a factor brings the greatest number near one and changes no digit`() throws {
    let columns = [[3.0, -1000], [0, 0], [1e-308, .leastNonzeroMagnitude], [1e308, 1]]
    let design = try DesignMatrix(columns, rowCount: 2, on: .single)
    for (factor, column) in zip(design.factors, columns) {
      #expect(factor.significand == 1)
      let greatest = abs(column[0]) > abs(column[1]) ? abs(column[0]) : abs(column[1])
      if greatest > 1e-300 { #expect(greatest * factor >= 1 && greatest * factor < 0x1p30) }
    }
    #expect(design.factors[1] == 1)
  }

  @Test func `the first number that is none is found in any place`() throws {
    for row in [0, 1, 65_535, 65_536, 99_999] {
      for bad in [Double.nan, .infinity, -.infinity] {
        var numbers = Array(repeating: 2.0, count: 100_000)
        numbers[row] = bad
        numbers[99_999] = bad
        let found = try DesignMatrix.magnitude(of: numbers, on: .single)
        #expect(found.offender == row)
      }
    }
    let found = try DesignMatrix.magnitude(of: [1, -7, .greatestFiniteMagnitude], on: .single)
    #expect(found.offender == nil && found.greatest == .greatestFiniteMagnitude)
  }

  @Test func `segments cover all rows once`() throws {
    for count in [0, 1, 65_536, 65_537, 200_000] {
      let design = try DesignMatrix([], rowCount: count, on: .single)
      let rows = (0..<design.segments).flatMap { Array(design.rows(ofSegment: $0)) }
      #expect(rows == Array(0..<count))
    }
  }

  @Test func `a combination is the sum of the scaled columns`() throws {
    let design = try DesignMatrix(
      [[1, 1, 1, 1], [10, 20, 30, 40], [5, 6, 7, 8]], rowCount: 4, on: .single)
    let chosen = design.selecting([0, 1])
    var sums = [9.0, 9, 9]
    chosen.combine([2, 0.5], from: 2, count: 2, into: &sums)
    let factor = chosen.factors[1]
    #expect(sums == [2 + 30 * 0.5 * factor, 2 + 40 * 0.5 * factor, 9])
  }

  @Test func `columns of another length are refused`() {
    #expect(throws: ModelFailure.unequalLength(column: 1, rows: 3, responses: 2)) {
      try DesignMatrix([[1, 2], [1, 2, 3]], rowCount: 2, on: .single)
    }
  }
}
