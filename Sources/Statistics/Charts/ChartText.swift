/// Texts that must fit into charts, whose fonts nobody knows beforehand.
package enum ChartText {
  /// About how wide a text is drawn in a generic font without serifs.
  ///
  /// - Parameter size: of the font; the answer has the same unit.
  package static func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + width(of: $1) } * size
  }

  /// A text on one line, cut to a width and then marked with an ellipsis. Blanks, tabs and ends of lines become one blank each time.
  ///
  /// - Complexity: O(*n*) in the length of the text, but what is returned is bounded by the width: no character keeps more than 16 scalars.
  package static func cut(_ text: String, toWidth limit: Double, size: Double) -> String {
    let ellipsis = width(of: "…") * size
    var (line, cut) = ("", "")
    var used = 0.0
    for character in onOneLine(text) {
      let next = used + width(of: character) * size
      if next > limit { return cut + "…" }
      if next + ellipsis <= limit { cut.append(character) }
      line.append(character)
      used = next
    }
    return line
  }

  /// A text on so many lines of a width, parted between words where that is possible. The last one is cut.
  package static func wrapped(
    _ text: String, toWidth limit: Double, size: Double, lines count: Int
  ) -> [String] {
    var lines: [String] = []
    var words = onOneLine(text).split(separator: " ")[...]
    while let first = words.first, lines.count < count {
      if lines.count == count - 1 {
        lines.append(cut(words.joined(separator: " "), toWidth: limit, size: size))
        break
      }
      var line = String(first)
      words = words.dropFirst()
      while let next = words.first, width(of: "\(line) \(next)", size: size) <= limit {
        line += " \(next)"
        words = words.dropFirst()
      }
      lines.append(cut(line, toWidth: limit, size: size))
    }
    return lines
  }

  /// A name within a sentence: on one line, of about sixty letters.
  static func name(_ text: String) -> String {
    let name = cut(text, toWidth: 36, size: 1)
    return name.isEmpty ? "(without a name)" : name
  }

  /// `1 point`, `12,345 points`.
  static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(NumberText.whole(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  // Leaves

  /// White space becomes single blanks, endless combinations of marks end, and letters keep their direction.
  private static func onOneLine(_ text: String) -> String {
    var line = ""
    for character in text {
      if character.isWhitespace || character.isNewline {
        if !line.isEmpty, line.last != " " { line.append(" ") }
      } else if character.unicodeScalars.count > 16 {
        line.unicodeScalars.append(contentsOf: character.unicodeScalars.prefix(16))
      } else if let scalar = character.unicodeScalars.first, !isDirection(scalar) {
        line.append(character)
      }
    }
    if line.last == " " { line.removeLast() }
    return line
  }

  /// What turns the direction of all that follows, numbers of the chart among it (Unicode Standard Annex 9, 2).
  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
  }

  /// In parts of the font's size, as wide as in the widest of the usual fonts, DejaVu Sans.
  private static func width(of character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", " ", "!": return 0.32
    case "f", "r", "t", "(", ")", "[", "]", "/", "-": return 0.42
    case "m", "M", "W", "w", "%", "@", "—", "…", "+", "=", "<", ">", "−": return 1
    case "0"..."9", "a"..."z": return 0.64
    case "A"..."Z": return 0.72
    case "⁰", "¹", "²", "³", "⁴"..."⁹", "⁻": return 0.42
    case "\u{0}"..."\u{10FF}": return 0.72
    default: return 1.05
    }
  }
}
