import JSON
import Testing

@testable import Engine

struct YearlyComparisonStageTests {
  private static let csv = """
    when,district,kind,code
    2021-03-01 10:00,North,fire,1
    2021-06-30 10:00,North,theft,2
    2021-12-31 23:59,North,fire,20
    2022-03-01T00:00:00+05:00,North,fire,1
    2022-07-01 00:00,South,theft,2
    2023-01-01 00:00,North,fire,20
    2023-07-01 09:00,South,theft,1
    2023-07-01 09:30,South,theft,1
    2023-07-01 10:00,South,fire,2
    2024-06-30 10:00,South,fire,20
    2024-06-30 09:00,,fire,20
    soon,South,fire,20

    """

  private func sample(_ parameters: String, _ csv: String = csv) -> StageSample {
    StageSample(
      .yearlyComparison, [.init(csv: csv, columns: .init(timestamp: "when"))],
      #"{"group_by_col":"district"\#(parameters)}"#)
  }

  private func results(_ parameters: String, _ csv: String = csv) throws -> String {
    let text = try sample(parameters, csv).text()
    let start = try #require(text.ranges(of: #""results":"#).last)
    return String(text[start.lowerBound...])
  }

  @Test func `years are told whole and to the day of the last time`() throws {
    // 2024-06-30 is the 182nd day of its year, as 07-01 is of others.
    #expect(
      try results("") == #"""
        "results":[{"group":"North","full_year":{"2021":{"count":3,"change_pct":null},\#
        "2022":{"count":1,"change_pct":-66.67},"2023":{"count":1,"change_pct":0.0},\#
        "2024":{"count":0,"change_pct":null}},"to_date":{"2021":{"count":2,"change_pct":null},\#
        "2022":{"count":1,"change_pct":-50.0},"2023":{"count":1,"change_pct":0.0},\#
        "2024":{"count":0,"change_pct":-100.0}}},\#
        {"group":"South","full_year":{"2021":{"count":0,"change_pct":null},\#
        "2022":{"count":1,"change_pct":null},"2023":{"count":3,"change_pct":200.0},\#
        "2024":{"count":1,"change_pct":null}},"to_date":{"2021":{"count":0,"change_pct":null},\#
        "2022":{"count":1,"change_pct":null},"2023":{"count":3,"change_pct":200.0},\#
        "2024":{"count":1,"change_pct":-66.67}}}],"all_years":[2021,2022,2023,2024]}
        """#)
  }

  @Test func `a baseline year stands beside each year but itself`() throws {
    let text = try results(
      #","baseline_year":2022,"filter_col":"kind","secondary_group_col":"kind","filter_values":["theft"]"#
    )
    #expect(
      text == #"""
        "results":[{"group":"North","full_year":{"2021":{"count":1,"change_pct":null,"baseline_change_pct":null},\#
        "2022":{"count":0,"change_pct":-100.0,"baseline_change_pct":null},\#
        "2023":{"count":0,"change_pct":null,"baseline_change_pct":null}},\#
        "to_date":{"2021":{"count":1,"change_pct":null,"baseline_change_pct":null},\#
        "2022":{"count":0,"change_pct":-100.0,"baseline_change_pct":null},\#
        "2023":{"count":0,"change_pct":null,"baseline_change_pct":null}}},\#
        {"group":"South","full_year":{"2021":{"count":0,"change_pct":null,"baseline_change_pct":-100.0},\#
        "2022":{"count":1,"change_pct":null,"baseline_change_pct":null},\#
        "2023":{"count":2,"change_pct":null,"baseline_change_pct":null}},\#
        "to_date":{"2021":{"count":0,"change_pct":null,"baseline_change_pct":-100.0},\#
        "2022":{"count":1,"change_pct":null,"baseline_change_pct":null},\#
        "2023":{"count":2,"change_pct":100.0,"baseline_change_pct":100.0}}}],"all_years":[2021,2022,2023]}
        """#)
  }

  @Test func `a filter looks at the secondary groups, else at the groups that are compared`() throws
  {
    let all = try results("")
    let filter = #","filter_col":"x","filter_values":"#
    #expect(try results(filter + #"["South"]"#).contains(#"[{"group":"South""#))
    let byCode = #","secondary_group_col":"code""#
    // Whole numbers of a request are taken for their digits.
    #expect(try results(byCode + filter + "[2]").contains(#""all_years":[2021,2022,2023]}"#))
    #expect(try results(byCode + filter + "[2]") == results(byCode + filter + #"["2"]"#))
    #expect(try results(filter + #"["nobody"]"#) == #""results":[],"all_years":[]}"#)
    #expect(try results(filter + "[]") == all)
    #expect(try results(#","filter_col":"","filter_values":["South"]"#) == all)
    #expect(try results(#","filter_values":["South"]"#) == all)
  }

  @Test func `groups keep the type of their column`() throws {
    let csv = "when,district\n2024-01-01,1.5\n2024-01-01,-0.25\n2024-01-01,\n"
    #expect(try results("", csv).hasPrefix(#""results":[{"group":-0.25,"#))
  }

  @Test func `a column without a value has no groups, and one value is one group`() throws {
    #expect(
      try results("", "when,district,n\n2024-01-01,,1\n2024-01-02,,1\n")
        == #""results":[],"all_years":[]}"#)
    #expect(
      try results("", "when,district\n2024-01-01,a\n") == #"""
        "results":[{"group":"a","full_year":{"2024":{"count":1,"change_pct":null}},\#
        "to_date":{"2024":{"count":1,"change_pct":null}}}],"all_years":[2024]}
        """#)
  }

  @Test func `years without a row cost nothing`() throws {
    let csv = "when,district\n0001-01-01,a\n9999-12-31,a\n9998-01-01,b\n"
    #expect(try results("", csv).hasSuffix(#""all_years":[1,9998,9999]}"#))
  }

  @Test func `a hundred thousand groups are told, and not one more`() throws {
    let rows = (0..<100_000).map { "2024-01-01,g\($0)" }
    let many = "when,district\n" + rows.joined(separator: "\n") + "\n"
    let text = try results("", many)
    #expect(text.ranges(of: #"{"group":"g"#).count == 100_000)
    #expect(
      sample("", many + "2024-01-01,one more\n").failure()
        == .tooMany(what: "groups", limit: 100_000))
    // Eleven years of each are too many numbers.
    let years = (2014...2024).map { "\($0)-01-01,g0\n" }.joined()
    #expect(
      sample("", many + years).failure()
        == .tooMany(what: "counts of groups", limit: 1_000_000))
  }
}
