package import Tables

/// How closely two columns follow one straight line: Pearson's correlation over the rows where both have a value.
///
/// The deviations from the means are multiplied in a second pass over the rows, and what the first pass lacks of the means is made good.
///
/// - Parameter rows: row numbers of the whole table, ascending.
/// - Returns: from -1 to 1; `nil` if fewer than two rows have both values, or one of the columns is a text or has equal values alone.
/// - Complexity: O(*rows*).
/// - Throws: `Cancelled` if the lanes are told to stop.
/// - Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), pp. 242-247.
package func correlation(
  _ a: Column, _ b: Column, at rows: ArraySlice<UInt32>, on lanes: Lanes = .single
) throws(Cancelled) -> Double? {
  try lanes.check()
  let lefts = a.multiples(at: rows)
  try lanes.check()
  let rights = b.multiples(at: rows)
  try lanes.check()
  return try correlation(lefts, rights, on: lanes)
}

/// Pearson's correlation of pairs of numbers; NaN stands for no value.
func correlation(
  _ a: [Double], _ b: [Double], on lanes: Lanes = .single
) throws(Cancelled) -> Double? {
  var (lefts, rights): ([Double], [Double]) = ([], [])
  lefts.reserveCapacity(a.count)
  rights.reserveCapacity(a.count)
  for start in stride(from: 0, to: a.count, by: 1 << 16) {
    try lanes.check()
    for row in start..<min(start + (1 << 16), a.count) where !a[row].isNaN && !b[row].isNaN {
      lefts.append(a[row])
      rights.append(b[row])
    }
  }
  try lanes.check()
  guard let left = Centering(of: lefts) else { return nil }
  try lanes.check()
  guard let right = Centering(of: rights) else { return nil }
  return try PairSums(lefts, left, rights, right, on: lanes).correlation
}

/// What makes deviations from the mean of numbers.
private struct Centering {
  private let factor: Double
  private let center: Double

  /// - Returns: `nil` if all numbers are equal, or there are none.
  init?(of numbers: [Double]) {
    let distribution = Distribution(
      values: .doubles(numbers), scale: 0, count: numbers.count, nullCount: 0)
    let extremes = Extremes(of: distribution)
    guard extremes?.least != extremes?.greatest,
      case .doubles(let sum, let factor) = Total(of: distribution, extremes)
    else { return nil }
    self.factor = factor
    center = sum.divided(by: Double(numbers.count))
  }

  @inline(__always)
  func deviation(of number: Double) -> Double { number * factor - center }
}

/// Sums over the deviations of two columns, added up like `DeviationSums`.
private struct PairSums {
  private static let blockLength = 128
  private let count: Int
  private var (left, leftSquare) = (NeumaierSum(), NeumaierSum())
  private var (right, rightSquare) = (NeumaierSum(), NeumaierSum())
  private var product = NeumaierSum()

  init(
    _ lefts: [Double], _ left: Centering, _ rights: [Double], _ right: Centering, on lanes: Lanes
  ) throws(Cancelled) {
    count = lefts.count
    for start in stride(from: 0, to: count, by: Self.blockLength) {
      if start % (1 << 16) == 0 { try lanes.check() }
      var (one, oneSquare, two, twoSquare, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for row in start..<min(start + Self.blockLength, count) {
        let deviations = (left.deviation(of: lefts[row]), right.deviation(of: rights[row]))
        one += deviations.0
        oneSquare += deviations.0 * deviations.0
        two += deviations.1
        twoSquare += deviations.1 * deviations.1
        product += deviations.0 * deviations.1
      }
      self.left.add(one)
      leftSquare.add(oneSquare)
      self.right.add(two)
      rightSquare.add(twoSquare)
      self.product.add(product)
    }
  }

  /// `nil` if one of the columns has no spread.
  var correlation: Double? {
    let (leftMean, rightMean) = (left.value / Double(count), right.value / Double(count))
    let leftSpread = leftSquare.value - left.value * leftMean
    let rightSpread = rightSquare.value - right.value * rightMean
    guard leftSpread > 0, rightSpread > 0 else { return nil }
    let both = product.value - left.value * rightMean
    return max(-1, min(both / (leftSpread * rightSpread).squareRoot(), 1))
  }
}
