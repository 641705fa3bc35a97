/// A text as it may stand on a terminal: one line, without what would steer the terminal.
///
/// Cells of a file are anybody's: an escape sequence in one could clear the screen or write elsewhere, a mark of direction could turn a
/// line around.
struct ShownText: Equatable {
  private(set) var text: String
  /// How many columns of a terminal it takes.
  private(set) var width: Int

  static let ellipsis = "…"

  init(_ raw: String) {
    let isPlain = raw.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    text = isPlain ? raw : Self.escaped(raw)
    width = isPlain ? raw.utf8.count : text.reduce(0) { $0 + Self.width(of: $1) }
  }

  /// Cuts what does not fit in so many columns, and says so with an ellipsis.
  mutating func cut(to limit: Int) {
    guard width > limit else { return }
    var kept = ""
    var taken = 0
    for character in text {
      let width = Self.width(of: character)
      if taken + width > max(0, limit - 1) { break }
      kept.append(character)
      taken += width
    }
    text = limit > 0 ? kept + Self.ellipsis : ""
    width = limit > 0 ? taken + 1 : 0
  }

  private static func escaped(_ raw: String) -> String {
    var text = ""
    for scalar in raw.unicodeScalars {
      switch scalar.value {
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// 2 for characters of East Asia and pictures, which terminals draw twice as wide, else 1.
  ///
  /// - Source: Unicode Standard Annex 11, the ranges of East Asian Width W and F in coarse outline.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return character.unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1
    }
  }
}
