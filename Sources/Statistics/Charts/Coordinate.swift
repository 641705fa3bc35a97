/// Places in a drawing as texts.
enum Coordinate {
  /// A number with at most two decimals and no zeros behind them, so that equal drawings have equal bytes.
  ///
  /// What is far outside of every drawing, or no number, ends at a million.
  static func text(_ number: Double) -> String {
    let bounded = number.isNaN ? 0 : max(-1e6, min(number, 1e6))
    let hundredths = Int((bounded * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest.isMultiple(of: 10)
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// A rectangle of a drawing; down is positive.
struct Rectangle: Equatable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
}

/// The outline of a drawing's part, as the `d` of an SVG path.
struct PathText {
  private(set) var text = ""

  /// Goes to a place without drawing.
  mutating func move(_ x: Double, _ y: Double) {
    text += "M\(Coordinate.text(x)) \(Coordinate.text(y))"
  }

  /// Draws a straight line.
  mutating func line(_ x: Double, _ y: Double) {
    text += "L\(Coordinate.text(x)) \(Coordinate.text(y))"
  }

  /// A line of almost no length, since not every program draws the ends of one that has none: with round ends a dot, with square ones a square.
  mutating func dot(_ x: Double, _ y: Double) {
    move(x, y)
    text += "h.01"
  }

  /// A line from one place to another.
  mutating func stroke(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    move(x1, y1)
    line(x2, y2)
  }
}
