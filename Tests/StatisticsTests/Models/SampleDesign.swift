@testable import Statistics
@testable import Tables

/// Random designs for the tests of models.
struct SampleDesign {
  var columns: [[Double]]
  var response: [Double]

  /// A constant, then columns of noise; the response hangs on them with noise of its own.
  init(rows: Int, columns count: Int, seed: Int) {
    var random = Seeded(seed)
    columns = [Array(repeating: 1, count: rows)]
    for _ in 0..<count {
      columns.append((0..<rows).map { _ in Double.random(in: -1...1, using: &random) })
    }
    response = []
    for row in 0..<rows {
      let effect = columns.reduce(0) { $0 + $1[row] }
      response.append(effect + Double.random(in: -1...1, using: &random))
    }
  }

  /// The response as counts from 0 up.
  var counts: [Double] { response.map { max(0, (2 * $0).rounded()) } }

  /// The response as 0 and 1.
  var flags: [Double] { response.map { $0 > 1 ? 1 : 0 } }
}

extension Lanes {
  /// Several lanes that begin with the last piece, one after the other.
  static let backwards = Lanes(count: 3) { count, body in
    for piece in (0..<count).reversed() { body(piece) }
  }

  /// A lane on which everything is cancelled after so many questions whether to go on.
  static func cancelled(after questions: Int) -> Lanes {
    let counter = PieceCounter()
    let canceller = Canceller()
    let progress = Progress(between: {
      if counter.take() >= questions { canceller.progress?.cancel() }
    })
    canceller.progress = progress
    return Lanes.single.stopping(with: progress)
  }
}

/// Holds the progress that it is asked about.
private final class Canceller: @unchecked Sendable {
  var progress: Progress?
}

/// Solves *A* *x* = *b* by Gauss' elimination; the naive way to least squares goes over it.
func eliminated(_ matrix: [[Double]], _ side: [Double]) -> [Double] {
  var rows = zip(matrix, side).map { $0 + [$1] }
  for column in rows.indices {
    let best = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
    rows.swapAt(column, best ?? column)
    for row in rows.indices where row != column {
      let share = rows[row][column] / rows[column][column]
      for place in column...rows.count { rows[row][place] -= share * rows[column][place] }
    }
  }
  return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
}

/// The sums of products of columns, weighted.
func products(_ columns: [[Double]], _ others: [[Double]], _ weights: [Double]) -> [[Double]] {
  columns.map { one in
    others.map { other in weights.indices.reduce(0) { $0 + weights[$1] * one[$1] * other[$1] } }
  }
}
