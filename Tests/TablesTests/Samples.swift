import Dispatch

@testable import Tables

/// A table as rows of texts, written down in one of the many ways a CSV file can be, and read back in an obvious way.
struct PlainTable {
  var names: [String]
  var rows: [[String]]

  /// How a file is spelled.
  struct Spelling {
    var delimiter = ","
    var lineEnd = "\n"
    var hasMark = false
    var endsLastLine = true
    /// One in so many cells is quoted without need; 0 for none.
    var needlessQuotes = 0
    /// One in so many rows is followed by a blank line; 0 for none.
    var blankLines = 0

    static func random(_ random: inout some RandomNumberGenerator) -> Spelling {
      Spelling(
        delimiter: [",", ";", "\t", "|"].randomElement(using: &random) ?? ",",
        lineEnd: Bool.random(using: &random) ? "\n" : "\r\n",
        hasMark: Bool.random(using: &random), endsLastLine: Bool.random(using: &random),
        needlessQuotes: Int.random(in: 0...4, using: &random),
        blankLines: Int.random(in: 0...5, using: &random))
    }
  }

  func bytes(
    _ spelling: Spelling, _ random: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var text = spelling.hasMark ? "\u{FEFF}" : ""
    for (number, row) in ([names] + rows).enumerated() {
      if number > 0 { text += spelling.lineEnd }
      if number > 0, chance(spelling.blankLines, &random) { text += spelling.lineEnd }
      text += row.map { cell($0, spelling, &random) }.joined(separator: spelling.delimiter)
      if row == [""] { text += "\"\"" }
    }
    if spelling.endsLastLine { text += spelling.lineEnd }
    return Array(text.utf8)
  }

  private func cell(
    _ text: String, _ spelling: Spelling, _ random: inout some RandomNumberGenerator
  ) -> String {
    let special = ["\"", "\n", "\r", spelling.delimiter].contains {
      text.utf8.contains(Array($0.utf8)[0])
    }
    guard special || chance(spelling.needlessQuotes, &random), !(names.count == 1 && text.isEmpty)
    else { return text }
    let doubled = text.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }

  private func chance(_ one: Int, _ random: inout some RandomNumberGenerator) -> Bool {
    one > 0 && Int.random(in: 0..<one, using: &random) == 0
  }
}

/// Random numbers that come again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

/// Lends a cell as it stands in a file, with what may be read behind it.
func withCell<Answer>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Answer) -> Answer {
  let padded = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "9"), count: CSVLoader.slackBytes)
  return padded.withUnsafeBufferPointer {
    body(UnsafeBufferPointer(rebasing: $0[..<text.utf8.count]))
  }
}

/// Lends a whole input, with other bytes behind it.
func withInput<Answer>(_ text: String, _ body: (CSVInput) throws -> Answer) rethrows -> Answer {
  let padded =
    Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "\""), count: CSVLoader.slackBytes)
  return try padded.withUnsafeBytes { bytes in
    let input = UnsafeRawBufferPointer(rebasing: bytes[..<text.utf8.count])
    return try body(CSVInput(input, start: bytes.baseAddress.unsafelyUnwrapped))
  }
}

extension Lanes {
  /// Real threads.
  static func threads(_ count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces) { body($0) }
    }
  }
}

extension Table {
  /// All cells of a column as they could be written; `nil` for null.
  func texts(_ name: String) -> [String?] {
    guard let column = column(name) else { return [] }
    switch column.storage {
    case .text(let texts):
      let coded = texts.coded
      return coded.segments.flatMap { segment in
        (0..<segment.count).map { row -> String? in
          let slot = segment[row]
          return slot == 0 ? nil : String(decoding: coded.words.bytes(of: slot - 1), as: UTF8.self)
        }
      }
    case .numbers:
      return numbers(name).map { value in
        value.map { column.type == .decimal ? "\($0)" : "\(Int($0))" }
      }
    }
  }

  /// All values of a column of numbers; `nil` for null.
  func numbers(_ name: String) -> [Double?] {
    guard let numbers = column(name)?.numbers else { return [] }
    return numbers.segments.flatMap { segment in (0..<segment.count).map { segment[$0] } }
  }

  /// The words of a text column in the order of their codes.
  func words(_ name: String) -> [String] {
    guard let words = column(name)?.categories() else { return [] }
    return (0..<words.count).map(words.word)
  }
}
