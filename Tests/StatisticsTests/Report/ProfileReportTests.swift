import Tables
import Testing

@testable import Statistics

struct ProfileReportTests {
  private static func report(
    _ csv: some Sequence<UInt8>, title: String = "Sales"
  ) throws -> ProfileReport {
    let table = try CSVLoader.load(Array(csv)).table
    return ProfileReport(title: title, profile: try TableProfile(of: table, on: .single))
  }

  private static let sales = """
    sku,price,sold,at,on,new,none
    A,19.9,3,2024-05-01,2024-05-01T10:00:00Z,true,
    B,,4,2024-05-03,2024-05-02T10:00:00Z,false,
    A,4.5,4,2025-01-02,2024-05-02T10:30:00Z,true,
    C,4.5,0,2025-01-02,2024-05-09T10:00:00Z,true,

    """

  @Test func `a page tells every column in a table and in a section`() throws {
    let page = try ReportPage(try Self.report(Self.sales.utf8).html())
    try page.check()
    #expect(page.texts("title").first == "Sales" && page.texts("h1") == ["Sales"])
    #expect(page.texts("h2") == ["Contents", "Overview", "All columns", "Column by column"])
    #expect(
      page.texts("h3") == [
        "sku text", "price float", "sold integer", "at date", "on datetime", "new boolean",
        "none text",
      ])
    #expect(page.fact("Rows") == ["4"] && page.fact("Columns") == ["7"])
    #expect(
      page.fact("Types") == ["2 text, 1 integer, 1 float, 1 boolean, 1 date, 1 datetime"])
    let cells = page.all("td").filter { !$0.path.contains("details") }.map(\.text)
    #expect(cells[6..<12] == ["float", "3", "1 (25%)", "2", "4.5", "19.9"])
    #expect(cells[18..<24] == ["date", "4", "0", "3", "2024-05-01", "2025-01-02"])
    #expect(page.fact("Median") == ["4.5", "3.5"] && page.fact("Zeros") == ["0", "1"])
    #expect(page.fact("Earliest") == ["2024-05-01", "2024-05-01T10:00:00Z"])
    #expect(page.fact("True") == ["3 (75%)"] && page.fact("False") == ["1 (25%)"])
    #expect(page.fact("Longest, in characters") == ["1"])
    #expect(page.texts("p") == ["No value stands in more than one row.", "No row has a value."])
    #expect(!page.source.contains("left out, so that"))
  }

  @Test func `the table of contents leads to every section`() throws {
    let page = try ReportPage(try Self.report(Self.sales.utf8).html())
    let links = page.all("a").filter { $0.path.contains("nav") }
    #expect(links.map(\.text).prefix(3) == ["Overview", "All columns", "Column by column"])
    #expect(links.dropFirst(3).map { $0.attributes["href"] } == (1...7).map { "#column-\($0)" })
    let sections = page.all("section").filter { $0.attributes["class"] == "column" }
    #expect(sections.map { $0.attributes["id"] } == (1...7).map { "column-\($0)" })
  }

  @Test func `drawings bear a title and a description, and no ids that could clash`() throws {
    let page = try ReportPage(try Self.report(Self.sales.utf8).html())
    let drawings = page.elements.indices.filter { page.elements[$0].name == "svg" }
    #expect(drawings.count == 6)
    for place in drawings {
      #expect(page.elements[place].attributes["role"] == "img")
      #expect(page.elements[place + 1].name == "title" && !page.elements[place + 1].text.isEmpty)
      #expect(page.elements[place + 2].name == "desc" && !page.elements[place + 2].text.isEmpty)
    }
    #expect(page.elements.allSatisfy { !$0.path.contains("svg") || $0.attributes["id"] == nil })
    let titles = page.all("title").dropFirst().filter { $0.path.last == "svg" }.map(\.text)
    #expect(
      titles == [
        "Most frequent values of sku", "Distribution of price", "Distribution of sold",
        "Distribution of at", "Distribution of on", "Shares of new",
      ])
  }

  @Test func `a page is the same each time`() throws {
    let first = try Self.report(Self.sales.utf8).html()
    #expect(try Self.report(Self.sales.utf8).html() == first)
    #expect(try Self.report(Self.sales.utf8, title: "Other").html() != first)
  }

  @Test func `tables without rows or columns have a page`() throws {
    let empty = try ReportPage(try Self.report("a,b\n".utf8).html())
    try empty.check()
    #expect(empty.texts("p") == Array(repeating: "No row has a value.", count: 2))
    let nothing = try TableProfile(of: Table(computed: [], rowCount: 0), on: .single)
    let page = try ReportPage(ProfileReport(title: "", profile: nothing).html())
    try page.check()
    #expect(page.texts("p") == ["The table has no columns."])
    #expect(page.texts("h1") == ["(without a name)"] && page.fact("Types") == ["–"])
  }

  @Test func `names and values that try to be markup are texts`() throws {
    let names = SVGDocument.hostileNames.map { $0.unicodeScalars.contains("\0") ? "\u{1}" : $0 }
    func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
    var csv = Array(names.map(quoted).joined(separator: ",").utf8) + Array(",bytes\n".utf8)
    for row in 0..<6 {
      let cells = names.indices.map { quoted(names[($0 + row / 2) % names.count] + "x") }
      csv += Array(cells.joined(separator: ",").utf8)
      csv += Array(",\"".utf8) + [0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80] + Array("\"\n".utf8)
    }
    for name in names {
      let page = try ReportPage(try Self.report(csv, title: name).html())
      try page.check()
      #expect(!page.source.contains("<script") && !page.source.contains("onload='x'"))
      #expect(page.texts("bdi").contains("<script>alert(1)</script>"))
      #expect(page.texts("bdi").contains { $0.contains("\u{FFFD}") })
    }
  }

  @Test func `a page of many columns and of long values stays small and says what is left out`()
    throws
  {
    let columns = (0..<5_000).map { number in
      Column(name: "c\(number)", type: .integer, cells: [.integer(Int64(number)), .integer(1)])
    }
    let table = Table(computed: columns, rowCount: 2)
    let profile = try TableProfile(of: table, on: .single)
    let many = try ReportPage(ProfileReport(title: "many", profile: profile).html())
    try many.check()
    let sections = many.all("section").count { $0.attributes["class"] == "column" }
    #expect(sections == ProfileReport.sectionLimit)
    #expect(
      many.texts("p").filter { $0.hasSuffix("small.") } == [
        "The table lists the first 1000 of 5000 columns, so that the page stays small.",
        "Details are given of the first 200 of 5000 columns, so that the page stays small.",
      ])

    let marks = (0..<30).map { number in
      // Many letters that take a lot of bytes: quotes become six, and each bears marks.
      String(repeating: "i\(String(repeating: "\u{1D16D}", count: 15))&", count: 200) + "\(number)"
    }
    let long = String(repeating: "<&>", count: 300_000)
    let head = (0..<400).map { marks[$0 % 30] + "\($0)" }.joined(separator: ",")
    let rows = (0..<3).map { row in
      (0..<400).map { $0 == 0 ? "\(row)\(long)" : marks[($0 + row) % 30] }.joined(separator: ",")
    }
    let csv = ([head] + rows + rows).joined(separator: "\n") + "\n"
    let wide = try ReportPage(try Self.report(csv.utf8).html())
    try wide.check()
    let told = wide.all("section").count { $0.attributes["class"] == "column" }
    #expect((1..<200).contains(told))
    #expect(
      wide.texts("p").last
        == "Details are given of the first \(told) of 400 columns, so that the page stays small.")
  }
}
