package import Tables

/// How closely two columns follow one straight line: Pearson's correlation over the rows where both have a value.
///
/// The deviations from the means are multiplied in a second pass over the rows, and what the first pass lacks of the means is made good.
///
/// - Parameter rows: row numbers of the whole table, ascending.
/// - Returns: from -1 to 1; `nil` if fewer than two rows have both values, or one of the columns is a text or has equal values alone.
/// - Complexity: O(*rows*).
/// - Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), pp. 242-247.
package func correlation(_ a: Column, _ b: Column, at rows: ArraySlice<UInt32>) -> Double? {
  correlation(a.multiples(at: rows), b.multiples(at: rows))
}

/// Pearson's correlation of pairs of numbers; NaN stands for no value.
func correlation(_ a: [Double], _ b: [Double]) -> Double? {
  guard let one = Centered(a, where: b), let two = Centered(b, where: a) else { return nil }
  var (products, squares) = (NeumaierSum(), (NeumaierSum(), NeumaierSum()))
  var rests = (NeumaierSum(), NeumaierSum())
  for (left, right) in zip(a, b) where !left.isNaN && !right.isNaN {
    let deviations = (one.deviation(of: left), two.deviation(of: right))
    products.add(deviations.0 * deviations.1)
    squares.0.add(deviations.0 * deviations.0)
    squares.1.add(deviations.1 * deviations.1)
    rests.0.add(deviations.0)
    rests.1.add(deviations.1)
  }
  let count = Double(one.count)
  let product = products.value - rests.0.value * (rests.1.value / count)
  let left = squares.0.value - rests.0.value * (rests.0.value / count)
  let right = squares.1.value - rests.1.value * (rests.1.value / count)
  guard left > 0, right > 0 else { return nil }
  return max(-1, min(product / (left * right).squareRoot(), 1))
}

/// The values of one column of those rows where the other has one too, as deviations from their mean.
private struct Centered {
  let count: Int
  private let factor: Double
  private let mean: Double

  /// - Returns: `nil` if all values are equal, or there are none.
  init?(_ values: [Double], where others: [Double]) {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for (value, other) in zip(values, others) where !value.isNaN && !other.isNaN {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    guard least < greatest else { return nil }
    factor = powerOfTwo(bringingToOne: least...greatest)
    var (sum, count) = (NeumaierSum(), 0)
    for (value, other) in zip(values, others) where !value.isNaN && !other.isNaN {
      sum.add(value * factor)
      count += 1
    }
    self.count = count
    mean = sum.divided(by: Double(count))
  }

  func deviation(of value: Double) -> Double { value * factor - mean }
}
