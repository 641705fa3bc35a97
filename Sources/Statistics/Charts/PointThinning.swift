/// Points that are too many to be drawn one by one, taken together where they lie close.
struct PointThinning {
  /// Up to so many points are all drawn.
  static let limit = 5000

  /// A place of the drawing and how many points it stands for.
  struct Spot: Equatable {
    let x: Double
    let y: Double
    var count: Int
  }

  /// For each series its spots, in the order in which their first points came.
  let spots: [[Spot]]
  /// The side of the squares that were taken together, in pixels; `nil` if each point is drawn.
  let side: Double?

  /// The ends of every drawing; what is beyond them is taken together there.
  private static let bound = 2048.0

  /// - Parameter points: of each series, in pixels.
  /// - Complexity: O(*n*), some times over.
  init(_ points: [[(x: Double, y: Double)]]) {
    guard points.reduce(0, { $0 + $1.count }) > Self.limit else {
      spots = points.map { $0.map { Spot(x: $0.x, y: $0.y, count: 1) } }
      side = nil
      return
    }
    var side = 2.0
    var spots = points.map { Self.binned($0, side: side) }
    while spots.reduce(0, { $0 + $1.count }) > Self.limit {
      side += side < 8 ? 1 : side
      spots = points.map { Self.binned($0, side: side) }
    }
    self.spots = spots
    self.side = side
  }

  /// One spot for each square with points, in its middle.
  private static func binned(_ points: [(x: Double, y: Double)], side: Double) -> [Spot] {
    let squares = Int(bound / side) + 1
    var spots: [Spot] = []
    var places = Array(repeating: Int32(-1), count: squares * squares)
    for point in points {
      let column = Int(max(0, min(point.x, bound)) / side)
      let row = Int(max(0, min(point.y, bound)) / side)
      let place = places[row * squares + column]
      if place >= 0 {
        spots[Int(place)].count += 1
      } else {
        places[row * squares + column] = Int32(spots.count)
        let middle = (x: (Double(column) + 0.5) * side, y: (Double(row) + 0.5) * side)
        spots.append(Spot(x: middle.x, y: middle.y, count: 1))
      }
    }
    return spots
  }
}
