import Testing

@testable import Statistics

struct ExtentTests {
  @Test func `what is not finite is counted apart`() {
    let extent = Extent(of: [.nan, 3, -1, .infinity, 3, -1, -.infinity])
    #expect(extent.count == 4 && extent.omittedCount == 3 && extent.range == -1...3)
    #expect(extent.leastPlace == 2 && extent.greatestPlace == 1)
  }

  @Test func `nothing has no range`() {
    #expect(Extent().range == nil && Extent(of: [.nan]).range == nil)
  }

  @Test func `extents unite`() {
    var extent = Extent(of: [1, .nan])
    extent.unite(Extent(of: [-2, 5.5]))
    #expect(extent.range == -2...5.5 && extent.count == 3 && extent.omittedCount == 1)
  }

  @Test func `whole numbers have whole steps where there is room for them`() {
    #expect(Extent(of: [0, 3]).steps == .whole)
    #expect(Extent(of: [0, 2]).steps == .decimal)
    #expect(Extent(of: [0, 3.5]).steps == .decimal)
    var united = Extent(of: [0, 9])
    united.unite(Extent(of: [0.5]))
    #expect(united.steps == .decimal)
  }
}
