import Engine
import HTTP
import Testing

@testable import API

struct LinkBudgetTests {
  private func address(_ length: Int) throws -> ExploreAddress {
    let name = try #require(DatasetName("t"))
    return ExploreAddress.similar(name, to: 1).changed {
      $0.set("_text", to: String(repeating: "x", count: length))
    }
  }

  @Test func `links take no more than the budget, and none follows one that was left out`() throws {
    let (long, short) = (try address(7000), try address(1))
    var links = LinkBudget()
    var written = 0
    while let target = links.target(long) { written += target.utf8.count }
    #expect(written <= LinkBudget.bytes && written > LinkBudget.bytes - 8000)
    #expect(links.target(short) == nil)
  }
}
