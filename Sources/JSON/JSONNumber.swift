/// Numbers of JSON's grammar as values.
enum JSONNumber {
  /// The value of a text that the grammar accepts.
  ///
  /// - Parameter isInteger: it has neither fraction nor exponent.
  /// - Returns: an integer where 64 bits hold it, else the nearest double; `nil` when that is not finite. `-0` is a double, because
  ///   no integer says it.
  static func value(of text: ArraySlice<UInt8>, isInteger: Bool) -> JSONValue? {
    if isInteger, let integer = integer(text) { return .integer(integer) }
    // The standard library reads more than JSON allows, but the grammar has been checked; it rounds to nearest.
    guard let double = Double(String(decoding: text, as: UTF8.self)), double.isFinite else {
      return nil
    }
    return .double(double)
  }

  private static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
      let (next, overflowsAgain) =
        isNegative
        ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
      if overflows || overflowsAgain { return nil }
      value = next
    }
    return isNegative && value == 0 ? nil : value
  }
}
