import Tables
import Testing

@testable import Statistics

struct QRFactorizationTests {
  @Test(arguments: [5, 8, 511, 512, 513, 2000, 70_000])
  func `coefficients and their spread are those of the normal equations`(rows: Int) throws {
    let sample = SampleDesign(rows: rows, columns: 3, seed: rows)
    var random = Seeded(rows + 1)
    let weights = (0..<rows).map { _ in Double.random(in: 0.5...2, using: &random) }
    let design = try QRFactorization(
      of: sample.columns, responses: [sample.response], weights: weights, rowCount: rows)
    let squares = products(sample.columns, sample.columns, weights)
    let side = products(sample.columns, [sample.response], weights).map { $0[0] }
    let expected = eliminated(squares, side)
    for (answer, expected) in zip(try design.coefficients(), expected) {
      #expect(abs(answer - expected) < 1e-9)
    }
    for (place, length) in design.inverseLengths().enumerated() {
      let unit = (0..<4).map { $0 == place ? 1.0 : 0 }
      let expected = eliminated(squares, unit)[place].squareRoot()
      #expect(abs(length - expected) < 1e-9 * expected)
    }
    let residuals = (0..<rows).map { row in
      sample.response[row] - (0..<4).reduce(0) { $0 + expected[$1] * sample.columns[$1][row] }
    }
    let left = products([residuals], [residuals], weights)[0][0]
    #expect(abs(design.residualSquares() - left) < 1e-9 * left)
    let whole = products([sample.response], [sample.response], weights)[0][0]
    #expect(abs(design.squares() - whole) < 1e-9 * whole)
  }

  @Test func `a column that depends on those before it is left out`() throws {
    let sample = SampleDesign(rows: 100, columns: 2, seed: 1)
    let (one, a, b) = (sample.columns[0], sample.columns[1], sample.columns[2])
    let sum = zip(a, b).map { 3 * $0 - $1 / 7 + 0.1 }
    let zero = Array(repeating: 0.0, count: 100)
    let design = try QRFactorization(
      of: [zero, one, a, one.map { $0 * 1e6 }, b, sum, a], responses: [sample.response],
      rowCount: 100)
    #expect(design.independentColumns == [1, 2, 4])
    #expect(design.rank == 3 && design.columnCount == 7)
    let plain = try QRFactorization(
      of: [one, a, b], responses: [sample.response], rowCount: 100)
    let coefficients = try design.coefficients()
    let expected = try plain.coefficients()
    for column in [0, 3, 5, 6] { #expect(coefficients[column] == 0) }
    for (place, column) in [1, 2, 4].enumerated() {
      #expect(abs(coefficients[column] - expected[place]) < 1e-12)
    }
    #expect(design.inverseLengths()[5] == 0)
  }

  @Test func `a long column is kept no more readily than a short one`() throws {
    let numbers = (0..<50).map { 1e9 + Double($0) }
    let ones = Array(repeating: 1.0, count: 50)
    let tiny = (0..<50).map { $0 % 2 == 0 ? 1e-200 : 0 }
    let design = try QRFactorization(
      of: [ones, numbers, tiny, numbers.map { 4 * $0 + 1 }], rowCount: 50)
    #expect(design.independentColumns == [0, 1, 2])
  }

  @Test func `there are no more independent columns than rows`() throws {
    let sample = SampleDesign(rows: 3, columns: 6, seed: 5)
    let design = try QRFactorization(
      of: sample.columns, responses: [sample.response], rowCount: 3)
    #expect(design.independentColumns == [0, 1, 2])
    #expect(design.residualSquares() < 1e-25)
    #expect(try QRFactorization(of: [[], []], rowCount: 0).rank == 0)
    #expect(try QRFactorization(of: [], responses: [[3, 4]], rowCount: 2).residualSquares() == 25)
  }

  @Test func `any number of lanes gives the same answer`() throws {
    let sample = SampleDesign(rows: 200_000, columns: 2, seed: 9)
    let answers = try [Lanes.single, .backwards].map { lanes in
      let design = try QRFactorization(
        of: sample.columns, responses: [sample.response], rowCount: 200_000, on: lanes)
      return try design.coefficients() + design.inverseLengths()
    }
    #expect(answers[0] == answers[1])
  }

  @Test func `what is no design is told with its place`() {
    #expect(throws: ModelFailure.unequalLength(column: 1, rows: 1, responses: 2)) {
      try QRFactorization(of: [[1, 2], [1]], rowCount: 2)
    }
    #expect(throws: ModelFailure.unequalLength(column: 2, rows: 3, responses: 2)) {
      try QRFactorization(of: [[1, 2], [1, 5]], responses: [[1, 2, 3]], rowCount: 2)
    }
    #expect(throws: ModelFailure.notFinite(column: 1, row: 2)) {
      try QRFactorization(of: [[1, 2, 3], [1, 5, -.infinity]], rowCount: 3)
    }
    #expect(throws: ModelFailure.responseNotFinite(row: 0)) {
      try QRFactorization(of: [[1, 2]], responses: [[.nan, 2]], rowCount: 2)
    }
    #expect(throws: ModelFailure.responseTooLarge) {
      try QRFactorization(of: [[1, 2]], responses: [[1e200, 2]], rowCount: 2)
    }
  }

  @Test func `a coefficient beyond the doubles is no answer`() throws {
    let design = try QRFactorization(
      of: [[1e-300, 3e-300]], responses: [[1e100, 1]], rowCount: 2)
    #expect(throws: ModelFailure.outOfRange(column: 0)) { try design.coefficients() }
  }

  @Test func `a factorization ends when it is cancelled`() {
    let sample = SampleDesign(rows: 200_000, columns: 1, seed: 2)
    for questions in 0..<9 {
      #expect(throws: ModelFailure.cancelled, "\(questions)") {
        try QRFactorization(
          of: sample.columns, rowCount: 200_000, on: .cancelled(after: questions))
      }
    }
  }
}
