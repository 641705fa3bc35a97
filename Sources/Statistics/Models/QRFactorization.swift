package import Tables

/// A design as *Q* *R*, with what is asked of it: the rank, the best coefficients for responses, the spread of these coefficients.
///
/// The rows are taken in blocks by Householder reflections, each lane of the caller takes segments of 65,536 rows, and the triangles of the segments
/// are joined in their order, so any number of lanes gives the same answer. Each column is scaled by a power of two; a column
/// that depends on those before it (less than 1e-11 of its length is left) is moved out and gets the coefficient 0.
///
/// - Source: see `TriangularFactor`.
package struct QRFactorization: Sendable {
  /// How many columns the design has.
  package let columnCount: Int
  /// The columns that do not depend on those before them, ascending.
  package let independentColumns: [Int]
  private let factors: [Double]
  /// Of the independent columns, scaled, and of the responses behind them.
  private var triangle: TriangularFactor

  /// Factorizes a design together with the responses that it shall explain.
  ///
  /// - Parameters:
  ///   - columns: one array per column of the design, one number per row; a constant is a column of ones. There may be none.
  ///   - responses: one array per response, one number per row.
  ///   - weights: one number per row, not negative, by which its squares count; `nil` where all count alike.
  ///   - rowCount: how many numbers each column, each response and the weights have.
  /// - Throws: `unequalLength`, `notFinite`, `responseNotFinite`, `responseTooLarge`, `cancelled`.
  /// - Complexity: O(*rows* x *width*^2) with the *width* of columns and responses together.
  package init(
    of columns: [[Double]], responses: [[Double]] = [], weights: [Double]? = nil, rowCount: Int,
    on lanes: Lanes = .single
  ) throws(ModelFailure) {
    let design = try DesignMatrix(columns, rowCount: rowCount, on: lanes)
    for (place, response) in (responses + (weights.map { [$0] } ?? [])).enumerated() {
      if response.count != rowCount {
        throw .unequalLength(
          column: columns.count + place, rows: response.count, responses: rowCount)
      }
      let offender = try DesignMatrix.magnitude(of: response, on: lanes).offender
      if let offender { throw .responseNotFinite(row: offender) }
    }
    let roots = weights.map { $0.map { max(0, $0).squareRoot() } }
    try self.init(of: design, responses: responses, roots: roots, on: lanes)
    for place in responses.indices where !squares(of: place).isFinite { throw .responseTooLarge }
  }

  /// Factorizes columns and responses that are known to be finite and of one length.
  ///
  /// - Parameter roots: the square roots of the weights.
  init(
    of design: DesignMatrix, responses: [[Double]] = [], roots: [Double]? = nil, on lanes: Lanes
  ) throws(ModelFailure) {
    let full = try Self.triangle(of: design, responses: responses, roots: roots, on: lanes)
    columnCount = design.columns.count
    factors = design.factors
    independentColumns = full.independentColumns(of: columnCount)
    triangle = TriangularFactor(width: independentColumns.count + responses.count)
    triangle.absorb(full, columns: independentColumns + Array(columnCount..<full.width))
  }

  /// How many columns do not depend on others.
  package var rank: Int { independentColumns.count }

  /// The coefficients that bring the columns closest to a response: one per column of the design, 0 for a dependent one.
  ///
  /// - Throws: `outOfRange` if one is too large for a double.
  package func coefficients(of response: Int = 0) throws(ModelFailure) -> [Double] {
    var answer = Array(repeating: 0.0, count: columnCount)
    let solution = triangle.solution(rank: rank, response: rank + response)
    for (place, column) in independentColumns.enumerated() {
      answer[column] = (solution?[place] ?? .infinity) * factors[column]
      guard answer[column].isFinite else { throw .outOfRange(column: column) }
    }
    return answer
  }

  /// What the columns leave of a response: the sum of the squares, with the weights.
  package func residualSquares(of response: Int = 0) -> Double {
    triangle.squares(of: rank + response, from: rank)
  }

  /// The sum of the squares of a response, with the weights.
  package func squares(of response: Int = 0) -> Double {
    triangle.squares(of: rank + response, from: 0)
  }

  /// The square roots of the diagonal of (*X*'*WX*)^-1: one per column of the design, 0 for a dependent one.
  ///
  /// Times the standard deviation of the residuals these are the standard errors of the coefficients.
  package func inverseLengths() -> [Double] {
    var answer = Array(repeating: 0.0, count: columnCount)
    for (column, square) in zip(independentColumns, triangle.inverseDiagonal(rank: rank)) {
      answer[column] = square.squareRoot() * factors[column]
    }
    return answer
  }

  private static func triangle(
    of design: DesignMatrix, responses: [[Double]], roots: [Double]?, on lanes: Lanes
  ) throws(ModelFailure) -> TriangularFactor {
    let width = design.columns.count + responses.count
    let parts: [TriangularFactor]
    do throws(Cancelled) {
      parts = try lanes.map(design.segments) { segment throws(Cancelled) in
        try lanes.check()
        return segmentTriangle(
          of: design, responses: responses, roots: roots, rows: design.rows(ofSegment: segment))
      }
    } catch {
      throw .cancelled
    }
    var whole = TriangularFactor(width: width)
    for part in parts { whole.absorb(part) }
    return whole
  }

  private static func segmentTriangle(
    of design: DesignMatrix, responses: [[Double]], roots: [Double]?, rows: Range<Int>
  ) -> TriangularFactor {
    let columns = design.columns + responses
    let factors = design.factors + responses.map { _ in 1 }
    var triangle = TriangularFactor(width: columns.count)
    var block = RowBlock(width: columns.count)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowBlock.capacity) {
      let count = min(RowBlock.capacity, rows.upperBound - start)
      block.begin(rows: count)
      let weights = roots.map { Array($0[start..<start + count]) }
      for (place, numbers) in columns.enumerated() {
        if let weights {
          block.fill(
            place, from: numbers, at: start, count: count, times: factors[place], weights: weights)
        } else {
          block.fill(place, from: numbers, at: start, count: count, times: factors[place])
        }
      }
      triangle.absorb(&block)
    }
    return triangle
  }
}
