import Testing

@testable import Tables

struct CellsTests {
  /// A cell as it was written, read in an obvious way.
  private func cell(_ name: String, _ text: String) -> Cell {
    if text.isEmpty { return .null }
    switch QuerySample.types[name] {
    case .integer: return .integer(Int64(text) ?? 0)
    case .decimal: return .decimal(Double(text) ?? .nan)
    case .boolean: return .boolean(text.lowercased() == "true")
    case .date: return .date(withCell(text) { TimeText.date($0) } ?? 0)
    case .datetime: return .datetime(withCell(text) { TimeText.datetime($0) } ?? 0)
    default: return .text(Array(text.utf8)[...])
    }
  }

  @Test func `cells are what was written in rows of any order`() throws {
    for seed in 0..<25 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed + 40)
      for name in QuerySample.names {
        let column = try #require(sample.table.column(name))
        let expected = (sample.cells[name] ?? []).map { cell(name, $0) }
        #expect(column.cells(at: Array(0..<sample.rowCount)[...]) == expected)
        #expect(column.nullCount == expected.filter { $0 == .null }.count)
        guard sample.rowCount > 0 else { continue }
        let rows = (0..<50).map { _ in Int.random(in: 0..<sample.rowCount, using: &random) }
        #expect(column.cells(at: rows[10..<40]) == rows[10..<40].map { expected[$0] })
        #expect(column.cell(at: rows[0]) == expected[rows[0]])
      }
    }
  }

  @Test func `no rows have no cells`() throws {
    let table = try CSVLoader.load(Array("a\n".utf8)).table
    #expect(table.columns[0].cells(at: []) == [] && table.columns[0].nullCount == 0)
    #expect(table.columnNames == ["a"])
  }

  @Test func `numbers of every form have cells`() {
    let doubles = Column(
      name: "d", type: .decimal,
      storage: .numbers(NumberColumn([NumberSegment(values: .double([0.5, .nan]))])))
    #expect(doubles.cells(at: [1, 0]) == [.null, .decimal(0.5)])
    let scaled = NumberSegment(values: .wide([25, .min]), scale: 1, range: 25...25)
    let integers = Column(name: "i", type: .integer, storage: .numbers(NumberColumn([scaled])))
    #expect(integers.cells(at: [0, 1]) == [.decimal(2.5), .null])
  }
}
