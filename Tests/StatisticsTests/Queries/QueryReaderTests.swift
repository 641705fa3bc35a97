import Tables
import Testing

@testable import Statistics

struct QueryReaderTests {
  @Test func `the list of mistakes ends at its limit, whatever a client sends`() {
    let items = (0..<5_000).map { (name: "c\($0)", value: "1") }
    let long = (0..<5_000).map { "c\($0)" }.joined(separator: ",")
    let lists = [(name: "_select", value: long), ("_or", "(\(long))")]
    for items in [items, lists] {
      do throws(QueryTextFailure) {
        _ = try RowQuery(parsing: items, columns: ["a"])
        Issue.record("unknown columns are no mistake")
      } catch {
        #expect(error.mistakes.count == QueryTextFailure.mistakeLimit)
      }
    }
  }

  @Test func `the same column may be compared more than once`() throws {
    let query = try RowQuery(parsing: [("a__gt", "1"), ("a__gt", "2")], columns: ["a"])
    #expect(query.filter.all.map(\.values) == [["1"], ["2"]])
  }

  @Test(arguments: [("", nil), ("12", 12), ("1a", nil), ("-1", nil), ("٣", nil), (" 1", nil)])
  func `whole numbers are digits`(text: String, number: Int?) {
    #expect(wholeNumber(text) == number)
  }
}
