import Statistics
import Testing

@testable import API

struct StratumGridTests {
  private func survey(_ count: Int, strata: Int) throws -> StratumGrid {
    StratumGrid(
      (0..<strata).flatMap { stratum in
        (0..<count).map { place in
          StratumMean(
            location: "l\(place + 100)", category: "c\(stratum / 2)", stratum: "s\(stratum)",
            mean: Double(place * 100 + stratum))
        }
      })
  }

  @Test func `each mean stands in the row of its state and the column of its stratum`() throws {
    let grid = try survey(2, strata: 3)
    #expect(grid.groups.map { "\($0.category) \($0.count)" } == ["c0 2", "c1 1"])
    #expect(grid.columns.map(\.stratum) == ["s0", "s1", "s2"])
    #expect(grid.rows.map(\.location) == ["l100", "l101"])
    #expect(grid.rows.map(\.means) == [[0, 1, 2], [100, 101, 102]])
    #expect(grid.omittedRows == 0 && grid.omittedColumns == 0)
  }

  @Test func `a stratum that a state lacks is an empty cell`() {
    let grid = StratumGrid([
      StratumMean(location: "a", category: "c", stratum: "s", mean: 1),
      StratumMean(location: "b", category: "c", stratum: "t", mean: 2),
    ])
    #expect(grid.rows.map(\.means) == [[1, nil], [nil, 2]])
  }

  @Test func `a table has so many cells and no more`() throws {
    let grid = try survey(100, strata: 100)
    #expect(grid.columns.count == SurveyLimits.columns)
    #expect(grid.omittedColumns == 100 - SurveyLimits.columns)
    #expect(grid.rows.count * grid.columns.count <= SurveyLimits.cells)
    #expect(grid.omittedRows == 100 - grid.rows.count)
  }
}
