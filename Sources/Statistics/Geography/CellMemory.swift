/// Cells of a grid that were met, so that a place in the midst of one of them is known to lie there without being looked up.
///
/// A cell is bounded by great circles. In the plane of degrees such a side leaves its chord by less than a five hundredth of its length, for
/// cells of resolution 5 (12 km a side) and finer, up to 75 degrees of latitude. A place that is nearer to the middle by a hundredth than
/// every chord is therefore in the cell; all others have to be looked up. Nothing is remembered of larger cells, nor further north or south.
///
/// Places are told apart by a mesh of squares, a half of a side each, that know three cells at most. A cell's shape costs as much as some
/// look-ups and is asked for when a square meets the cell for the second time, so places that lie all over the Earth cost hardly more than
/// without a memory.
struct CellMemory {
  /// The corners of a cell in degrees, in their order around it.
  typealias Corners = [(latitude: Double, longitude: Double)]

  private static let coarsestResolution = 5
  private static let farthestLatitude = 75.0
  /// How near to a side a place may be, as a share of the way there from the middle.
  private static let nearestShare = 0.99
  /// The average side of a cell of resolution 0, in degrees of a great circle (1,281.256 km).
  private static let coarsestSide = 11.52
  /// How many squares are told apart in either direction. Those that are so far from each other share a place, and the last one has it.
  private static let meshWidth: Int32 = 1 << 7
  /// With so many shapes everything is forgotten, so that it stays small.
  private static let shapeLimit = 1 << 14

  /// What a square knows.
  private struct Square {
    var row = Int32(-1)
    var column = Int32(-1)
    /// Where the shapes of its cells are; -1 for none.
    var shapes = (Int32(-1), Int32(-1), Int32(-1))
    /// The last cell without a shape that it has met; 0 for none.
    var met = UInt64(0)
  }

  /// The sides of a cell seen from its middle: the scalar product of a place with each is 1 on that side, and less than 1 within.
  private struct Shape {
    let cell: UInt64
    let latitude: Double
    let longitude: Double
    var north = SIMD8<Double>()
    var east = SIMD8<Double>()

    /// - Returns: `nil` for a cell with more sides than there is room for, and for one on both sides of the meridian 180.
    init?(of cell: UInt64, _ corners: Corners) {
      guard (3...SIMD8<Double>.scalarCount).contains(corners.count) else { return nil }
      self.cell = cell
      latitude = corners.reduce(0) { $0 + $1.latitude } / Double(corners.count)
      longitude = corners.reduce(0) { $0 + $1.longitude } / Double(corners.count)
      for (place, corner) in corners.enumerated() {
        let next = corners[(place + 1) % corners.count]
        let (up, right) = (corner.latitude - latitude, corner.longitude - longitude)
        let (rise, run) = (next.latitude - corner.latitude, next.longitude - corner.longitude)
        let area = up * run - right * rise
        guard abs(run) < 1, area != 0 else { return nil }
        north[place] = run / area
        east[place] = -rise / area
      }
    }

    @inline(__always)
    func isAround(_ latitude: Double, _ longitude: Double) -> Bool {
      let reach = north * (latitude - self.latitude) + east * (longitude - self.longitude)
      let limit = CellMemory.nearestShare
      // One by one: comparing vectors this wide costs as much as a look-up.
      return reach[0] < limit && reach[1] < limit && reach[2] < limit && reach[3] < limit
        && reach[4] < limit && reach[5] < limit && reach[6] < limit && reach[7] < limit
    }
  }

  /// How many squares a degree has; 0 where nothing is remembered.
  private let squaresPerDegree: Double
  private var squares: [Square]
  private var shapes: [Shape] = []
  /// Where the shape of a cell is; -1 for a cell whose shape cannot be kept.
  private var places: [UInt64: Int32] = [:]

  init(resolution: Int) {
    let isFine = resolution >= Self.coarsestResolution
    // Each resolution has seven times as many cells.
    let side = (0..<resolution).reduce(Self.coarsestSide) { side, _ in side / 7.0.squareRoot() }
    squaresPerDegree = isFine ? 2 / side : 0
    let count = Int(Self.meshWidth) * Int(Self.meshWidth)
    squares = [Square](repeating: Square(), count: isFine ? count : 0)
  }

  /// The cell of a place, looked up if it is not known.
  ///
  /// - Parameters:
  ///   - latitude: in degrees, not beyond 90.
  ///   - longitude: in degrees, not beyond 180.
  ///   - cell: looks the cell up; 0 for none.
  ///   - corners: tells the corners of a cell.
  @inline(__always)
  mutating func cell(
    _ latitude: Double, _ longitude: Double, lookUp cell: (Double, Double) -> UInt64,
    _ corners: (UInt64) -> Corners
  ) -> UInt64 {
    guard abs(latitude) <= Self.farthestLatitude, squaresPerDegree > 0 else {
      return cell(latitude, longitude)
    }
    let row = Int32((latitude + 90) * squaresPerDegree)
    let column = Int32((longitude + 180) * squaresPerDegree)
    let width = Self.meshWidth
    let place = Int((row & (width - 1)) * width + (column & (width - 1)))
    let square = squares[place]
    if square.row == row, square.column == column {
      let (first, second, third) = square.shapes
      if let cell = self.cell(first, around: latitude, longitude) { return cell }
      if let cell = self.cell(second, around: latitude, longitude) { return cell }
      if let cell = self.cell(third, around: latitude, longitude) { return cell }
    } else {
      squares[place] = Square(row: row, column: column)
    }
    let found = cell(latitude, longitude)
    if found != 0 { meet(found, in: place, corners) }
    return found
  }

  /// The cell of a shape if it is around a place.
  @inline(__always)
  private func cell(
    _ shape: Int32, around latitude: Double, _ longitude: Double
  ) -> UInt64? {
    guard shape >= 0, shapes[Int(shape)].isAround(latitude, longitude) else { return nil }
    return shapes[Int(shape)].cell
  }

  /// Notes that a place of a square is in a cell.
  private mutating func meet(_ cell: UInt64, in place: Int, _ corners: (UInt64) -> Corners) {
    var shape = places[cell]
    if shape == nil {
      guard squares[place].met == cell else {
        squares[place].met = cell
        return
      }
      shape = learn(cell, corners)
    }
    guard let shape, shape >= 0 else { return }
    let known = squares[place].shapes
    if known.0 == shape || known.1 == shape || known.2 == shape { return }
    if known.0 < 0 {
      squares[place].shapes.0 = shape
    } else if known.1 < 0 {
      squares[place].shapes.1 = shape
    } else if known.2 < 0 {
      squares[place].shapes.2 = shape
    }
  }

  /// Keeps the shape of a cell, and tells where it is; `nil` if it cannot be kept.
  private mutating func learn(_ cell: UInt64, _ corners: (UInt64) -> Corners) -> Int32? {
    if places.count == Self.shapeLimit { forget() }
    guard let shape = Shape(of: cell, corners(cell)) else {
      places[cell] = -1
      return nil
    }
    let place = Int32(truncatingIfNeeded: shapes.count)
    shapes.append(shape)
    places[cell] = place
    return place
  }

  private mutating func forget() {
    // Squares know where shapes were.
    for place in squares.indices { squares[place] = Square() }
    shapes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }
}
