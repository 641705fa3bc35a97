import Tables
import Testing

@testable import Statistics

struct CellRowsTests {
  private func source(_ sample: EventSample) throws -> CellAnomalies.Source {
    let table = try sample.table()
    return CellAnomalies.Source(
      of: table, by: try table.some("word"), times: sample.times, cells: sample.cells)
  }

  @Test func `rows of sources follow one another with their cells and names`() throws {
    let samples = [14, 15, 16].map { EventSample($0, rows: 90, days: 30) }
    let rows = try CellRows(
      of: try samples.map(source), GroupFilter(nil), groupLimit: 100, on: .single)
    let table = try #require(rows.table)
    let all = samples.flatMap(\.rows)
    #expect(table.rowCount == all.count && rows.times == samples.flatMap(\.times))
    #expect(rows.latest == all.compactMap(\.time).max())
    for (place, row) in all.enumerated() {
      let cell = table.columns[0].cell(at: place)
      #expect(CellRows.cell(cell) == row.cell && (cell == .null) == (row.cell == 0))
      let name = rows.name(table.columns[1].cell(at: place))
      #expect(name == (row.time == nil ? .null : row.word.map { Cell.word($0) } ?? .null))
    }
  }

  @Test func `names that are not let through are none`() throws {
    let sample = EventSample(17, rows: 90, days: 30)
    let rows = try CellRows(
      of: [try source(sample)], GroupFilter(["Fire"]), groupLimit: 100, on: .single)
    let table = try #require(rows.table)
    for (place, row) in sample.rows.enumerated() {
      let isHeard = row.word == "Fire" && row.time != nil
      #expect((rows.name(table.columns[1].cell(at: place)) == .word("Fire")) == isHeard)
    }
    #expect(rows.latest == sample.rows.filter { $0.word == "Fire" }.compactMap(\.time).max())
  }

  @Test func `no sources are no rows`() throws {
    let rows = try CellRows(of: [], GroupFilter(nil), groupLimit: 1, on: .single)
    #expect(rows.table == nil && rows.times.isEmpty && rows.latest == nil)
  }
}
