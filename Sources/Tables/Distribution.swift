/// The values of some rows of a column of numbers, without the nulls: what statistics of one column are made from.
///
/// The numbers of a date are days, of a time microseconds, of a boolean 0 and 1.
package struct Distribution: Sendable {
  package enum Values: Sendable {
    /// How often each mantissa occurs, from `least` on; the first and the last of the counts are not 0.
    case counts(least: Int64, [Int])
    /// The mantissas one by one, in the order of the rows.
    case mantissas([Int64])
    /// The numbers one by one, in the order of the rows; none is NaN.
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
