import Testing

@testable import App

struct TextTableTests {
  private static let table = TextTable(columns: [
    .init("name", cells: ["Midnight Relic of the North", "小さな駅"]),
    .init("price", .number, cells: ["9.99", "1200"]),
    .init("genre", cells: ["Action", "Racing, Sports, Simulation"]),
    .init("histogram", .bars, cells: ["█▄▂▁ ▁", "▁█"]),
  ])

  @Test func `without a limit nothing is cut and columns are aligned`() {
    let layout = Self.table.layout(within: nil)
    #expect(
      Self.table.lines(layout) == [
        "name                         price  genre                       histogram",
        "Midnight Relic of the North   9.99  Action                      █▄▂▁ ▁",
        "小さな駅                      1200  Racing, Sports, Simulation  ▁█",
      ])
    #expect(Self.table.rows(layout).count == 2)
  }

  @Test func `texts are cut, the widest first, and numbers and bars never`() {
    let layout = Self.table.layout(within: 50)
    #expect(layout.shown == [0, 1, 2, 3])
    let lines = Self.table.lines(layout)
    #expect(lines[1].hasPrefix("Midnight Rel"))
    #expect(lines[1].contains("…   9.99  Action"))
    #expect(lines[1].hasSuffix("█▄▂▁ ▁"))
    #expect(lines[2].contains("1200"))
    for line in lines { #expect(ShownText(line).width <= 50) }
  }

  @Test(arguments: 1...90)
  func `no line is wider than its limit while more than one column is shown`(limit: Int) {
    let layout = Self.table.layout(within: limit)
    for line in Self.table.lines(layout) {
      #expect(ShownText(line).width <= limit || layout.shown == [0])
    }
    // As many as fit: the next column would be too much.
    if layout.shown.count < 4 {
      let next = layout.widths[...layout.shown.count].reduce(0, +) + 2 * layout.shown.count
      #expect(next > limit)
    }
  }

  @Test func `columns that do not fit beside each other stand in groups led by the first`() {
    let layouts = Self.table.layouts(within: 30)
    #expect(layouts.map(\.shown) == [[0, 1], [0, 2], [0, 3]])
    #expect(Self.table.layouts(within: nil).map(\.shown) == [[0, 1, 2, 3]])
    #expect(Self.table.layouts(within: 60).map(\.shown) == [[0, 1, 2, 3]])
    #expect(Set(Self.table.layouts(within: 1).flatMap(\.shown)) == [0, 1, 2, 3])
  }

  @Test func `names stand out where that is asked for`() {
    let layout = Self.table.layout(within: nil)
    let lines = Self.table.lines(layout, emphasis: ("<", ">"))
    #expect(lines[0].hasPrefix("<name") && lines[0].hasSuffix("histogram>"))
    #expect(!lines[1].contains("<"))
  }

  @Test func `a table without rows is its names, and one without columns an empty line`() {
    let table = TextTable(columns: [.init("a", cells: []), .init("b", .number, cells: [])])
    #expect(table.lines(table.layout(within: 80)) == ["a  b"])
    let none = TextTable(columns: [])
    #expect(none.lines(none.layout(within: 80)) == [""])
  }
}
