/// The integral of e^-(*slope* *s* + *f*(*s*)) over all *s* from zero, for a convex *f* that starts flat.
///
/// This is what a tail is in units of the density at its edge, once the variable is the logarithm of the usual one: the exponent
/// starts at zero, so nothing is lost where the tail itself is tiny, and no size of the parameters makes it longer. The double
/// exponential rule *s* = *scale* e^(*t* - e^-*t*) turns it into a sum over equally spaced *t*.
///
/// - Source: H. Takahasi, M. Mori, Double exponential formulas for numerical integration, Publications of the RIMS, Kyoto University
///   9 (1974), pp. 721-741.
struct TailIntegral {
  /// How fast the exponent falls at the edge; not below zero.
  let slope: Double
  /// The second derivative of *f* at the edge; above zero.
  let curvature: Double

  /// - Parameter bend: *f*, for any point from zero.
  /// - Returns: the integral, with a relative error of about 10^-15 as long as the width of what is integrated is small beside the
  ///   length over which the curvature of *f* changes, a quarter of it at most.
  func value(_ bend: (Double) -> Double) -> Double {
    // Where the exponent has fallen by one. A slope whose square overflows leaves the curvature without effect.
    let root = (slope * slope + 2 * curvature).squareRoot()
    let scale = 2 / (slope + (root.isFinite ? root : slope))
    var sum = 0.0
    for node in Self.nodes {
      let point = scale * node.point
      let term = node.weight * exponential(-(slope * point + bend(point)))
      sum += term
      // Past the edge the terms only fall; the ones before it are tiny as well.
      if node.point > 1, term < 1e-18 * sum { break }
    }
    return scale * sum
  }

  private struct Node {
    let point: Double
    let weight: Double
  }

  private static let nodes: [Node] = {
    let step = 1.0 / 10
    return (-37...38).map { index in
      let t = step * Double(index)
      let point = exponential(t - exponential(-t))
      return Node(point: point, weight: step * point * (1 + exponential(-t)))
    }
  }()
}
