import Statistics
import Tables
import Testing

@testable import API

struct CellMarkupTests {
  private func written(_ cell: Cell, _ markup: CellMarkup = CellMarkup(cells: 1)) -> String {
    var page = MarkupWriter()
    markup.write(cell, to: &page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private func text(_ text: String) -> Cell { .text(Array(text.utf8)[...]) }

  @Test func `cells are texts, whatever they hold`() {
    #expect(written(text("<b>")) == #"<td dir="auto">&lt;b&gt;</td>"#)
    #expect(written(.null) == #"<td class="null">–</td>"#)
    #expect(written(.decimal(2.5)) == #"<td class="n">2.5</td>"#)
    #expect(written(.date(0)) == "<td>1970-01-01</td>")
  }

  @Test func `the more cells there are, the less of each is shown`() {
    #expect(CellMarkup(cells: 10).limit == 200)
    #expect(CellMarkup(cells: 1000).limit == 90)
    #expect(CellMarkup(cells: 100_000).limit == 24)
    #expect(written(text(String(repeating: "é", count: 500))).filter { $0 == "é" }.count == 200)
    #expect(written(text(String(repeating: "é", count: 200))).contains("…") == false)
  }

  @Test func `a value makes the condition that it passes`() throws {
    #expect(try #require(CellMarkup.condition("a", .null)) == (.isNull, "true"))
    #expect(try #require(CellMarkup.condition("a", text("x,y"))) == (.eq, "x,y"))
    #expect(try #require(CellMarkup.condition("a", .decimal(3))) == (.eq, "3"))
    #expect(try #require(CellMarkup.condition("a", .boolean(true))) == (.eq, "true"))
    #expect(CellMarkup.condition("a", text(String(repeating: "x", count: 501))) == nil)
    #expect(CellMarkup.condition("a", .text([0xFF][...])) == nil)
  }
}
