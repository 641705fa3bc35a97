import Testing

@testable import Tables

struct WordTableTests {
  @Test func `words are numbered in the order in which they come`() {
    var random = Seeded(4)
    var table = WordTable()
    var plain: [[UInt8]: Int] = [:]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...40, using: &random)
      let word = (0..<length).map { _ in UInt8.random(in: 0...1, using: &random) }
      #expect(table.code(of: word) == plain[word])
      let code = plain[word] ?? plain.count
      plain[word] = code
      #expect(table.insert(word) == code)
    }
    #expect(table.count == plain.count)
    #expect(table.byteCount == plain.keys.reduce(0) { $0 + $1.count })
    for (word, code) in plain { #expect(Array(table.bytes(of: code)) == word) }
  }

  @Test func `words that share their first and last bytes are told apart`() {
    var table = WordTable()
    let words = (0..<500).map { "0123456789abcdef\($0)0123456789abcdef" } + ["", "\0", "\0\0"]
    for (code, word) in words.enumerated() { #expect(table.insert(word.utf8) == code) }
    for (code, word) in words.enumerated() { #expect(table.code(of: word.utf8) == code) }
    #expect(table.code(of: "0123456789abcdef".utf8) == nil)
  }

  @Test func `words one behind the other are taken in as if they had come one by one`() throws {
    for count in [0, 1, 7, 8, 9, 1000] {
      var table = WordTable()
      for number in 0..<count {
        _ = table.insert("\(String(repeating: "long ", count: number % 9))\(number)".utf8)
      }
      var other = try #require(WordTable(text: table.text, bounds: table.bounds))
      #expect(other.count == count && other.byteCount == table.byteCount)
      for code in 0..<count { #expect(other.code(of: table.bytes(of: code)) == code) }
      #expect(other.code(of: "none".utf8) == nil)
      #expect(other.insert("none".utf8) == count && other.code(of: "none".utf8) == count)
    }
  }

  @Test func `texts one behind the other have the slots that they have one by one`() {
    var random = Seeded(9)
    for count in [0, 1, 2, 30, 400] {
      let texts = (0..<count).map { _ in
        (0..<Int.random(in: 0...25, using: &random)).map { _ in
          UInt8.random(in: 97...98, using: &random)
        }
      }
      var ends: [UInt32] = []
      for text in texts { ends.append((ends.last ?? 3) + UInt32(text.count)) }
      var (table, other) = (WordTable(), WordTable())
      let slots = table.slots(of: [1, 2, 3] + texts.joined(), from: 3, ends: ends[...])
      #expect(slots == texts.map { $0.isEmpty ? 0 : UInt32(other.insert($0)) + 1 })
      #expect(table.text == other.text && table.bounds == other.bounds)
      if count > 2 {
        let half = count / 2
        let rest = table.slots(
          of: [1, 2, 3] + texts.joined(), from: Int(ends[half - 1]), ends: ends[half...])
        #expect(rest == Array(slots[half...]))
      }
    }
  }

  @Test func `words are put in order by their bytes, and their characters counted`() {
    var table = WordTable()
    let words = ["b", "ab", "a", "", "abc", "ä", "z\u{1F600}é", "ab\u{0}"]
    for word in words { _ = table.insert(word.utf8) }
    for (one, word) in words.enumerated() {
      #expect(table.characterCount(of: one) == word.unicodeScalars.count)
      for (other, second) in words.enumerated() {
        #expect(table.precedes(one, other) == word.utf8.lexicographicallyPrecedes(second.utf8))
      }
    }
  }

  @Test(arguments: [
    [], [0], [1, 3], [0, 2], [0, 4], [0, 2, 2, 3], [0, 2, 1, 3], [0, .max, 3], [0, -1, 3],
  ])
  func `bounds that cut no words are refused`(_ bounds: [Int]) {
    #expect(WordTable(text: Array("abc".utf8), bounds: bounds) == nil)
  }

  @Test func `room is made for words to come, or not at all`() throws {
    var table = WordTable()
    let words = (0..<5_000).map { Array("word \($0)".utf8) }
    for word in words[..<100] { _ = table.insert(word) }
    #expect(throws: Cancelled()) {
      try table.makeRoom(for: 4_900) { () throws(Cancelled) in throw Cancelled() }
    }
    var checks = 0
    table.makeRoom(for: 4_900) { checks += 1 }
    #expect(checks > 0)
    for (code, word) in words.enumerated() { #expect(table.insert(word) == code) }
    for (code, word) in words.enumerated() { #expect(table.code(of: word) == code) }
    checks = 0
    table.makeRoom(for: 10) { checks += 1 }
    #expect(checks == 0 && table.count == 5_000)
  }
}
