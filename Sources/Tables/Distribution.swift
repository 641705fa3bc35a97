/// The values of some rows of a column of numbers, without the nulls: what statistics of one column are made from.
///
/// The numbers of a date are days, of a time microseconds, of a boolean 0 and 1.
package struct Distribution: Sendable {
  package enum Values: Sendable {
    /// How often each mantissa occurs, from `least` on; the first and the last of the counts are not 0.
    case counts(least: Int64, [Int])
    /// The mantissas one by one, in the order of the rows.
    case mantissas([Int64])
    /// The numbers one by one, in the order of the rows; all are finite, since a cell beyond the range of doubles is read as no number.
    case doubles([Double])
  }

  package let values: Values
  /// A value is its mantissa divided by ten to this power; 0 for doubles.
  package let scale: Int
  /// How many values there are.
  package let count: Int
  /// How many of the rows have no value.
  package let nullCount: Int

  package init(values: Values, scale: Int, count: Int, nullCount: Int) {
    self.values = values
    self.scale = scale
    self.count = count
    self.nullCount = nullCount
  }
}

extension Distribution {
  /// The double next to a quotient of mantissas, as the value that it stands for.
  ///
  /// - Parameters:
  ///   - numerator: a sum of mantissas, of a magnitude below 2^127.
  ///   - divisor: from 1 to 2^64.
  package func quotient(_ numerator: Int128, by divisor: UInt128 = 1) -> Double {
    nearestDouble(numerator, over: divisor * UInt128(powersOfTen[scale]))
  }

  /// What mantissas are divided by: ten to `scale`; 1 for doubles.
  package var unit: Double { Double(powersOfTen[scale]) }
}

extension Column {
  /// The values of the selected rows.
  ///
  /// Whole numbers and decimals whose mantissas lie close together are counted: that is a twentieth of the work of every later statistic. Which
  /// form it is depends on the column and on how many rows are selected, never on the lanes.
  ///
  /// - Returns: `nil` for a text.
  /// - Complexity: O(*rows*), about a nanosecond a row and lane.
  package func distribution(
    in selection: Selection, on lanes: Lanes
  ) throws(Cancelled) -> Distribution? {
    guard let numbers else { return nil }
    let rowCount = selection.count
    if let range = numbers.range, MantissaCounts.pays(for: range, rowCount: rowCount) {
      let next = PieceCounter()
      let parts = try lanes.map(min(lanes.count, numbers.segments.count)) { _ throws(Cancelled) in
        var counts = MantissaCounts(of: numbers, in: range)
        while true {
          try lanes.check()
          let segment = next.take()
          guard segment < numbers.segments.count else { return counts }
          counts.add(segment, in: selection)
        }
      }
      return MantissaCounts.distribution(of: parts, scale: numbers.scale)
    }
    let present = PresentNumbers(of: numbers)
    if numbers.isInexact {
      let parts = try lanes.map(numbers.segments.count) { present.doubles(of: $0, in: selection) }
      return Distribution(.doubles(try joined(parts, on: lanes)), rowCount: rowCount)
    }
    let parts = try lanes.map(numbers.segments.count) { present.mantissas(of: $0, in: selection) }
    return Distribution(
      .mantissas(try joined(parts, on: lanes)), scale: numbers.scale, rowCount: rowCount)
  }

  /// The values of some rows, such as those of one group.
  ///
  /// - Parameter rows: row numbers of the whole table, ascending.
  /// - Returns: `nil` for a text.
  /// - Complexity: O(*rows* + *segments*).
  package func distribution(at rows: ArraySlice<UInt32>) -> Distribution? {
    guard let numbers else { return nil }
    let isWorthCounting = rows.count >= MantissaCounts.fewRows
    if isWorthCounting, let range = numbers.range,
      MantissaCounts.pays(for: range, rowCount: rows.count)
    {
      var counts = MantissaCounts(of: numbers, in: range)
      numbers.forEachSegment(of: rows) { counts.add($0, rows: $1, from: $2) }
      return MantissaCounts.distribution(of: [counts], scale: numbers.scale)
    }
    let present = PresentNumbers(of: numbers)
    if numbers.isInexact {
      return Distribution(.doubles(present.doubles(at: rows)), rowCount: rows.count)
    }
    return Distribution(
      .mantissas(present.mantissas(at: rows)), scale: numbers.scale, rowCount: rows.count)
  }

  /// The values of some rows, all multiplied by ten to the scale of the column: decimals become whole numbers, which doubles hold exactly below
  /// 2^53. NaN for null, and for every row of a text.
  ///
  /// - Parameter rows: row numbers of the whole table, ascending.
  /// - Complexity: O(*rows* + *segments*).
  package func multiples(at rows: ArraySlice<UInt32>) -> [Double] {
    guard let numbers else { return Array(repeating: .nan, count: rows.count) }
    return PresentNumbers(of: numbers).multiples(at: rows)
  }

  /// The values of some rows as the doubles next to them; NaN for null, and for every row of a text.
  ///
  /// - Parameter rows: row numbers of the whole table, ascending.
  /// - Complexity: O(*rows* + *segments*).
  package func doubles(at rows: ArraySlice<UInt32>) -> [Double] {
    guard let numbers else { return Array(repeating: .nan, count: rows.count) }
    return PresentNumbers(of: numbers).nearestDoubles(at: rows)
  }
}

extension Distribution {
  fileprivate init(_ values: Values, scale: Int = 0, rowCount: Int) {
    let count =
      switch values {
      case .counts(_, let counts): counts.reduce(0, +)
      case .mantissas(let mantissas): mantissas.count
      case .doubles(let doubles): doubles.count
      }
    self.init(values: values, scale: scale, count: count, nullCount: rowCount - count)
  }
}

/// The parts one behind the other.
func joined<Value>(_ parts: [[Value]], on lanes: Lanes) throws(Cancelled) -> [Value] {
  var all: [Value] = []
  all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
  for part in parts {
    try lanes.check()
    all.append(contentsOf: part)
  }
  return all
}
