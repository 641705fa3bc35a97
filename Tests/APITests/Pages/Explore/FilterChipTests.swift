import HTTP
import Tables
import Testing

@testable import API

struct FilterChipTests {
  private func text(_ name: String, _ value: String, _ columns: [String] = ["price"]) -> String {
    FilterChip(QueryItem(name: name, value: value), columns: columns).text
  }

  @Test func `conditions read as sentences`() {
    #expect(text("price__gte", "10") == "price ≥ 10")
    #expect(text("price", "10") == "price = 10")
    #expect(text("price__isnull", "true") == "price is missing")
    #expect(text("_or", "(price:1,price:2)") == "one of (price:1,price:2)")
    #expect(text("column:_a__ne", "x", ["_a"]) == "_a ≠ x")
    #expect(text("a__gt", "1", ["a__gt"]) == "a__gt = 1")
  }

  @Test func `what is no condition is shown as it stands`() {
    #expect(text("prise", "10") == "prise = 10")
    #expect(text("price__over", "10") == "price__over = 10")
  }

  @Test func `a long value is cut`() {
    #expect(text("price", String(repeating: "x", count: 10_000)).count < 100)
  }

  @Test func `every operation has a sign`() {
    for operation in Filter.Operation.allCases {
      #expect(!operation.sign.isEmpty && operation.choice.hasPrefix(operation.sign))
    }
  }
}
