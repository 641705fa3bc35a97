/// A few hundred rows of a design in the order in which a factorization takes them: column after column, eight rows to a vector.
struct RowBlock {
  /// How many rows a block holds at most. Some twenty columns of them stay in the cache next to the processor.
  static let capacity = 512
  static let vectorsPerColumn = capacity / 8

  let width: Int
  /// How many vectors of each column are filled; rows that there are not are zeros.
  private(set) var vectorCount = 0
  var cells: [SIMD8<Double>]

  init(width: Int) {
    self.width = width
    cells = Array(repeating: .zero, count: width * Self.vectorsPerColumn)
  }

  /// Begins a block of so many rows; each column must be filled anew.
  mutating func begin(rows: Int) {
    vectorCount = (rows + 7) / 8
  }

  /// Takes the numbers of a column from row `start` on, times a factor.
  @inline(__always)
  mutating func fill(
    _ column: Int, from numbers: [Double], at start: Int, count: Int, times: Double
  ) {
    let first = column * Self.vectorsPerColumn
    for vector in 0..<vectorCount {
      cells[first + vector] = numbers.eight(at: start + vector * 8, before: start + count) * times
    }
  }

  /// The same, each row also times its weight; the weights begin with the first row of the block.
  @inline(__always)
  mutating func fill(
    _ column: Int, from numbers: [Double], at start: Int, count: Int, times: Double,
    weights: [Double]
  ) {
    let first = column * Self.vectorsPerColumn
    for vector in 0..<vectorCount {
      cells[first + vector] =
        numbers.eight(at: start + vector * 8, before: start + count)
        * weights.eight(at: vector * 8, before: count) * times
    }
  }
}

extension [Double] {
  /// Eight numbers from `place` on; those at `end` and behind it are zeros.
  @inline(__always)
  fileprivate func eight(at place: Int, before end: Int) -> SIMD8<Double> {
    if place + 8 <= end {
      return SIMD8(
        self[place], self[place + 1], self[place + 2], self[place + 3], self[place + 4],
        self[place + 5], self[place + 6], self[place + 7])
    }
    var numbers = SIMD8<Double>.zero
    for lane in 0..<Swift.max(0, end - place) { numbers[lane] = self[place + lane] }
    return numbers
  }
}
