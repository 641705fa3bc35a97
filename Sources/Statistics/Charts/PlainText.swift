import Tables

/// Names, values and shares as they stand in charts and reports: short, on one line, and without what would disturb the texts around them.
enum PlainText {
  /// How wide names and values are at most, in widths of the font's size; about eighty letters.
  static let widthLimit = 48.0
  /// What is looked at of a longer one.
  private static let scalarLimit = 400

  /// A name that somebody chose.
  static func name(_ name: String) -> String {
    let short = cut(name.unicodeScalars.prefix(scalarLimit + 1))
    return short.isEmpty ? "(without a name)" : short
  }

  /// A value as people read it.
  ///
  /// - Complexity: O(1): of a long text only the beginning is looked at.
  static func value(_ cell: Cell) -> String {
    switch cell {
    case .null: return "–"
    case .integer(let number): return NumberText.whole(Int(number))
    case .decimal(let number): return NumberText.readable(number)
    case .boolean(let truth): return truth ? "true" : "false"
    case .date(let days): return MomentText.day(days)
    case .datetime(let microseconds): return MomentText.moment(microseconds: microseconds)
    case .text(let bytes):
      let isLong = bytes.count > 4 * scalarLimit
      let decoded = String(decoding: bytes.prefix(4 * scalarLimit), as: UTF8.self)
      // A scalar that was cut in two is a replacement at the end.
      var scalars = decoded.unicodeScalars[...].prefix(scalarLimit + 1)
      if isLong, scalars.count <= scalarLimit { scalars.append("…") }
      let short = cut(scalars)
      return short.isEmpty ? "(blanks only)" : short
    }
  }

  /// How many of all, as a share of a hundred: `12.3%`. Only none is 0% and only all are 100%.
  static func share(_ count: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let thousandths = (Double(count) / Double(whole) * 1000).rounded()
    if count > 0, thousandths == 0 { return "<0.1%" }
    if count < whole, thousandths == 1000 { return ">99.9%" }
    return NumberText.readable(thousandths / 10) + "%"
  }

  /// One line within the limit. Controls, of direction too, are told apart from what can be read.
  private static func cut(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars where !isDirection(scalar) {
      text.append(isReadable(scalar) ? scalar : "\u{FFFD}")
    }
    return ChartText.cut(String(text), toWidth: widthLimit, size: 1)
  }

  /// Marks that are not seen, but turn the direction of what stands beside them (Unicode Standard Annex 9, 2).
  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{200E}", "\u{200F}", "\u{061C}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: false
    }
  }

  /// Whether HTML may hold a scalar: no control but white space, and nothing that is no character (HTML, 13.2.3.5).
  private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xC, 0xD: true
    case 0x0...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }
}
