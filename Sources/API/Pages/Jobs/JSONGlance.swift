internal import JSON
internal import Statistics

/// The beginning of a JSON text, laid out for people.
struct JSONGlance: Sendable {
  let text: String
  /// Whether there is more.
  let isCut: Bool

  /// - Parameters:
  ///   - bytes: the text or its beginning.
  ///   - isWhole: whether nothing is missing of it.
  ///   - limitBytes: how long it may be in a page, with what has to be escaped there.
  init(_ bytes: [UInt8], isWhole: Bool, limitBytes: Int) {
    let lines = JSONIndentation.lines(of: bytes)
    var room = limitBytes
    var end = 0
    for byte in lines {
      room -= Self.length(of: byte)
      if room < 0 { break }
      end += 1
    }
    // No letter is cut apart.
    while end < lines.count, end > 0, lines[end] & 0xC0 == 0x80 { end -= 1 }
    text = String(decoding: lines[..<end], as: UTF8.self)
    isCut = !isWhole || end < lines.count
  }

  /// How long a byte is in a page.
  private static func length(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\""): 6
    case UInt8(ascii: "&"), UInt8(ascii: "'"): 5
    case UInt8(ascii: "<"), UInt8(ascii: ">"): 4
    case ..<0x20: 3
    default: 1
    }
  }
}

extension MarkupWriter {
  mutating func glance(_ glance: JSONGlance, whole address: String) {
    begin("pre", ("tabindex", "0"))
    element("code", text: glance.text + (glance.isCut ? "\n…" : ""))
    end()
    guard glance.isCut else { return }
    begin("p", ("class", "note"))
    text("That is the beginning. ")
    element("a", ("href", address), text: "All of it")
    end()
  }
}
