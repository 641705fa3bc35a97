internal import Tables

/// The columns that explain a response, with a power of two for each that brings its largest number near 1.
///
/// The factors change no digit; they keep squares of very large and very small numbers within the doubles.
struct DesignMatrix: Sendable {
  let rowCount: Int
  /// One array per column, one number per row: column-major.
  let columns: [[Double]]
  /// Per column: what to multiply its numbers with.
  let factors: [Double]

  /// How many rows a piece of work has, and how often a long computation asks whether it is still wanted.
  static let segmentLength = 1 << 16

  /// - Throws: `unequalLength`, `notFinite`, `cancelled`.
  /// - Complexity: O(*rows* x *columns*).
  init(_ columns: [[Double]], rowCount: Int, on lanes: Lanes) throws(ModelFailure) {
    self.rowCount = rowCount
    self.columns = columns
    for (column, numbers) in columns.enumerated() where numbers.count != rowCount {
      throw .unequalLength(column: column, rows: numbers.count, responses: rowCount)
    }
    var factors: [Double] = []
    for (column, numbers) in columns.enumerated() {
      let magnitude = try Self.magnitude(of: numbers, on: lanes)
      if let row = magnitude.offender { throw .notFinite(column: column, row: row) }
      factors.append(Self.factor(for: magnitude.greatest))
    }
    self.factors = factors
  }

  private init(rowCount: Int, columns: [[Double]], factors: [Double]) {
    self.rowCount = rowCount
    self.columns = columns
    self.factors = factors
  }

  /// The same rows with these columns alone.
  func selecting(_ places: [Int]) -> DesignMatrix {
    DesignMatrix(
      rowCount: rowCount, columns: places.map { columns[$0] }, factors: places.map { factors[$0] })
  }

  /// The rows in pieces of equal length; the last may be shorter.
  var segments: Int { (rowCount + Self.segmentLength - 1) / Self.segmentLength }

  func rows(ofSegment segment: Int) -> Range<Int> {
    let start = segment * Self.segmentLength
    return start..<min(start + Self.segmentLength, rowCount)
  }

  /// Writes the sum of the scaled columns, each times its weight, for the rows from `start` on.
  ///
  /// - Parameter sums: as many rows as are wanted; they are overwritten.
  @inline(__always)
  func combine(_ weights: [Double], from start: Int, count: Int, into sums: inout [Double]) {
    for row in 0..<count { sums[row] = 0 }
    for (column, weight) in weights.enumerated() {
      let numbers = columns[column]
      let scaled = weight * factors[column]
      for row in 0..<count { sums[row] += scaled * numbers[start + row] }
    }
  }

  /// The greatest absolute value, and the first row whose number is infinite or NaN.
  static func magnitude(
    of numbers: [Double], on lanes: Lanes
  ) throws(ModelFailure) -> (greatest: Double, offender: Int?) {
    var greatest = 0.0
    for start in stride(from: 0, to: numbers.count, by: segmentLength) {
      if lanes.isCancelled { throw .cancelled }
      let end = min(start + segmentLength, numbers.count)
      var zero = 0.0
      for row in start..<end {
        let magnitude = abs(numbers[row])
        greatest = magnitude > greatest ? magnitude : greatest
        zero += numbers[row] * 0
      }
      // Zero times an infinity or NaN is NaN, and so is every sum with it.
      if zero != 0 { return (greatest, (start..<end).first { !numbers[$0].isFinite }) }
    }
    return (greatest, nil)
  }

  /// The power of two that brings a number near 1.
  static func factor(for greatest: Double) -> Double {
    guard greatest > 0 else { return 1 }
    let exponent = max(-1000, min(Int(greatest.exponent), 1000))
    return Double(sign: .plus, exponent: -exponent, significand: 1)
  }
}
