import Foundation
import Tables
import Testing

@testable import Statistics

struct CellMemoryTests {
  private typealias Place = (latitude: Double, longitude: Double)

  /// What a memory says, and how often it looked a cell up and asked for corners.
  private struct Outcome {
    var cells: [UInt64] = []
    var lookUps = 0
    var shapes = 0
  }

  /// Asks a memory for places on a plane whose cells are squares of a tenth of a degree.
  private func outcome(of places: [Place], resolution: Int = 6) -> Outcome {
    var memory = CellMemory(resolution: resolution)
    var outcome = Outcome()
    for (latitude, longitude) in places {
      let cell = memory.cell(
        latitude, longitude,
        lookUp: { latitude, longitude in
          outcome.lookUps += 1
          return Self.square(latitude, longitude)
        },
        { cell in
          outcome.shapes += 1
          let (row, column) = (Double(cell >> 32), Double(cell & 0xFFFF_FFFF))
          return [(0, 0), (0, 1), (1, 1), (1, 0)].map { up, right in
            ((row + up) / 10 - 90, (column + right) / 10 - 180)
          }
        })
      outcome.cells.append(cell)
    }
    return outcome
  }

  private static func square(_ latitude: Double, _ longitude: Double) -> UInt64 {
    UInt64((latitude + 90) * 10) << 32 | UInt64((longitude + 180) * 10)
  }

  private func crowd(_ count: Int, around center: Place, within reach: Double) -> [Place] {
    var random = Seeded(count)
    return (0..<count).map { _ in
      (
        center.latitude + Double.random(in: -reach...reach, using: &random),
        center.longitude + Double.random(in: -reach...reach, using: &random)
      )
    }
  }

  @Test func `a crowd in few cells is looked up seldom, and every place has its cell`() {
    let places = crowd(20_000, around: (47.25, -27.31), within: 0.3)
    let outcome = outcome(of: places)
    #expect(outcome.cells == places.map { Self.square($0.latitude, $0.longitude) })
    #expect(outcome.lookUps < 4_000)
    #expect((10...49).contains(outcome.shapes))
  }

  @Test func `a place by the side of a cell is looked up each time`() {
    let side: Place = (10.0501, 20.0999)
    #expect(outcome(of: [Place](repeating: side, count: 50)).lookUps == 50)
    let midst: Place = (10.0501, 20.0501)
    #expect(outcome(of: [Place](repeating: midst, count: 50)).lookUps == 2)
  }

  @Test func `places all over the Earth cost no shapes`() {
    let outcome = outcome(of: crowd(20_000, around: (0, 0), within: 70))
    #expect(outcome.lookUps > 19_500 && outcome.shapes < 100)
  }

  @Test(arguments: [(4, 50.0), (6, 75.1), (6, -80.0)])
  func `nothing is remembered of large cells, nor near the poles`(
    resolution: Int, latitude: Double
  ) {
    let places = [Place](repeating: (latitude, 20.0501), count: 30)
    let outcome = outcome(of: places, resolution: resolution)
    #expect(outcome.lookUps == 30 && outcome.shapes == 0)
  }

  @Test func `more cells than it keeps are forgotten and learnt again`() {
    let places = (0..<40_000).map { number -> Place in
      (Double(number % 400) / 10 + 0.05001, Double(number / 400) / 10 + 0.05001)
    }
    let twice = places.flatMap { [$0, $0, $0] }
    let outcome = outcome(of: twice)
    #expect(outcome.cells == twice.map { Self.square($0.latitude, $0.longitude) })
    #expect(outcome.shapes > 39_000 && outcome.lookUps < 81_000)
  }

  @Test func `a cell without corners, with many, or beyond the meridian 180 is looked up`() {
    for corners in [
      [], [(0, 0), (0, 1)], (0..<10).map { (cos(Double($0) / 1.6), sin(Double($0) / 1.6)) },
      [(0, 179.9), (0, -179.9), (0.1, -179.9), (0.1, 179.9)], [(0, 0), (0, 0), (1, 1)],
    ] as [CellMemory.Corners] {
      var memory = CellMemory(resolution: 7)
      var lookUps = 0
      for _ in 0..<9 {
        let cell = memory.cell(
          0.05, 0.05,
          lookUp: { _, _ in
            lookUps += 1
            return 5
          }, { _ in corners })
        #expect(cell == 5)
      }
      #expect(lookUps == 9, "\(corners)")
    }
  }

  /// Corners of the icosahedron that H3 lays around the Earth; around each is a pentagon.
  private static let pentagons: [Place] = [
    (64.700000, 10.536199), (2.300882, -5.245390), (10.447378, 58.157706), (39.1, 122.3),
    (-39.1, -57.7), (50.103201, -143.478490), (23.717925, -67.132326),
  ]

  @Test(arguments: 5...15)
  func `every crowd on the Earth has the cells that it has one by one`(
    resolution: Int
  ) throws {
    let grid = try #require(HexagonGrid(resolution: resolution))
    var random = Seeded(resolution)
    let side = 11.52 / pow(7, Double(resolution) / 2)
    var centers = Self.pentagons + [(74.99, 30), (-75, -120), (0, 179.99), (12, -179.9999), (0, 0)]
    // Along an edge of the icosahedron, where sides of cells have a bend.
    for share in stride(from: 0.05, to: 1, by: 0.13) {
      centers.append(Self.between(Self.pentagons[0], Self.pentagons[1], share))
    }
    for _ in 0..<12 {
      centers.append(
        (Double.random(in: -76...76, using: &random), Double.random(in: -180...180, using: &random))
      )
    }
    for center in centers {
      var places: [Place] = []
      for _ in 0..<1_000 {
        places.append(
          (
            center.latitude + side * Double.random(in: -3...3, using: &random),
            center.longitude + side * Double.random(in: -3...3, using: &random)
          ))
      }
      let cells = try grid.cells(
        latitudes: places.map(\.latitude), longitudes: places.map(\.longitude), on: .single)
      for (place, cell) in zip(places, cells) {
        // Beyond the meridian 180 there is no place.
        let isPlace = abs(place.longitude) <= 180
        let expected = isPlace ? grid.cell(place.latitude, place.longitude) : 0
        #expect(cell == expected, "\(place) near \(center)")
      }
    }
  }

  /// A place on the great circle between two others.
  private static func between(_ one: Place, _ other: Place, _ share: Double) -> Place {
    func vector(_ place: Place) -> SIMD3<Double> {
      let (up, right) = (place.latitude * .pi / 180, place.longitude * .pi / 180)
      return SIMD3(cos(up) * cos(right), cos(up) * sin(right), sin(up))
    }
    let chord = vector(one) * (1 - share) + vector(other) * share
    return (
      atan2(chord.z, (chord.x * chord.x + chord.y * chord.y).squareRoot()) * 180 / .pi,
      atan2(chord.y, chord.x) * 180 / .pi
    )
  }
}
