internal import CH3
package import Tables

/// The cells of the H3 grid at one resolution, by which places on the Earth are grouped: hexagons of nearly equal size, and twelve pentagons.
///
/// The grid is what libh3 computes; nothing else of this room asks a library.
///
/// Sound: the functions of libh3 that are called here read the structures they are lent and write one value, and keep neither.
package struct HexagonGrid: Equatable, Sendable {
  /// From 0 (cells of some 4 million square kilometres) to 15 (of less than a square metre); each step has seven times as many cells.
  package let resolution: Int

  /// How many rows are done between two looks at whether the cells are still wanted.
  private static let checkedRows = 1 << 14

  /// - Returns: `nil` for a resolution that the grid has not.
  package init?(resolution: Int) {
    guard (0...15).contains(resolution) else { return nil }
    self.resolution = resolution
  }

  /// The cell in which each place lies.
  ///
  /// - Parameters:
  ///   - latitudes: in degrees, one per row.
  ///   - longitudes: the same.
  /// - Returns: one cell per row, with the numbers that H3 gives them; 0 for what is no place: a coordinate that is NaN or beyond 90 or 180
  ///   degrees, and (0, 0) and (-1, -1), which files hold for unknown ones.
  /// - Complexity: less than a microsecond a row, and a tenth of that where rows crowd in few cells.
  package func cells(
    latitudes: [Double], longitudes: [Double], on lanes: Lanes
  ) throws(Cancelled) -> [UInt64] {
    precondition(latitudes.count == longitudes.count, "a place has two coordinates")
    let count = latitudes.count
    // Each piece learns its cells anew, so they are as large as goes without letting lanes wait.
    let pieceRows = max(Self.checkedRows, count / (2 * lanes.count) + 1)
    let parts = try lanes.map((count + pieceRows - 1) / pieceRows) { (piece) throws(Cancelled) in
      let rows = piece * pieceRows..<min((piece + 1) * pieceRows, count)
      return try part(latitudes[rows], longitudes[rows], on: lanes)
    }
    var all: [UInt64] = []
    all.reserveCapacity(count)
    for part in parts {
      try lanes.check()
      all += part
    }
    return all
  }

  private func part(
    _ latitudes: ArraySlice<Double>, _ longitudes: ArraySlice<Double>, on lanes: Lanes
  ) throws(Cancelled) -> [UInt64] {
    var cells: [UInt64] = []
    cells.reserveCapacity(latitudes.count)
    var memory = CellMemory(resolution: resolution)
    var last = (latitude: Double.nan, longitude: Double.nan, cell: UInt64(0))
    var next = latitudes.startIndex
    while next < latitudes.endIndex {
      try lanes.check()
      let end = min(next + Self.checkedRows, latitudes.endIndex)
      for row in next..<end {
        let (latitude, longitude) = (latitudes[row], longitudes[row])
        if latitude != last.latitude || longitude != last.longitude {
          let isPlace = Self.isPlace(latitude, longitude)
          last = (
            latitude, longitude,
            isPlace ? memory.cell(latitude, longitude, lookUp: cell, Self.corners) : 0
          )
        }
        cells.append(last.cell)
      }
      next = end
    }
    return cells
  }

  /// Whether two numbers are degrees of a place, and not what files hold for an unknown one.
  @inline(__always)
  private static func isPlace(_ latitude: Double, _ longitude: Double) -> Bool {
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { return false }
    return latitude != longitude || (latitude != 0 && latitude != -1)
  }

  /// The cell in which libh3 sees a place; 0 for what it sees none in.
  func cell(_ latitude: Double, _ longitude: Double) -> UInt64 {
    var place = LatLng(lat: degsToRads(latitude), lng: degsToRads(longitude))
    var cell: UInt64 = 0
    return unsafe latLngToCell(&place, Int32(resolution), &cell) == 0 ? cell : 0
  }

  /// The corners of a cell in degrees; none for what is no cell.
  private static func corners(of cell: UInt64) -> CellMemory.Corners {
    var boundary = CellBoundary()
    guard unsafe cellToBoundary(cell, &boundary) == 0 else { return [] }
    // A tuple of ten in C's order.
    return unsafe withUnsafeBytes(of: &boundary.verts) { bytes in
      unsafe bytes.bindMemory(to: LatLng.self).prefix(Int(boundary.numVerts)).map {
        (radsToDegs($0.lat), radsToDegs($0.lng))
      }
    }
  }

  /// A cell as H3 writes it: its number in hexadecimal digits, without zeros before it.
  package static func text(of cell: UInt64) -> String {
    String(cell, radix: 16)
  }

  /// The middle of a cell in degrees; two NaN for what is no cell.
  package static func center(of cell: UInt64) -> (latitude: Double, longitude: Double) {
    var place = LatLng()
    guard isValidCell(cell) != 0, unsafe cellToLatLng(cell, &place) == 0 else {
      return (.nan, .nan)
    }
    return (radsToDegs(place.lat), radsToDegs(place.lng))
  }
}
