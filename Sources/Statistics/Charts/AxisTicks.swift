/// The numbers at which an axis bears marks, and their labels.
///
/// They are whole multiples of a step of 1, 2, 2.5 or 5 times a power of ten. Multiples are counted in integers and made doubles through their
/// decimal text, so each is the nearest double to its label, and no two labels are the same.
///
/// - Source: P. S. Heckbert, Nice Numbers for Graph Labels, Graphics Gems (1990), pp. 61-63 (ticks that enclose the data), with the step
///   2.5 of J. Talbot, S. Lin, P. Hanrahan, An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes, IEEE TVCG 16 (2010).
package struct AxisTicks: Equatable, Sendable {
  /// Which steps lie between marks.
  package enum Steps: Sendable {
    /// Whatever fits, fractions among them.
    case decimal
    /// Whole numbers only: for counts.
    case whole
  }

  /// Where the marks are, rising evenly.
  package let values: [Double]
  /// One for each mark, with the decimals that the step needs. Where it is shorter, all are written with the same power of ten, a multiple of
  /// three, if the greatest is 10^6 or more, or below 1/10,000.
  package let labels: [String]

  /// The finest marks that enclose a range and are not more than the limit.
  ///
  /// A range of one value is widened by a tenth of it to both sides, and one that is narrower than 10^-12 of its distance from 0 to that, since
  /// doubles could not tell its marks apart. Numbers beyond ±10^308 are not enclosed.
  ///
  /// - Parameters:
  ///   - limit: how many marks there may be; below 5 it is taken as 5, above 11 as 11. There are at least 3, but for whole steps 2.
  package init(
    covering range: ClosedRange<Double>, limit: Int = 8, steps: Steps = .decimal
  ) {
    let range = Self.widened(range)
    let limit = max(5, min(limit, 11))
    let gap = range.upperBound / Double(limit - 1) - range.lowerBound / Double(limit - 1)
    var step = DecimalStep(atMost: gap, steps: steps)
    var multiples = step.multiples(covering: range)
    while multiples.count > limit {
      step = step.next
      multiples = step.multiples(covering: range)
    }
    values = multiples.map(step.value)
    labels = step.labels(of: multiples)
  }

  private init(values: [Double], labels: [String]) {
    self.values = values
    self.labels = labels
  }

  /// Only the marks that lie in a range.
  package func within(_ range: ClosedRange<Double>) -> AxisTicks {
    let places = values.indices.filter { range.contains(values[$0]) }
    return AxisTicks(values: places.map { values[$0] }, labels: places.map { labels[$0] })
  }

  /// A range that marks can divide.
  static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let greatest = 1e308
    let low = max(-greatest, min(range.lowerBound, greatest))
    let high = max(-greatest, min(range.upperBound, greatest))
    let magnitude = max(low.magnitude, high.magnitude)
    if low == high {
      let half = magnitude == 0 ? 1 : max(magnitude / 10, 1e-300)
      return low - half...high + half
    }
    let least = max(magnitude * 1e-12, 1e-300)
    guard high - low < least else { return low...high }
    let middle = low + (high - low) / 2
    return middle - least / 2...middle + least / 2
  }
}

/// A step between marks: `mantissa` times ten to the power of `exponent`.
struct DecimalStep: Equatable {
  private static let leads = [1, 2, 25, 5]

  private let lead: Int
  /// The power of ten of the lead's last digit.
  let exponent: Int
  private let steps: AxisTicks.Steps

  var mantissa: Int { Self.leads[lead] }

  private init(lead: Int, exponent: Int, steps: AxisTicks.Steps) {
    self.lead = lead
    self.exponent = exponent
    self.steps = steps
  }

  /// A power of ten that is not greater than a gap, or 1 if it must be whole.
  init(atMost gap: Double, steps: AxisTicks.Steps) {
    let exponent = DecimalDigits(gap).exponent
    let isTooFine = steps == .whole && exponent < 0
    self.init(lead: 0, exponent: isTooFine ? 0 : exponent, steps: steps)
  }

  /// The next greater step.
  var next: DecimalStep {
    switch mantissa {
    case 2 where steps == .whole && exponent == 0:
      DecimalStep(lead: 3, exponent: exponent, steps: steps)
    // 2.5 has one digit more than 2 and 5, and so another last place.
    case 2: DecimalStep(lead: 2, exponent: exponent - 1, steps: steps)
    case 25: DecimalStep(lead: 3, exponent: exponent + 1, steps: steps)
    case 5: DecimalStep(lead: 0, exponent: exponent + 1, steps: steps)
    default: DecimalStep(lead: lead + 1, exponent: exponent, steps: steps)
    }
  }

  /// A multiple of the step, the nearest double to its decimal text.
  func value(_ multiple: Int) -> Double {
    Double("\(multiple * mantissa)e\(exponent)") ?? 0
  }

  /// The multiples from the last one that is not above a range to the first that is not below it.
  ///
  /// - Precondition: the range was widened, so a quotient of its ends and the step is far from the bounds of 64 bits.
  func multiples(covering range: ClosedRange<Double>) -> ClosedRange<Int> {
    let step = value(1)
    // Quotients are rounded, so they may be wrong by one.
    var low = Int((range.lowerBound / step).rounded())
    if value(low) > range.lowerBound { low -= 1 }
    if value(low + 1) <= range.lowerBound { low += 1 }
    var high = Int((range.upperBound / step).rounded())
    if value(high) < range.upperBound { high += 1 }
    if value(high - 1) >= range.upperBound { high -= 1 }
    return low...max(low, high)
  }

  func labels(of multiples: ClosedRange<Int>) -> [String] {
    let numbers = multiples.map { $0 * mantissa }
    let digitCount = numbers.map { $0.magnitude.description.utf8.count }.max() ?? 1
    let greatest = digitCount - 1 + exponent
    guard greatest >= 6 || greatest < -4 else { return plainLabels(of: numbers, greatest) }
    let scientific = scientificLabels(of: numbers, greatest)
    guard (-15..<15).contains(greatest) else { return scientific }
    let plain = plainLabels(of: numbers, greatest)
    let isShorter = (plain.map(\.count).max() ?? 0) < (scientific.map(\.count).max() ?? 0)
    return isShorter ? plain : scientific
  }

  private func plainLabels(of numbers: [Int], _ greatest: Int) -> [String] {
    numbers.map { Self.text($0, exponent: exponent, groups: greatest >= 4) }
  }

  private func scientificLabels(of numbers: [Int], _ greatest: Int) -> [String] {
    let power = Int((Double(greatest) / 3).rounded(.down)) * 3
    return numbers.map { number in
      if number == 0 { return "0" }
      let significand = Self.text(number, exponent: exponent - power, groups: false)
      return "\(significand)×10\(NumberText.superscript(power))"
    }
  }

  private static func text(_ number: Int, exponent: Int, groups: Bool) -> String {
    var digits = number.magnitude.description.utf8.map { $0 - UInt8(ascii: "0") }
    if number == 0 { digits = Array(repeating: 0, count: max(1, 1 - exponent)) }
    let place = number == 0 ? 1 : digits.count + exponent
    let text = NumberText.plain(digits, pointBehind: place, groups: groups)
    return (number < 0 ? "−" : "") + text
  }
}
