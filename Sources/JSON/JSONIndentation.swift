/// Lays a JSON text out for people: each member and each element on a line of its own, indented by its depth.
package enum JSONIndentation {
  /// How many blanks a level is indented by.
  private static let width = 4

  /// The same values in lines, as Python's `json.dump(value, file, indent=4, ensure_ascii=False)` writes them: a blank behind each
  /// colon, `[]` and `{}` where there is nothing in them, no line end at the end.
  ///
  /// Strings and numbers stay as they are, byte by byte. White space between values is left out first, so a text that is laid out already
  /// comes back as it is.
  ///
  /// - Parameter text: a JSON text. What is none is passed on in some form, without harm.
  /// - Complexity: O(bytes of the result), in one pass.
  package static func lines(of text: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count + text.count / 2)
    var depth = 0
    var place = 0
    while place < text.count {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "\""):
        let end = endOfString(in: text, from: place)
        lines.append(contentsOf: text[place..<end])
        place = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        lines.append(byte)
        let next = text.span.endOfWhiteSpace(from: place + 1)
        if next < text.count, isClosing(text[next]) {
          lines.append(text[next])
          place = next
        } else {
          depth += 1
          breakLine(&lines, depth)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth = max(0, depth - 1)
        breakLine(&lines, depth)
        lines.append(byte)
      case UInt8(ascii: ","):
        lines.append(byte)
        breakLine(&lines, depth)
      case UInt8(ascii: ":"):
        lines.append(byte)
        lines.append(UInt8(ascii: " "))
      case 0x20, 0x0A, 0x0D, 0x09: break
      default: lines.append(byte)
      }
      place += 1
    }
    return lines
  }

  // Leaves

  /// The place behind the quote that closes a string, or the end of the text.
  private static func endOfString(in text: [UInt8], from start: Int) -> Int {
    var place = start + 1
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "\\"): place += 2
      case UInt8(ascii: "\""): return place + 1
      default: place += 1
      }
    }
    return text.count
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  private static func breakLine(_ lines: inout [UInt8], _ depth: Int) {
    lines.append(UInt8(ascii: "\n"))
    lines.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * width))
  }
}
