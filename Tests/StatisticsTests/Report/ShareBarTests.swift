import Testing

@testable import Statistics

struct ShareBarTests {
  private static func bar(_ counts: [Int]) throws -> SVGDocument {
    let parts = counts.enumerated().map { ShareBar.Part(name: "p\($0)", count: $1) }
    let bar = ShareBar(title: "Shares", parts: parts)
    #expect(bar.svg() == bar.svg())
    return try SVGDocument(bar.svg())
  }

  @Test func `parts are as long as their shares and fill the bar`() throws {
    let bar = try Self.bar([3, 0, 1])
    try bar.check()
    let areas = bar.areas
    #expect(areas.map(\.width) == [539, 179] && areas.map(\.left) == [0, 540])
    #expect(bar.tips == ["p0: 3 (75%).", "p2: 1 (25%)."])
    #expect(bar.title == "Shares" && bar.description == "p0: 3 (75%). p1: 0 (0%). p2: 1 (25%).")
  }

  @Test func `a part of few is thin, and a bar of nothing is empty`() throws {
    let thin = try Self.bar([1, 1_000_000])
    try thin.check()
    #expect(thin.areas[0].width < 0.01 && thin.areas[1].right <= 720)
    #expect(try Self.bar([0, 0]).areas.isEmpty && Self.bar([]).areas.isEmpty)
  }
}
