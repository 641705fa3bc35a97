import Testing

@testable import Statistics

struct TriangularFactorTests {
  /// Of rows in one block.
  private func factor(_ columns: [[Double]]) -> TriangularFactor {
    var block = RowBlock(width: columns.count)
    block.begin(rows: columns[0].count)
    for (place, numbers) in columns.enumerated() {
      block.fill(place, from: numbers, at: 0, count: numbers.count, times: 1)
    }
    var factor = TriangularFactor(width: columns.count)
    factor.absorb(&block)
    return factor
  }

  @Test func `the triangle has the products of the columns`() {
    let sample = SampleDesign(rows: 37, columns: 3, seed: 4)
    let triangle = factor(sample.columns)
    let weights = Array(repeating: 1.0, count: 37)
    let expected = products(sample.columns, sample.columns, weights)
    for one in 0..<4 {
      for other in 0..<4 {
        let sum = (0..<4).reduce(0) { $0 + triangle[$1, one] * triangle[$1, other] }
        #expect(abs(sum - expected[one][other]) < 1e-13)
        if one > other { #expect(triangle[one, other] == 0) }
      }
    }
  }

  @Test func `joined triangles stand for all rows`() {
    let sample = SampleDesign(rows: 60, columns: 2, seed: 8)
    let all = sample.columns + [sample.response]
    var joined = factor(all.map { Array($0[..<23]) })
    joined.absorb(factor(all.map { Array($0[23...]) }))
    let whole = factor(all)
    for (one, other) in zip(joined.cells, whole.cells) {
      #expect(abs(abs(one) - abs(other)) < 1e-13)
    }
    #expect(joined.squares(of: 3, from: 3) > 0)
  }

  @Test func `a solution leaves the least distance`() throws {
    // y = 2 + 3 x exactly, then a row that does not fit.
    let triangle = factor([[1, 1, 1, 0], [0, 1, 2, 0], [2, 5, 8, 7]])
    let solution = try #require(triangle.solution(rank: 2, response: 2))
    #expect(abs(solution[0] - 2) < 1e-14 && abs(solution[1] - 3) < 1e-14)
    #expect(abs(triangle.squares(of: 2, from: 2) - 49) < 1e-12)
    // (X'X)^-1 of the columns 1 1 1 and 0 1 2: 5/6 and 1/2.
    let diagonal = triangle.inverseDiagonal(rank: 2)
    #expect(abs(diagonal[0] - 5.0 / 6) < 1e-14 && abs(diagonal[1] - 0.5) < 1e-14)
    // Predictors of 1, 2, 3 and 0 have the length of the root of 14.
    #expect(abs(triangle.distance([2, 4], [1, 3]) - 14.0.squareRoot()) < 1e-13)
  }

  @Test func `a singular triangle has no solution`() {
    #expect(factor([[0, 0], [1, 2]]).solution(rank: 1, response: 1) == nil)
    #expect(factor([[1, .nan], [1, 2]]).solution(rank: 1, response: 1) == nil)
  }

  @Test func `only what depends on earlier columns is left out`() {
    let (a, b) = ([1.0, 1, 1, 1], [1.0, 2, 3, 4])
    let mixed = zip(a, b).map { 2 * $0 - 5 * $1 }
    #expect(factor([a, b, mixed, [0, 0, 0, 1]]).independentColumns(of: 4) == [0, 1, 3])
    #expect(factor([mixed, a, b, [1, 4, 9, 16]]).independentColumns(of: 3) == [0, 1])
    // What is almost dependent counts by the share of its length that is left.
    let near = [1, 1, 1, 1 + 1e-10]
    #expect(factor([a, near]).independentColumns(of: 2) == [0, 1])
    #expect(factor([a, near]).independentColumns(of: 2, tolerance: 1e-9) == [0])
  }

  @Test func `no rows have no independent columns`() {
    #expect(TriangularFactor(width: 3).independentColumns(of: 3).isEmpty)
  }
}
