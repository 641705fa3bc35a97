import Testing

@testable import Tables

struct TextReadingTests {
  private func texts(_ cells: [String], chunkBytes: Int) throws -> TextColumn {
    var random = Seeded(1)
    var options = CSVOptions()
    options.types = ["t": .text]
    options.chunkBytes = chunkBytes
    let bytes = PlainTable(names: ["t", "x"], rows: cells.map { [$0, "x"] }).bytes(.init(), &random)
    let column = try #require(try CSVLoader.load(bytes, options, on: .single).table.column("t"))
    guard case .text(let texts) = column.storage else { throw Cancelled() }
    return texts
  }

  @Test(arguments: [
    (3000, 1, 200), (3000, 300, 200), (3000, 3000, 9000), (70_000, 70_000, 4 << 20),
    (70_000, 66_000, 4 << 20), (70_000, 300, 4 << 20),
  ])
  func `each row has what is made of its text`(rows: Int, different: Int, chunkBytes: Int) throws {
    let cells = (0..<rows).map { $0 % 11 == 3 ? "" : "\($0 * 7 % different)" }
    let texts = try texts(cells, chunkBytes: chunkBytes)
    let reading = try TextReading(texts, null: -1, on: .threads(2)) { text in
      Int(String(decoding: text, as: UTF8.self)) ?? -2
    }
    let found = try texts.segments.indices.map { try reading.values(of: $0, on: .single) }
    #expect(Array(found.joined()) == cells.map { Int($0) ?? -1 })
  }

  @Test func `a word is read once`() throws {
    let counter = PieceCounter()
    let cells = (0..<5000).map { "\($0 % 4)" }
    let texts = try texts(cells, chunkBytes: 1000)
    let reading = try TextReading(texts, null: 0, on: .single) { _ in counter.take() }
    _ = try reading.values(of: 0, on: .single)
    let isCoded = texts.segments.allSatisfy { if case .coded = $0 { true } else { false } }
    #expect(isCoded && counter.take() == 4)
  }
}
