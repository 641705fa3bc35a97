import Engine
import HTTP
import Tables
import Testing

@testable import API

struct ExploreAddressTests {
  private func address(_ query: String) throws -> ExploreAddress {
    let name = try #require(DatasetName("games"))
    return try ExploreAddress(name, Target("/explore/games?" + query).queryItems)
  }

  @Test func `what concerns the page alone is told apart from what the API takes`() throws {
    let address = try address("price__gte=5&_view=groups&_group_by=a&_column=b&_from=51&_kind=bar")
    #expect(address.view == .groups)
    #expect(address.column == "b")
    #expect(address.from == 51)
    #expect(address.kind == "bar")
    #expect(
      address.api("aggregate", address.items)
        == "/api/v1/datasets/games/aggregate?price__gte=5&_group_by=a")
    #expect(
      address.target
        == "/explore/games?_view=groups&price__gte=5&_group_by=a&_kind=bar&_column=b&_from=51")
  }

  @Test func `what is asked differently begins at its first page`() throws {
    var address = try address("a=1&_cursor=c&_from=51&_sort=a")
    address.set("_sort", to: "-a")
    #expect(address.target == "/explore/games?a=1&_sort=-a")
    address.set("_cursor", to: "d")
    address.from = 51
    address.add(QueryItem(name: "b", value: "2"))
    #expect(address.target == "/explore/games?a=1&b=2&_sort=-a")
    address.add(QueryItem(name: "b", value: "2"))
    address.remove(at: 0)
    #expect(address.target == "/explore/games?b=2&_sort=-a")
  }

  @Test func `another view looks at the same rows`() throws {
    let address = try address("a=1&_or=(b:1,c:2)&_sort=a&_limit=5&_column=a")
    #expect(
      address.changed { $0.look(at: .groups) }.target
        == "/explore/games?_view=groups&a=1&_or=(b:1,c:2)")
    #expect(address.changed { $0.look(at: .similar) }.target == "/explore/games?_view=similar")
  }

  @Test func `columns with names like ours are marked in conditions`() {
    #expect(ExploreAddress.condition("a", .eq, "1") == QueryItem(name: "a", value: "1"))
    #expect(
      ExploreAddress.condition("_a", .gt, "1") == QueryItem(name: "column:_a__gt", value: "1"))
    #expect(
      ExploreAddress.condition("column:a", .eq, "1")
        == QueryItem(name: "column:column:a", value: "1"))
  }

  @Test func `a view that does not exist is told`() throws {
    #expect(throws: Failure.self) { try address("_view=cake") }
    #expect(try address("_view=").view == .rows)
    #expect(try address("_from=-3&_row=x").from == 1)
  }
}
