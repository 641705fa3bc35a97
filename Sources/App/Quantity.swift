internal import API

/// Numbers with units, as people type them.
enum Quantity {
  /// A whole number in digits, without a sign.
  static func integer(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
  }

  /// A time in milliseconds: `1500ms`, `10s`, `2m`, `1h`, `30d`, or a bare number of seconds.
  static func milliseconds(_ text: String) -> Int? {
    DurationText.milliseconds(text)
  }

  /// A size in bytes: `16KiB`, `5MB`, or a bare number.
  static func bytes(_ text: String) -> Int? {
    let units = [
      ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1000), ("MB", 1_000_000),
      ("GB", 1_000_000_000), ("", 1),
    ]
    for (suffix, scale) in units where text.hasSuffix(suffix) {
      guard let number = integer(text.dropLast(suffix.count)) else { continue }
      let (product, overflow) = number.multipliedReportingOverflow(by: scale)
      return overflow ? nil : product
    }
    return nil
  }
}
