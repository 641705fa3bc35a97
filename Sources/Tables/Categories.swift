/// The words of a text column, each once, numbered from 0. Null is no word and has no code.
package struct Categories: Sendable {
  private let words: WordTable

  init(_ words: WordTable) {
    self.words = words
  }

  /// How many words there are.
  package var count: Int { words.count }

  /// The word of a code in `0..<count`. Bytes that are no UTF-8 are shown as U+FFFD.
  package func word(_ code: Int) -> String {
    String(decoding: words.bytes(of: code), as: UTF8.self)
  }

  /// The code of the word that consists of exactly these bytes; `nil` if no row bears it.
  ///
  /// - Complexity: O(length of the word).
  package func code(of word: String) -> Int? {
    words.code(of: word.utf8)
  }
}
