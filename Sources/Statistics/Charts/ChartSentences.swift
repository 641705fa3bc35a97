/// What the descriptions of charts say alike.
extension ChartText {
  /// Where the least and the greatest value of a series are.
  ///
  /// - Parameter isAlone: whether there is no other series, so that its name need not be told.
  static func extremes(
    _ extent: Extent, of series: String, isAlone: Bool, least: String, greatest: String
  ) -> String {
    let subject = isAlone ? "" : "\(name(series)): "
    let low = NumberText.readable(extent.least)
    if extent.least == extent.greatest {
      return "\(subject)\(extent.count == 1 ? "The value" : "Every value") is \(low)."
    }
    let high = NumberText.readable(extent.greatest)
    return "\(subject)The least value is \(low) (\(least)), the greatest \(high) (\(greatest))."
  }

  /// Tells of values that are no finite numbers; empty if there are none.
  ///
  /// - Parameter count: how many values there are besides.
  static func omitted(_ omittedCount: Int, besides count: Int) -> [String] {
    if count == 0, omittedCount == 0 { return ["There are no values."] }
    guard omittedCount > 0 else { return [] }
    let verb = omittedCount == 1 ? "is" : "are"
    return ["\(counted(omittedCount, "value")) \(verb) missing or not finite and left out."]
  }

  /// Tells of series beyond the limit; empty if there are none.
  static func unshown(series count: Int) -> [String] {
    let rest = count - Palette.seriesLimit
    guard rest > 0 else { return [] }
    return [
      "\(counted(rest, "further series", plural: "further series")) \(rest == 1 ? "is" : "are") not shown."
    ]
  }
}
