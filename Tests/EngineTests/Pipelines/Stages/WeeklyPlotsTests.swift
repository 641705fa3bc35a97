import Statistics
import Tables
import Testing

@testable import Engine

struct WeeklyPlotsTests {
  /// What is found in a group that has an event in each of some weeks.
  private func findings(from first: Int64 = 19_723, weeks: Int64 = 9) throws -> WeeklyFindings {
    let days = (0..<weeks).map { first + 7 * $0 } + [first + 7 * weeks]
    let table = try CSVLoader.load(
      Array(("a,b\n" + String(repeating: "x,y\n", count: days.count)).utf8)
    ).table
    let found = try UnivariateAnomalies(
      of: table, primary: table.columns[0], secondary: table.columns[1],
      times: days.map { $0 * 86_400_000_000 }, groupLimit: 9, countLimit: 99)
    return try #require(found.items.first).findings
  }

  private func titles(_ plots: WeeklyPlots) -> [String] {
    plots.artifacts(named: "p").map { artifact in
      let text = String(decoding: artifact.bytes, as: UTF8.self)
      return text.firstMatch(of: /<title[^>]*>([^<]*)</).map { String($0.1) } ?? ""
    }
  }

  @Test func `the least p-values are drawn, of equal ones the first`() throws {
    var plots = WeeklyPlots(limit: 3, threshold: 0.05)
    let findings = try findings()
    for (title, pValue) in [
      ("a", 0.03), ("b", 0.01), ("c", 0.05), ("d", nil), ("e", 0.01), ("f", 0.02), ("g", 0.02),
    ] as [(String, Double?)] {
      plots.consider(findings, pValue: pValue, title: title)
    }
    #expect(titles(plots) == ["b", "e", "f"])
    #expect(plots.artifacts(named: "p").map(\.name) == ["p_01.svg", "p_02.svg", "p_03.svg"])
  }

  @Test func `titles are made only of what is kept`() throws {
    var made = 0
    func title() -> String {
      made += 1
      return "a"
    }
    var plots = WeeklyPlots(limit: 0, threshold: 1)
    plots.consider(try findings(), pValue: 0.01, title: title())
    #expect(made == 0 && plots.artifacts(named: "p").isEmpty)
    plots = WeeklyPlots(limit: 1, threshold: 1)
    plots.consider(try findings(), pValue: 0.01, title: title())
    plots.consider(try findings(), pValue: 0.01, title: title())
    #expect(made == 1 && titles(plots) == ["a"])
  }

  /// Days since 1970 near the ends of a clock of nanoseconds in 64 bits: 1677-09-21 and 2262-04-11.
  @Test(arguments: [(-106_750, 1), (-106_850, 0), (106_600, 1), (106_700, 0), (2_932_000, 0)])
  func `only what the clock of charts reaches is drawn`(_ day: Int64, _ count: Int) throws {
    var plots = WeeklyPlots(limit: 9, threshold: 1)
    plots.consider(try findings(from: day), pValue: 0.01, title: "a")
    #expect(plots.artifacts(named: "p").count == count)
  }

  @Test func `of a long series the last twenty years are drawn`() throws {
    var plots = WeeklyPlots(limit: 1, threshold: 1)
    // Its first weeks are before the clock of charts.
    plots.consider(try findings(from: -110_000, weeks: 2_500), pValue: 0, title: "a")
    let text = String(
      decoding: try #require(plots.artifacts(named: "p").first).bytes, as: UTF8.self)
    #expect(text.contains(": 1040 points."), "\(text.prefix(600))")
  }

  @Test func `long and odd values have short titles`() {
    #expect(Cell(String(repeating: "é", count: 500)).title == String(repeating: "é", count: 80))
    #expect(Cell(String(repeating: "𝛼", count: 500)).title.unicodeScalars.count == 80)
    #expect(Cell("Fire").title == "Fire" && Cell.null.title == "none")
    #expect(Cell.integer(20).title == "20" && Cell.decimal(-0.5).title == "-0.5")
    #expect(Cell.date(19_723).title == "2024-01-01" && Cell.boolean(true).title == "true")
  }
}
