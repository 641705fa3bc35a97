/// The triangle *R* of a QR factorization, to which rows may be added block by block.
///
/// Householder reflections turn the rows that come into zeros, so nothing of the rows is kept but *R*: as many numbers as the columns squared.
/// *Q* is never formed: a response that rides along as a last column comes out as *Q*'*y*. Unlike with sums of products (the normal
/// equations), the condition of the design is not squared.
///
/// - Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition (2013), 5.1 and 6.5.3; J. Demmel et al., Communication-optimal
///   Parallel and Sequential QR and LU Factorizations, SIAM J. Sci. Comput. 34 (2012), A206-A239.
struct TriangularFactor: Equatable, Sendable {
  let width: Int
  /// Column after column, `width` numbers each; those below the diagonal are zeros.
  private(set) var cells: [Double]

  init(width: Int) {
    self.width = width
    cells = Array(repeating: 0, count: width * width)
  }

  subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { cells[column * width + row] }
    @inline(__always) set { cells[column * width + row] = newValue }
  }

  /// Adds the rows of a block, whose cells are used up by it.
  ///
  /// - Complexity: O(*rows* x *width*^2).
  mutating func absorb(_ block: inout RowBlock) {
    let vectors = block.vectorCount
    for column in 0..<width {
      let own = column * RowBlock.vectorsPerColumn
      var squares = SIMD8<Double>.zero
      for vector in 0..<vectors {
        let cell = block.cells[own + vector]
        squares += cell * cell
      }
      let below = squares.sum()
      // Not `below > 0`: a NaN must come through.
      if below == 0 { continue }
      let top = self[column, column]
      let norm = (top * top + below).squareRoot()
      // The sign that adds magnitudes, so that nothing cancels.
      let diagonal = top > 0 ? -norm : norm
      let head = top - diagonal
      let strength = -head / diagonal
      self[column, column] = diagonal
      for other in column + 1..<max(width, column + 1) {
        reflect(other, of: &block, along: own, row: column, head: head, strength: strength)
      }
    }
  }

  @inline(__always)
  private mutating func reflect(
    _ other: Int, of block: inout RowBlock, along own: Int, row: Int, head: Double, strength: Double
  ) {
    let place = other * RowBlock.vectorsPerColumn
    var products = SIMD8<Double>.zero
    for vector in 0..<block.vectorCount {
      products += block.cells[own + vector] * block.cells[place + vector]
    }
    let moved = strength * (self[row, other] + products.sum() / head)
    self[row, other] -= moved
    let share = moved / head
    for vector in 0..<block.vectorCount {
      block.cells[place + vector] -= block.cells[own + vector] * share
    }
  }

  /// Adds the rows that another factor stands for.
  mutating func absorb(_ other: TriangularFactor) {
    absorb(other, columns: Array(0..<width))
  }

  /// Adds rows of another factor, of which it takes these columns in this order.
  mutating func absorb(_ other: TriangularFactor, columns: [Int]) {
    var block = RowBlock(width: width)
    for start in stride(from: 0, to: other.width, by: RowBlock.capacity) {
      let count = min(RowBlock.capacity, other.width - start)
      block.begin(rows: count)
      for (place, column) in columns.enumerated() {
        block.fill(
          place, from: other.cells, at: column * other.width + start, count: count, times: 1)
      }
      absorb(&block)
    }
  }

  /// What to multiply the first `rank` columns with so that they come closest to a later one: *R* solved from below.
  ///
  /// - Returns: `nil` if the triangle is singular or holds what is no number.
  func solution(rank: Int, response: Int) -> [Double]? {
    var answer = Array(repeating: 0.0, count: rank)
    for row in (0..<rank).reversed() {
      var rest = self[row, response]
      for column in row + 1..<max(rank, row + 1) { rest -= self[row, column] * answer[column] }
      answer[row] = rest / self[row, row]
      guard answer[row].isFinite else { return nil }
    }
    return answer
  }

  /// The diagonal of (*X*'*X*)^-1 for the first `rank` columns: the squared lengths of the rows of *R*^-1.
  ///
  /// - Complexity: O(*rank*^3).
  func inverseDiagonal(rank: Int) -> [Double] {
    var diagonal = Array(repeating: 0.0, count: rank)
    var inverse = Array(repeating: 0.0, count: rank)
    for column in 0..<rank {
      inverse[column] = 1 / self[column, column]
      diagonal[column] += inverse[column] * inverse[column]
      for row in (0..<column).reversed() {
        var sum = 0.0
        for middle in row + 1...column { sum += self[row, middle] * inverse[middle] }
        inverse[row] = -sum / self[row, row]
        diagonal[row] += inverse[row] * inverse[row]
      }
    }
    return diagonal
  }

  /// The squared length of a column from the row `rank` on: what the first `rank` columns leave of it.
  func squares(of column: Int, from rank: Int) -> Double {
    var sum = 0.0
    for row in rank..<max(rank, column + 1) { sum += self[row, column] * self[row, column] }
    return sum
  }

  /// The length of the difference that *R* makes of two sets of coefficients.
  func distance(_ one: [Double], _ other: [Double]) -> Double {
    var squares = 0.0
    for row in one.indices {
      var sum = 0.0
      for column in row..<one.count { sum += self[row, column] * (one[column] - other[column]) }
      squares += sum * sum
    }
    return squares.squareRoot()
  }

  /// The first columns that do not depend on those before them, in their order.
  ///
  /// Only as many columns change places as must: a column of which those before it leave less than `tolerance` of its length moves
  /// behind all others. Pivoting by length alone would keep whichever of two dependent columns is longer, and a design
  /// could lose its constant to a predictor.
  ///
  /// - Parameter count: how many columns to look at; those behind them ride along.
  /// - Source: LINPACK's DQRDC with the limited pivoting of R (`dqrdc2`); R's `glm.fit` has the same tolerance of 1e-11.
  func independentColumns(of count: Int, tolerance: Double = 1e-11) -> [Int] {
    var rest = self
    var independent: [Int] = []
    for column in 0..<count {
      let row = independent.count
      let length = squares(of: column, from: 0).squareRoot()
      let left = rest.squares(of: column, from: row).squareRoot()
      guard left > tolerance * length else { continue }
      rest.clear(column, below: row, length: left, before: count)
      independent.append(column)
    }
    return independent
  }

  /// Reflects the rows from `row` on so that the column has zeros below it, and does the same to the columns behind it.
  private mutating func clear(_ column: Int, below row: Int, length: Double, before count: Int) {
    let diagonal = self[row, column] > 0 ? -length : length
    let head = self[row, column] - diagonal
    let strength = -head / diagonal
    for other in column + 1..<max(count, column + 1) {
      var product = self[row, other]
      for lower in row + 1..<width { product += self[lower, column] * self[lower, other] / head }
      let moved = strength * product
      self[row, other] -= moved
      for lower in row + 1..<width { self[lower, other] -= self[lower, column] * moved / head }
    }
  }
}
