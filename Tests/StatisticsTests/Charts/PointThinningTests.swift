import Testing

@testable import Statistics

struct PointThinningTests {
  @Test func `few points are all drawn where they are`() {
    let thinning = PointThinning([[(1.25, 2), (1.25, 2)], [], [(3, 4)]])
    #expect(thinning.side == nil && thinning.spots.map(\.count) == [2, 0, 1])
    #expect(thinning.spots[0][1] == PointThinning.Spot(x: 1.25, y: 2, count: 1))
  }

  @Test(arguments: 0..<6)
  func `many points are counted by squares, none is lost`(_ seed: Int) throws {
    var random = Seeded(seed)
    let series = (0..<seed * 2 + 1).map { _ in
      (0..<9000).map { _ in
        (
          x: Double.random(in: 0...720, using: &random),
          y: Double.random(in: 0...400, using: &random)
        )
      }
    }
    let thinning = PointThinning(series)
    let side = try #require(thinning.side)
    #expect(thinning.spots.reduce(0) { $0 + $1.count } <= PointThinning.limit)
    for (points, spots) in zip(series, thinning.spots) {
      let squares = Dictionary(grouping: points) {
        [($0.x / side).rounded(.down), ($0.y / side).rounded(.down)]
      }
      #expect(spots.count == squares.count)
      for spot in spots {
        let square = [(spot.x / side).rounded(.down), (spot.y / side).rounded(.down)]
        #expect(spot.count == squares[square]?.count)
      }
    }
  }

  @Test func `points beyond the paper are counted at its ends`() {
    let points = (0..<6000).map { (x: $0.isMultiple(of: 2) ? -1e300 : 1e300, y: -5.0) }
    #expect(PointThinning([points]).spots[0].map(\.count) == [3000, 3000])
  }
}
