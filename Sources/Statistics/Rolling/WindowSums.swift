/// What is kept of a set of values to tell their mean and their variance: sums of deviations from one of the values, and of their squares.
///
/// The deviations are taken from a value of the set itself, the first one: its own deviation from the mean is part of the variance, so the sum of
/// squares about it is at most *n* + 1 times the sum of squares about the mean. Of the 2^-104 to which sums of doubles in pairs are right, a variance
/// of ten million values therefore keeps at least 2^-80, however far from zero the values lie. Equal values have no deviations and so exactly
/// their value as mean and no variance.
///
/// Values of all sizes are brought near one by a power of two, chosen by the greatest, so that no square is infinite or vanishes.
///
/// - Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), pp. 242-247, for shifted sums and how they are merged.
struct WindowSums: Equatable, Sendable {
  private(set) var count = 0
  /// Infinite as long as there is no value; so is `max`.
  private(set) var min = Double.infinity
  private(set) var max = -Double.infinity
  /// The value from which deviations are taken.
  private var origin = 0.0
  /// What values are multiplied by.
  private var unit = Self.tinyUnit
  private var first = DoubleDouble()
  private var second = DoubleDouble()

  private static let tinyUnit = 0x1p900
  private static let hugeUnit = 0x1p-600

  /// With this unit deviations have magnitudes below 2^481, and a sum of 2^60 squares of them is finite.
  @inline(__always)
  private static func unit(forMagnitude magnitude: Double) -> Double {
    magnitude < 0x1p480 ? (magnitude < 0x1p-420 ? tinyUnit : 1) : hugeUnit
  }

  @inline(__always)
  mutating func add(_ value: Double) {
    if count == 0 { origin = value }
    let unit = Self.unit(forMagnitude: value.magnitude)
    if unit < self.unit { rescale(to: unit) }
    count &+= 1
    min = value < min ? value : min
    max = value > max ? value : max
    let deviation = DoubleDouble(value * self.unit, minus: origin * self.unit)
    first.gather(deviation)
    second.gather(deviation * deviation)
  }

  private mutating func rescale(to unit: Double) {
    // In steps, since the quotient of two units may be less than any double.
    first = first.scaled(by: unit).scaled(by: 1 / self.unit)
    second = second.scaled(by: unit).scaled(by: unit)
    second = second.scaled(by: 1 / self.unit).scaled(by: 1 / self.unit)
    self.unit = unit
  }

  /// Adds the values of another set.
  mutating func add(_ other: WindowSums) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    var other = other
    if other.unit < unit { rescale(to: other.unit) }
    if unit < other.unit { other.rescale(to: unit) }
    // Deviations from our origin are those from the other one and the way between them.
    let way = DoubleDouble(other.origin * unit, minus: origin * unit)
    let ways = Double(other.count) * way
    let (itsFirst, itsSecond) = (other.first.ordered, other.second.ordered)
    first = first.ordered + (itsFirst + ways)
    second = second.ordered + (itsSecond + way * (itsFirst + itsFirst + ways))
    count += other.count
    min = other.min < min ? other.min : min
    max = other.max > max ? other.max : max
  }
}

extension WindowSums {
  /// The sums of some values, two at a time, which takes half as long as one by one.
  init(_ values: ArraySlice<Double>) {
    guard let start = values.first else { return }
    for value in values {
      min = value < min ? value : min
      max = value > max ? value : max
    }
    origin = start
    count = values.count
    unit = Self.unit(forMagnitude: Swift.max(-min, max))
    var pairs = PairedSums(origin: origin * unit)
    var place = values.startIndex
    while place + 1 < values.endIndex {
      pairs.add(SIMD2(values[place] * unit, values[place + 1] * unit))
      place += 2
    }
    // Where one is left over, the origin itself is its partner: a deviation of nothing.
    if place < values.endIndex { pairs.add(SIMD2(values[place] * unit, origin * unit)) }
    first = pairs.first
    second = pairs.second
  }
}

/// Two sums of deviations and two of their squares, side by side: `DoubleDouble.gather` in the two halves of a register.
private struct PairedSums {
  private let origin: SIMD2<Double>
  private var firstHigh = SIMD2<Double>()
  private var firstLow = SIMD2<Double>()
  private var secondHigh = SIMD2<Double>()
  private var secondLow = SIMD2<Double>()

  init(origin: Double) {
    self.origin = SIMD2(repeating: origin)
  }

  @inline(__always)
  mutating func add(_ values: SIMD2<Double>) {
    let (high, low) = Self.sum(values, -origin)
    let first = Self.sum(firstHigh, high)
    firstHigh = first.high
    firstLow += first.low + low
    let square = high * high
    let shifted = high * 0x1p27 + high
    let upper = shifted - (shifted - high)
    let lower = high - upper
    let rest = ((upper * upper - square) + 2 * (upper * lower)) + lower * lower
    let second = Self.sum(secondHigh, square)
    secondHigh = second.high
    secondLow += second.low + (rest + 2 * (high * low))
  }

  @inline(__always)
  private static func sum(
    _ one: SIMD2<Double>, _ other: SIMD2<Double>
  ) -> (high: SIMD2<Double>, low: SIMD2<Double>) {
    let high = one + other
    let rounded = high - one
    return (high, (one - (high - rounded)) + (other - rounded))
  }

  var first: DoubleDouble {
    DoubleDouble(firstHigh[0], plus: firstLow[0]) + DoubleDouble(firstHigh[1], plus: firstLow[1])
  }

  var second: DoubleDouble {
    DoubleDouble(secondHigh[0], plus: secondLow[0])
      + DoubleDouble(secondHigh[1], plus: secondLow[1])
  }
}

extension WindowSums {
  /// The sum of the values; infinite if it is beyond the doubles.
  var sum: Double {
    (DoubleDouble(origin * unit, times: Double(count)) + first.ordered).nearest / unit
  }

  /// The mean of the values, between the least and the greatest of them; NaN if there is none.
  var mean: Double {
    guard count > 0 else { return .nan }
    let mean = (DoubleDouble(origin * unit, plus: 0) + first.ordered / Double(count)).nearest
    return Swift.max(min, Swift.min(mean / unit, max))
  }

  /// The mean of the squared deviations from the mean; infinite if it is beyond the doubles, NaN if there is no value.
  var populationVariance: Double { scaledVariance / unit / unit }

  /// The root of the variance, which is finite where the variance itself is beyond the doubles.
  var populationStandardDeviation: Double { scaledVariance.squareRoot() / unit }

  private var scaledVariance: Double {
    guard count > 0 else { return .nan }
    let (first, count) = (first.ordered, Double(count))
    let squares = second.ordered - first * (first / count)
    return Swift.max(0, (squares / count).nearest)
  }
}
