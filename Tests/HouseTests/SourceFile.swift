import Foundation

/// A Swift source as the rules see it: its words in order, without comments and without the text of its strings.
struct SourceFile: Sendable {
  /// The path from the root of the package, such as `Sources/Posix/Log.swift`.
  let path: String
  let text: String
  let tokens: [Token]

  /// A word, a number, or one other character.
  struct Token: Equatable, Sendable {
    let text: String
    let line: Int
    /// Nothing stands between this token and the one before it.
    let joined: Bool
  }

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var tokenizer = Tokenizer(bytes: Array(text.utf8))
    tokenizer.readCode(untilParenthesis: false)
    tokens = tokenizer.tokens
  }

  /// The folder below `Sources`, which is the room.
  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The file's name without `.swift`.
  var name: String {
    let last = path.split(separator: "/").last ?? ""
    return last.hasSuffix(".swift") ? String(last.dropLast(6)) : String(last)
  }

  var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

  /// The lines on which these tokens stand one after the other.
  func lines(with sequence: [String]) -> [Int] {
    guard let first = sequence.first else { return [] }
    return tokens.indices.filter { start in
      tokens[start].text == first
        && tokens[start...].prefix(sequence.count).map(\.text) == sequence
    }
    .map { tokens[$0].line }
  }

  /// The names of the types that the file declares, with their lines.
  var declaredTypes: [(name: String, line: Int)] {
    let words: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    return zip(tokens, tokens.dropFirst()).compactMap { keyword, name in
      guard words.contains(keyword.text), name.text.first?.isUppercase == true else { return nil }
      return (name.text, name.line)
    }
  }
}

/// Cuts a source into tokens. It knows comments (also nested), strings of every kind, and the code inside `\(...)`.
private struct Tokenizer {
  let bytes: [UInt8]
  var place = 0
  var line = 1
  var tokens: [SourceFile.Token] = []
  private var end = -1

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads to the end, or over the parenthesis that closes an interpolation.
  mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while place < bytes.count {
      if starts("//") {
        while place < bytes.count && bytes[place] != UInt8(ascii: "\n") { place += 1 }
      } else if starts("/*") {
        skipComment()
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else if isWordByte(bytes[place]) || isDirectiveStart() {
        readWord()
      } else {
        let byte = bytes[place]
        if untilParenthesis && byte == UInt8(ascii: ")") && depth == 0 {
          place += 1
          return
        }
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if byte == UInt8(ascii: "\n") { line += 1 }
        if byte > UInt8(ascii: " ") {
          append(String(UnicodeScalar(byte)), from: place, to: place + 1)
        }
        place += 1
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        place += 2
      } else if starts("*/") {
        depth -= 1
        place += 2
      } else {
        if bytes[place] == UInt8(ascii: "\n") { line += 1 }
        place += 1
      }
    } while depth > 0 && place < bytes.count
  }

  /// How many `#` stand before the quote that starts here; `nil` where no string starts.
  private func stringStart() -> Int? {
    var hashes = 0
    while place + hashes < bytes.count && bytes[place + hashes] == UInt8(ascii: "#") { hashes += 1 }
    guard place + hashes < bytes.count, bytes[place + hashes] == UInt8(ascii: "\"") else {
      return nil
    }
    return hashes
  }

  private mutating func readString(hashes: Int) {
    let start = place
    let marks = String(repeating: "#", count: hashes)
    let quote = bytes[(place + hashes)...].starts(with: "\"\"\"".utf8) ? "\"\"\"" : "\""
    append("\"", from: start, to: start)
    place += hashes + quote.utf8.count
    while place < bytes.count {
      if starts(quote + marks) {
        place += quote.utf8.count + hashes
        break
      } else if starts("\\" + marks + "(") {
        place += 2 + hashes
        readCode(untilParenthesis: true)
      } else if hashes == 0 && bytes[place] == UInt8(ascii: "\\") {
        place += 2
      } else {
        if bytes[place] == UInt8(ascii: "\n") { line += 1 }
        place += 1
      }
    }
    end = place
  }

  private mutating func readWord() {
    let start = place
    place += 1
    while place < bytes.count && isWordByte(bytes[place]) { place += 1 }
    append(String(decoding: bytes[start..<place], as: UTF8.self), from: start, to: place)
  }

  private mutating func append(_ text: String, from start: Int, to newEnd: Int) {
    tokens.append(.init(text: text, line: line, joined: start == end))
    end = newEnd
  }

  private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private func isDirectiveStart() -> Bool {
    (bytes[place] == UInt8(ascii: "#") || bytes[place] == UInt8(ascii: "@"))
      && place + 1 < bytes.count && isWordByte(bytes[place + 1])
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}

/// The package's files on disk.
enum House {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// The Swift files below a folder of the root, in the order of their paths.
  static func files(below folder: String) throws -> [SourceFile] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    return try walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
      SourceFile(
        path: "\(folder)/\($0)",
        text: try String(contentsOf: start.appending(path: $0), encoding: .utf8))
    }
  }

  static let sources = Result { try files(below: "Sources") }
}
