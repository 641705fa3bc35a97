import Testing

@testable import Tables

struct RankedWordsTests {
  private func column(_ texts: [String]) -> Column {
    Column(
      name: "t", type: .text,
      cells: texts.map { $0.isEmpty ? .null : .text(Array($0.utf8)[...]) })
  }

  @Test func `ranks follow the bytes of the texts`() throws {
    var random = Seeded(3)
    for _ in 0..<50 {
      // Texts that share beginnings of more than eight bytes, and texts that are the beginning of others.
      let texts = (0..<60).map { _ -> String in
        let start = ["", "http://example.org/", "é"].randomElement(using: &random) ?? ""
        return start
          + String(
            (0..<Int.random(in: 0...12, using: &random)).map { _ in
              ["a", "b", "ß", "\u{0}"].randomElement(using: &random) ?? "a"
            }.joined())
      }
      let words = try #require(try RankedWords(of: column(texts)))
      let present = texts.filter { !$0.isEmpty }
      let sorted = Set(present.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
      #expect(words.count == sorted.count)
      #expect((0..<words.count).map { Array(words.bytes(of: $0)) } == sorted)
      let distribution = words.distribution(at: (0..<60)[...].map { UInt32($0) }[...])
      let expected = present.compactMap { text in
        sorted.firstIndex(of: Array(text.utf8)).map { Int64($0) }
      }
      guard case .mantissas(let ranks) = distribution.values else {
        Issue.record("ranks are whole numbers")
        return
      }
      #expect(ranks == expected)
      #expect(distribution.count == present.count && distribution.nullCount == 60 - present.count)
    }
  }

  @Test func `numbers without an order tell texts apart`() throws {
    let words = try #require(try RankedWords.unordered(of: column(["b", "a", "", "b"])))
    guard case .mantissas(let numbers) = words.distribution(at: [0, 1, 2, 3]).values else {
      Issue.record("numbers are whole")
      return
    }
    #expect(numbers.count == 3 && numbers[0] == numbers[2] && numbers[0] != numbers[1])
    #expect(
      numbers.map { Array(words.bytes(of: Int($0))) } == ["b", "a", "b"].map { Array($0.utf8) })
  }

  @Test func `rows are found in all segments, and other columns have no ranks`() throws {
    let sample = try QuerySample(4, rows: 200, chunkBytes: 700)
    for name in ["coded", "spelled"] {
      let column = try #require(sample.table.column(name))
      let words = try #require(try RankedWords(of: column))
      let rows = (0..<200).filter { $0 % 3 != 1 }.map { UInt32($0) }
      guard case .mantissas(let ranks) = words.distribution(at: rows[...]).values else { return }
      let texts = rows.map { sample.cells[name]?[Int($0)] ?? "" }.filter { !$0.isEmpty }
      #expect(ranks.map { Array(words.bytes(of: Int($0))) } == texts.map { Array($0.utf8) })
    }
    #expect(try RankedWords(of: try #require(sample.table.column("day"))) == nil)
    #expect(try RankedWords.unordered(of: try #require(sample.table.column("day"))) == nil)
  }
}
