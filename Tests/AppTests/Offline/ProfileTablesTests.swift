import Statistics
import Tables
import Testing

@testable import App

struct ProfileTablesTests {
  private static let text = """
    price,stock,day,at,new,name
    9.99,5,2024-05-01,2024-05-01T10:00:00Z,true,Kettle
    19.5,,2024-05-31,2024-05-02T10:00:00Z,false,Kettle
    ,7,2024-05-02,2024-05-03T10:00:00Z,true,"A\u{1B}[2J rather long name of a lamp"

    """

  private static func lines(_ style: TerminalStyle = .plain) throws -> [String] {
    let table = try CSVLoader.load(Array(text.utf8)).table
    return ProfileTables(
      try table.columns.map { try ColumnProfile(of: $0, in: table, on: .single) }
    )
    .lines(style)
  }

  @Test func `each kind of column has its table`() throws {
    let lines = try Self.lines()
    #expect(
      lines == [
        "column  type     count  nulls  distinct   min   max    mean   stddev       q1  median       q3  histogram",
        "price   float        2      1         2  9.99  19.5  14.745  6.72459  12.3675  14.745  17.1225  █                  █",
        "stock   integer      2      1         2     5     7       6  1.41421      5.5       6      6.5  █                  █",
        "",
        "column  type      count  nulls  distinct  min                   max                   histogram",
        "day     date          3      0         3  2024-05-01            2024-05-31            █                  ▄",
        "at      datetime      3      0         3  2024-05-01T10:00:00Z  2024-05-03T10:00:00Z  █         █        █",
        "",
        "column  type     count  nulls  distinct  true  false",
        "new     boolean      3      0         2     2      1",
        "",
        "column  type  count  nulls  distinct  shortest  longest  most frequent",
        "name    text      3      0         2         6       32  Kettle (2), A\\u{1b}[2J rather long … (1)",
      ])
  }

  @Test(arguments: [40, 60, 80, 100, 130])
  func `a terminal's width is kept`(width: Int) throws {
    var style = TerminalStyle.plain
    style.width = width
    let lines = try Self.lines(style)
    for line in lines { #expect(ShownText(line).width <= width, "\(line)") }
    for word in ["stddev", "histogram", "false", "14.745", "longest"] {
      #expect(lines.contains { $0.contains(word) }, "\(word)")
    }
  }

  @Test func `a column without a value has dashes`() throws {
    let table = try CSVLoader.load(Array("a,b\n,x\n".utf8)).table
    let profiles = try table.columns.map { try ColumnProfile(of: $0, in: table, on: .single) }
    let lines = ProfileTables(profiles).lines(.plain)
    #expect(lines.contains { $0.hasPrefix("a ") && $0.contains("-") })
    #expect(ProfileTables([]).lines(.plain) == [])
  }
}
