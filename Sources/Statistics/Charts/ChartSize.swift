/// How large a drawing is, in pixels.
package struct ChartSize: Equatable, Sendable {
  /// How wide and how high a drawing may be.
  package static let widths = 320...2000
  package static let heights = 200...2000
  /// As wide as a page, as high as suits the chart; programs scale it to the room they have.
  package static let usual = ChartSize(width: 720)

  package let width: Double
  /// `nil` for what suits the chart. Where titles, legend and names need more, the drawing is higher than was asked.
  package let height: Double?
  /// Whether the drawing tells its size to programs, which then do not scale it.
  package let isFixed: Bool

  package init(width: Double, height: Double? = nil, isFixed: Bool = false) {
    self.width = width
    self.height = height
    self.isFixed = isFixed
  }
}
