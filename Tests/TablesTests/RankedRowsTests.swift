import Testing

@testable import Tables

struct RankedRowsTests {
  private func sorted(_ texts: [String], _ isDescending: Bool) throws -> [String] {
    var spelled = SpelledSegment()
    for text in texts {
      spelled.bytes += text.utf8
      spelled.ends.append(UInt32(spelled.bytes.count))
    }
    let storage = TextColumn(segments: [.spelled(spelled)], words: WordTable())
    let column = Column(name: "c", type: .text, storage: .text(storage))
    let keys = [RankedKey(column, isDescending: isDescending)]
    var rows = texts.indices.map { row -> RankedRow in
      let place = RowPlace(segment: 0, row: row)
      return RankedRow(rank: keys[0].rank(of: place), place: place)
    }
    try rows.sort(by: keys)
    // Rows that are alike stand in the order of the file.
    for (one, other) in zip(rows, rows.dropFirst())
    where texts[one.place.row] == texts[other.place.row] {
      #expect(one.place < other.place)
    }
    return rows.map { texts[$0.place.row] }
  }

  @Test func `texts with long beginnings in common are put in order`() throws {
    var random = Seeded(14)
    for _ in 0..<200 {
      let stem = String(repeating: "prefix-", count: Int.random(in: 0...5, using: &random))
      let texts = (0..<Int.random(in: 0...60, using: &random)).map { _ -> String in
        let end = (0..<Int.random(in: 0...9, using: &random)).map { _ in
          ["\0", "a", "b", "é"].randomElement(using: &random) ?? "a"
        }
        return Int.random(in: 0..<5, using: &random) == 0 ? "" : stem + end.joined()
      }
      let present = texts.filter { !$0.isEmpty }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let nulls = [String](repeating: "", count: texts.count - present.count)
      #expect(try sorted(texts, false) == present + nulls)
      #expect(try sorted(texts, true) == present.reversed() + nulls)
    }
  }

  @Test func `texts of one byte many times over differ by their lengths`() throws {
    for letter in ["\0", "\u{10FFFF}"] {
      let texts = (0..<40).map { String(repeating: letter, count: $0 * 7 % 40) }
      let ascending = (1..<40).map { String(repeating: letter, count: $0) }
      #expect(try sorted(texts, false) == ascending + [""])
      #expect(try sorted(texts, true) == ascending.reversed() + [""])
    }
  }

  @Test func `equal texts of any length take no deep recursion`() throws {
    let text = String(repeating: "x", count: 70_000)
    #expect(
      try sorted([text + "b", text, text + "a", text], false) == [
        text, text, text + "a", text + "b",
      ])
  }
}
