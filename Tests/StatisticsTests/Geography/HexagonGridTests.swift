import Foundation
import Tables
import Testing

@testable import Statistics

struct HexagonGridTests {
  /// What h3-py finds (Tests/Golden/h3_cells.py).
  private struct Golden: Decodable {
    let resolution: Int
    let latitude: Double
    let longitude: Double
    let cell: String
    let center: (latitude: Double, longitude: Double)

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      resolution = try row.decode(Int.self)
      latitude = try row.decode(Double.self)
      longitude = try row.decode(Double.self)
      cell = try row.decode(String.self)
      center = (try row.decode(Double.self), try row.decode(Double.self))
    }

    static func read() throws -> [Golden] {
      let place = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Golden/h3_cells.json").standardized
      return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: place))
    }
  }

  private func cell(_ latitude: Double, _ longitude: Double, resolution: Int = 8) throws -> UInt64 {
    let grid = try #require(HexagonGrid(resolution: resolution))
    return try grid.cells(latitudes: [latitude], longitudes: [longitude], on: .single)[0]
  }

  @Test func `places lie in the cells in which h3 sees them`() throws {
    let rows = try Golden.read()
    #expect(rows.count > 500 && Set(rows.map(\.resolution)) == Set(0...15))
    for row in rows {
      let cell = try cell(row.latitude, row.longitude, resolution: row.resolution)
      #expect(HexagonGrid.text(of: cell) == row.cell, "\(row)")
    }
  }

  @Test func `the middles of cells are those of h3`() throws {
    for row in try Golden.read() {
      let center = HexagonGrid.center(of: try #require(UInt64(row.cell, radix: 16)))
      #expect(abs(center.latitude - row.center.latitude) <= 1e-12, "\(row)")
      #expect(abs(center.longitude - row.center.longitude) <= 1e-12, "\(row)")
    }
  }

  @Test(arguments: [
    (0.0, 0.0), (-0.0, 0.0), (-1, -1), (.nan, 1), (1, .nan), (90.0000001, 0), (-91, 5),
    (3, 180.0000001), (3, -181), (.infinity, 0), (0, -.infinity),
  ])
  func `what is no place has no cell`(_ latitude: Double, _ longitude: Double) throws {
    #expect(try cell(latitude, longitude) == 0)
  }

  @Test(arguments: [
    (0.0, 1e-9), (1, 1), (-1, -1.0000001), (90, 180), (-90, -180), (0, 180), (-1, 0), (0, -1),
  ])
  func `a place at the edge of what is none has its cell`(
    _ latitude: Double, _ longitude: Double
  ) throws {
    #expect(try cell(latitude, longitude) != 0)
  }

  @Test func `there are sixteen resolutions`() {
    #expect((-2...18).filter { HexagonGrid(resolution: $0) != nil } == Array(0...15))
    #expect(HexagonGrid(resolution: .max) == nil && HexagonGrid(resolution: .min) == nil)
  }

  @Test(arguments: [UInt64(0), 1, .max, 0x8500_0000_0000_0000, 0x0809_bfff_ffff_fffe])
  func `what is no cell has no middle`(_ number: UInt64) {
    let center = HexagonGrid.center(of: number)
    #expect(center.latitude.isNaN && center.longitude.isNaN)
  }

  @Test func `rows are answered in their order on any number of lanes`() throws {
    var random = Seeded(8)
    let grid = try #require(HexagonGrid(resolution: 7))
    var latitudes: [Double] = []
    var longitudes: [Double] = []
    while latitudes.count < 40_000 {
      let place = (
        Double.random(in: -95...95, using: &random), Double.random(in: -190...190, using: &random)
      )
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        latitudes.append(Int.random(in: 0..<9, using: &random) == 0 ? .nan : place.0)
        longitudes.append(place.1)
      }
    }
    let cells = try grid.cells(latitudes: latitudes, longitudes: longitudes, on: .backwards)
    #expect(cells.count == latitudes.count)
    #expect(try grid.cells(latitudes: latitudes, longitudes: longitudes, on: .single) == cells)
    for row in stride(from: 0, to: cells.count, by: 7) {
      #expect(cells[row] == (try cell(latitudes[row], longitudes[row], resolution: 7)))
    }
    #expect(try grid.cells(latitudes: [], longitudes: [], on: .single) == [])
  }

  @Test func `it ends when it is cancelled, wherever it stands`() throws {
    let grid = try #require(HexagonGrid(resolution: 3))
    let places = (0..<50_000).map { Double($0 % 80) + 0.5 }
    let whole = try grid.cells(latitudes: places, longitudes: places, on: .single)
    for questions in 0..<8 {
      do {
        let cells = try grid.cells(
          latitudes: places, longitudes: places, on: .cancelled(after: questions))
        #expect(cells == whole && questions > 3)
      } catch {
        #expect(error == Cancelled())
      }
    }
  }
}
