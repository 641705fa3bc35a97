/// A length of time as ISO 8601 writes it: `PT4320S`, `P1DT1H`, `P2W`, `-PT0.5S`, `P0000-00-01T01:02:03`.
package struct ISODuration: Equatable, Sendable {
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads a duration whose length is fixed.
  ///
  /// Its numbers stand before letters of either case, `Y`, `M`, `W`, `D` and behind a `T` `H`, `M`, `S`, in this order, of which any but one
  /// may be missing. A sign may stand before the `P` and, as programs in Java write it, before each number; a fraction, with a point or a
  /// comma, belongs to the last number alone. Or it is written as a date and a time are: years, months and days (or years and days) with
  /// or without hyphens, hours, minutes and seconds with or without colons.
  ///
  /// What is finer than a nanosecond is rounded to the nearest one, halves to the even one.
  ///
  /// - Throws: `ISODurationFailure`, `noFixedLength` for years and months that are not zero.
  /// - Source: ISO 8601-1:2019, 5.5.2; the form of dates and times ISO 8601:2004, 4.4.3.3.
  package init(_ text: Span<UInt8>) throws(ISODurationFailure) {
    var reader = DurationReader()
    let isNegative = reader.sign(in: text)
    guard reader.letter("p", in: text), text.count > reader.place else { throw .malformed }
    let isSpelledOut = text[text.count - 1] &- UInt8(ascii: "0") > 9
    let sum =
      isSpelledOut ? try reader.components(in: text) : try reader.dateAndTime(in: text)
    guard let nanoseconds = Int64(exactly: isNegative ? -sum : sum) else { throw .tooLong }
    self.nanoseconds = nanoseconds
  }

  /// Reads a number of seconds, `4320` or `-0.5`, as tables have it that other programs wrote.
  init(seconds text: Span<UInt8>) throws(ISODurationFailure) {
    var reader = DurationReader()
    guard let nanoseconds = Int64(exactly: try reader.seconds(in: text)) else { throw .tooLong }
    self.nanoseconds = nanoseconds
  }
}

/// Why a text is no duration that can be added up.
package enum ISODurationFailure: Error, Equatable, Sendable {
  /// It is no duration of ISO 8601.
  case malformed
  /// It has years or months, which are of different lengths.
  case noFixedLength
  /// 64 bits do not hold its nanoseconds, which they do up to 292 years.
  case tooLong
}
