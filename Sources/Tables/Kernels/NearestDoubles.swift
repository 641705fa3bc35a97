extension Column {
  /// The value of each row as the double next to it; NaN for null.
  ///
  /// Days of a date, microseconds of a datetime, 0 and 1 of a boolean; of a text the number that it is, NaN if it is none.
  ///
  /// - Complexity: O(*rows*), some nanoseconds each, and O(*words*) where texts are coded.
  package func doubles(on lanes: Lanes) throws(Cancelled) -> [Double] {
    switch storage {
    case .numbers(let numbers):
      let parts = try lanes.map(numbers.segments.count) { numbers.segments[$0].doubles }
      return try joined(parts, on: lanes)
    case .text(let texts):
      let reading = try unsafe TextReading(texts, null: .nan, on: lanes) { text in
        unsafe nearestDouble(withoutBlanks(text))
      }
      let parts = try lanes.map(texts.segments.count) { segment throws(Cancelled) in
        try reading.values(of: segment, on: lanes)
      }
      return try joined(parts, on: lanes)
    }
  }
}

/// The double next to the number that a text is; NaN if it is none.
///
/// - Parameter text: without blanks around it; 8 bytes from its first on must be readable.
private func nearestDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double {
  let number = unsafe NumberText(text, isStrict: false)
  switch number.form {
  case .whole, .decimal: return nearestDouble(number.mantissa, scale: number.scale)
  case .inexact: return unsafe NumberText.nearest(text) ?? .nan
  case .none: return .nan
  }
}
