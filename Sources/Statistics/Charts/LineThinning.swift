/// Lines with no more points than can be seen.
enum LineThinning {
  /// Up to so many points are all drawn.
  static let limit = 2000

  /// Cuts a line at its gaps and, if it has too many points, keeps of each column of pixels the first, the least, the greatest and the last.
  ///
  /// The drawing of what is kept is that of all. A gap within a column is too small to be seen and is lost then.
  ///
  /// - Parameters:
  ///   - x: in pixels, rising.
  ///   - y: one for each; what is not finite is a gap.
  /// - Returns: places of points that are joined; at most four for each column beyond the limit.
  /// - Complexity: O(*n*).
  /// - Source: U. Jugel, Z. Jerzak, G. Hackenbroich, V. Markl, M4: A Visualization-Oriented Time Series Data Aggregation, PVLDB 7 (2014).
  static func pieces(x: [Double], y: [Double]) -> [[Int]] {
    let isThinned = y.count { $0.isFinite } > limit
    var pieces: [[Int]] = []
    var column: Column?
    var isGap = true
    for place in x.indices {
      guard y[place].isFinite else {
        isGap = true
        continue
      }
      let number = isThinned ? x[place].rounded(.down) : Double(place)
      if column?.number == number {
        column?.add(place, y)
      } else {
        column?.finish(in: &pieces)
        column = Column(number: number, place: place, isBehindGap: isGap)
      }
      isGap = false
    }
    column?.finish(in: &pieces)
    return pieces
  }

  /// The points of one column of pixels.
  private struct Column {
    let number: Double
    let isBehindGap: Bool
    private let first: Int
    private var least: Int
    private var greatest: Int
    private var last: Int

    init(number: Double, place: Int, isBehindGap: Bool) {
      self.number = number
      self.isBehindGap = isBehindGap
      (first, least, greatest, last) = (place, place, place, place)
    }

    mutating func add(_ place: Int, _ y: [Double]) {
      if y[place] < y[least] { least = place }
      if y[place] > y[greatest] { greatest = place }
      last = place
    }

    func finish(in pieces: inout [[Int]]) {
      if isBehindGap || pieces.isEmpty { pieces.append([]) }
      var behind = -1
      for place in [first, min(least, greatest), max(least, greatest), last] where place > behind {
        pieces[pieces.count - 1].append(place)
        behind = place
      }
    }
  }
}
