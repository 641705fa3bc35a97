import Tables
import Testing

@testable import Statistics

struct ColumnReportTests {
  private static func report(_ csv: String, _ options: CSVOptions = CSVOptions()) throws
    -> ColumnReport
  {
    let table = try CSVLoader.load(Array(csv.utf8), options).table
    let profile = try ColumnProfile(of: table.columns[0], in: table, on: .single)
    return ColumnReport(profile: profile, number: 7)
  }

  private static func source(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `a row is linked where there is a section`() throws {
    let report = try Self.report("a\n5\n7\n\"\"\n")
    #expect(Self.source(report.row(isLinked: true)).contains("<a href=\"#column-7\">"))
    #expect(!Self.source(report.row(isLinked: false)).contains("<a "))
    let cells = Self.source(report.row(isLinked: false))
    #expect(cells.contains("<td class=\"n\">1 (33.3%)</td>") && cells.contains("integer"))
  }

  @Test func `numbers have moments and quantiles, and a histogram`() throws {
    let section = Self.source(try Self.report("a\n1\n2\n2\n0\n").section())
    for fact in [
      "<dt>Median</dt><dd><bdi>1.5</bdi>", "<dt>Mean</dt><dd><bdi>1.25</bdi>",
      "<dt>Variance</dt><dd><bdi>0.916667</bdi>", "<dt>Least</dt><dd><bdi>0</bdi>",
      "<dt>Zeros</dt><dd><bdi>1</bdi>", "Distribution of a", "Most frequent values",
      "<td class=\"t\"><bdi>2</bdi></td><td class=\"n\">2</td><td class=\"n\">50%</td>",
    ] { #expect(section.contains(fact), "\(fact)") }
    let one = Self.source(try Self.report("a\n5\n").section())
    #expect(one.contains("<dt>Standard deviation</dt><dd><bdi>–</bdi>"))
  }

  @Test func `texts have bars of their most frequent values`() throws {
    let section = Self.source(try Self.report("a\nx\nyy\nx\n").section())
    #expect(section.contains("Most frequent values of a") && section.contains("x: 2</title>"))
    #expect(section.contains("<dt>Shortest, in characters</dt><dd><bdi>1</bdi>"))
    let different = Self.source(try Self.report("a\nx\ny\n").section())
    #expect(different.contains("No value stands in more than one row."))
    #expect(!different.contains("<svg"))
  }

  @Test func `truths have a bar of their shares`() throws {
    let section = Self.source(try Self.report("a\ntrue\nfalse\ntrue\n").section())
    #expect(section.contains("Shares of a") && section.contains("true: 2 (66.7%)."))
    #expect(!section.contains("<details>"))
  }

  @Test func `times have a histogram over time`() throws {
    let section = Self.source(try Self.report("a\n2024-01-01\n2024-03-01\n9999-12-31\n").section())
    #expect(section.contains("<dt>Latest</dt><dd><bdi>9999-12-31</bdi>"))
    #expect(section.contains("2024-01-01 to ") && section.contains("Distribution of a"))
  }

  @Test func `a column without a value says so`() throws {
    let section = Self.source(try Self.report("a,b\n,1\n").section())
    #expect(section.contains("No row has a value.") && !section.contains("<svg"))
  }
}
