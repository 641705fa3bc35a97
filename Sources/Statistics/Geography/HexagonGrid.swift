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

  /// How many rows a thread takes at once.
  private static let pieceRows = 1 << 14

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
  /// - Complexity: less than a microsecond a row, and next to nothing for a row at the place of the row before it.
  package func cells(
    latitudes: [Double], longitudes: [Double], on lanes: Lanes
  ) throws(Cancelled) -> [UInt64] {
    precondition(latitudes.count == longitudes.count, "a place has two coordinates")
    let count = latitudes.count
    let pieces = (count + Self.pieceRows - 1) / Self.pieceRows
    let parts = try lanes.map(pieces) { piece in
      let start = piece * Self.pieceRows
      let rows = start..<min(start + Self.pieceRows, count)
      return part(latitudes[rows], longitudes[rows])
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
    _ latitudes: ArraySlice<Double>, _ longitudes: ArraySlice<Double>
  ) -> [UInt64] {
    var cells: [UInt64] = []
    cells.reserveCapacity(latitudes.count)
    var last = (latitude: Double.nan, longitude: Double.nan, cell: UInt64(0))
    for row in latitudes.indices {
      let (latitude, longitude) = (latitudes[row], longitudes[row])
      if latitude != last.latitude || longitude != last.longitude {
        last = (latitude, longitude, cell(latitude, longitude))
      }
      cells.append(last.cell)
    }
    return cells
  }

  private func cell(_ latitude: Double, _ longitude: Double) -> UInt64 {
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { return 0 }
    if latitude == longitude, latitude == 0 || latitude == -1 { return 0 }
    var place = LatLng(lat: degsToRads(latitude), lng: degsToRads(longitude))
    var cell: UInt64 = 0
    return unsafe latLngToCell(&place, Int32(resolution), &cell) == 0 ? cell : 0
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
