import Testing

@testable import Tables

struct TextColumnTests {
  private func spelled(_ texts: [String]) -> TextColumn.Segment {
    var segment = SpelledSegment()
    for text in texts {
      segment.bytes += text.utf8
      segment.ends.append(UInt32(segment.bytes.count))
    }
    return .spelled(segment)
  }

  private func words(_ coded: CodedText) -> [String] {
    (0..<coded.words.count).map { String(decoding: coded.words.bytes(of: $0), as: UTF8.self) }
  }

  @Test func `codes and texts side by side get the codes of the order of the rows`() {
    var table = WordTable()
    for word in ["late", "b", "a"] { _ = table.insert(word.utf8) }
    let column = TextColumn(
      segments: [
        .coded(.narrow([3, 0, 2, 3])), spelled(["c", "", "b", "d"]), .coded(.narrow([1, 3])),
      ], words: table)
    let coded = column.coded
    #expect(words(coded) == ["a", "b", "c", "d", "late"])
    #expect(coded.segments == [.narrow([1, 0, 2, 1]), .narrow([3, 0, 2, 4]), .narrow([5, 1])])
    #expect(column.coded.segments == coded.segments)
  }

  @Test func `a segment of very many texts has one code for each of them`() {
    let numbers = (0..<140_000).map { $0 * 7_919 % 90_001 }
    let column = TextColumn(
      segments: [spelled(numbers.map { $0 % 5 == 0 ? "" : "text \($0)" })], words: WordTable())
    let coded = column.coded
    var plain: [Int: UInt32] = [:]
    let slots = numbers.map { number -> UInt32 in
      if number % 5 == 0 { return 0 }
      let slot = plain[number] ?? UInt32(plain.count + 1)
      plain[number] = slot
      return slot
    }
    #expect(coded.segments == [.wide(slots)])
    #expect(coded.words.count == plain.count)
    let right = plain.allSatisfy { coded.words.code(of: "text \($0)".utf8) == Int($1) - 1 }
    #expect(right)
  }

  @Test func `columns of codes alone are as they are`() {
    var table = WordTable()
    for word in ["x", "y"] { _ = table.insert(word.utf8) }
    let column = TextColumn(segments: [.coded(.narrow([2, 1, 0]))], words: table)
    #expect(column.coded.segments == [.narrow([2, 1, 0])] && words(column.coded) == ["x", "y"])
  }

  @Test func `lanes that ask at once get the same codes`() throws {
    let segments = (0..<20).map { part in spelled((0..<200).map { "w\(($0 * 7 + part) % 150)" }) }
    let column = TextColumn(segments: segments, words: WordTable())
    let answers = try Lanes.threads(4).map(8) { _ in column.coded }
    #expect(answers.count == 8)
    for answer in answers {
      #expect(answer.segments == answers[0].segments && words(answer) == words(answers[0]))
    }
    #expect(answers[0].words.count == 150)
  }
}
