/// Lengths of time as people write them.
package enum DurationText {
  private static let units = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("", 1000),
  ]

  /// The milliseconds of `1500ms`, `10s`, `2m`, `1h`, `30d`, or of a bare number of seconds.
  ///
  /// - Returns: `nil` for anything else, and for what no integer holds.
  package static func milliseconds(_ text: String) -> Int? {
    for (unit, scale) in units where text.hasSuffix(unit) {
      let digits = text.utf8.dropLast(unit.utf8.count)
      guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let number = Int(String(decoding: Array(digits), as: UTF8.self))
      else { continue }
      let (product, overflow) = number.multipliedReportingOverflow(by: scale)
      return overflow ? nil : product
    }
    return nil
  }

  /// A time as it is read here, in the greatest unit of which it is a multiple.
  static func text(ofMilliseconds milliseconds: Int) -> String {
    for (unit, scale) in [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    where milliseconds.isMultiple(of: scale) { return "\(milliseconds / scale)\(unit)" }
    return "\(milliseconds)ms"
  }
}
