import Tables
import Testing

@testable import Statistics

struct GroupFilterTests {
  @Test func `no texts let everything through, also null`() {
    let filter = GroupFilter(nil)
    #expect(filter.passes(.null) && filter.passes(.integer(4)) && filter.passes(.word("x")))
  }

  @Test func `values are matched by what they read like`() {
    let filter = GroupFilter(["20", "1.5", "Theft", "True", "2024-02-29", "7.0"])
    let passing: [Cell] = [
      .integer(20), .decimal(20), .decimal(1.5), .word("Theft"), .word("20"), .boolean(true),
      .date(19_782), .decimal(7),
    ]
    for cell in passing { #expect(filter.passes(cell), "\(cell)") }
    let others: [Cell] = [
      .null, .integer(2), .integer(7), .decimal(1.25), .word("theft"), .word("Theft "),
      .boolean(false), .date(19_783), .datetime(0), .decimal(1e300),
    ]
    for cell in others { #expect(!filter.passes(cell), "\(cell)") }
  }

  @Test func `letters are compared by their bytes`() {
    let filter = GroupFilter(["\u{E4}"])
    #expect(filter.passes(.word("\u{E4}")) && !filter.passes(.word("a\u{308}")))
  }

  @Test func `nothing allowed lets nothing through`() {
    #expect(!GroupFilter([]).passes(.integer(1)) && !GroupFilter([""]).passes(.null))
  }

  @Test(
    arguments: [
      (.integer(-4), "-4"), (.decimal(4), "4.0"), (.boolean(true), "true"), (.null, ""),
      (.datetime(1_000_000), "1970-01-01T00:00:01Z"),
    ] as [(Cell, String)])
  func `a value has a text`(_ cell: Cell, _ text: String) {
    #expect(cell.text == Array(text.utf8))
  }
}
