import Testing

@testable import Statistics

struct TermDictionaryTests {
  @Test func `words are numbered once, in the order in which they come`() {
    var random = SplitMix(state: 6)
    var dictionary = TermDictionary()
    var expected: [[UInt8]: Int] = [:]
    for _ in 0..<20_000 {
      let word = Array("w\(Int.random(in: 0..<6_000, using: &random))".utf8)
      let number = expected[word] ?? expected.count
      #expect(dictionary.number(of: word.span) == expected[word])
      expected[word] = number
      #expect(dictionary.number(adding: word.span) == number)
    }
    #expect(dictionary.count == expected.count)
    for (word, number) in expected { #expect(dictionary.word(number).elementsEqual(word)) }
  }

  @Test func `words that differ in length, in zeros or in one byte are different words`() {
    let words: [[UInt8]] = [
      [], [0], [0, 0], [1], [1, 0], Array(repeating: 0, count: 7), Array(repeating: 0, count: 8),
      Array(repeating: 0, count: 14), Array("abcdefg".utf8), Array("abcdefgh".utf8),
      Array("abcdefh".utf8),
    ]
    var dictionary = TermDictionary()
    for word in words { _ = dictionary.number(adding: word.span) }
    for (number, word) in words.enumerated() { #expect(dictionary.number(of: word.span) == number) }
  }

  @Test func `the memory that is told covers words, ends and places`() {
    var dictionary = TermDictionary()
    #expect(dictionary.byteCount == 8 * 1024)
    _ = dictionary.number(adding: Array("lamp".utf8).span)
    #expect(dictionary.byteCount == 8 * 1024 + 8 + 4)
  }
}
