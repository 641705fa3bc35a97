import Testing

@testable import Statistics

struct CanonicalTextTests {
  private let columns = ["a", "b", "c,d", "caf\u{E9}", "cafe\u{301}"]

  private func rows(_ items: [(name: String, value: String)]) throws -> String {
    try RowQuery(parsing: items, columns: columns).canonical
  }

  private func groups(_ items: [(name: String, value: String)]) throws -> String {
    try AggregateQuery(parsing: items, columns: columns).canonical
  }

  @Test func `equal questions have equal texts`() throws {
    let pairs: [([(name: String, value: String)], [(name: String, value: String)])] = [
      ([], [("_limit", "100"), ("_format", "json"), ("_count", "none"), ("_csv_safe", "1")]),
      ([("a__gt", "1"), ("b", "2")], [("b__eq", "2"), ("a__gt", "1"), ("column:b", "2")]),
      ([("_or", "(a:1,b:2)"), ("_or", "(b:3)")], [("_or", "(b:3)"), ("_or", "( b:\"2\",a:1)")]),
      ([("a__in", "x,y,x")], [("a__in", "\"y\",x")]),
      ([("a__isnull", "false")], [("a__notnull", "")]),
      ([("_format", "csv"), ("_shape", "arrays")], [("_format", "csv")]),
    ]
    for (one, other) in pairs { #expect(try rows(one) == rows(other)) }
    #expect(
      try groups([("_agg", "q(a,0.50)"), ("_having", "(q_a_0.50__gt:1,q_a_0.50__lt:9)")])
        == groups([("_agg", "q_a_0.50:q(a,.5)"), ("_having", "(q_a_0.50__lt:9,q_a_0.50__gt:1)")]))
  }

  @Test func `other questions have other texts`() throws {
    let questions: [[(name: String, value: String)]] = [
      [], [("_limit", "99")], [("_format", "csv")], [("_format", "csv"), ("_limit", "100")],
      [("_format", "csv"), ("_csv_safe", "1")], [("_format", "ndjson")], [("_shape", "arrays")],
      [("_count", "exact")], [("_cursor", "x")], [("_cursor", "")], [("a", "1")], [("a", "2")],
      [("b", "1")], [("a__ne", "1")], [("a__in", "x,y")], [("a__in", "\"x,y\"")],
      [("a__between", "1,2")], [("a__between", "2,1")], [("a", "1"), ("b", "1")],
      [("_or", "(a:1,b:1)")], [("_or", "(a:1)"), ("_or", "(b:1)")], [("_select", "a")],
      [("_select", "a,b")], [("_select", "b,a")], [("_select", "\"c,d\"")], [("_sort", "a")],
      [("_sort", "-a")], [("_sort", "a,b")], [("_sort", "b,a")], [("caf\u{E9}", "1")],
      [("cafe\u{301}", "1")], [("a", "1&b__eq=1")],
    ]
    #expect(try Set(questions.map(rows)).count == questions.count)
    let aggregates: [[(name: String, value: String)]] = [
      [], [("_agg", "n:count()")], [("_agg", "count(a)")], [("_agg", "q(a,0.5)")],
      [("_agg", "histogram(a,5)")], [("_agg", "corr(a,b)")], [("_agg", "corr(b,a)")],
      [("_group_by", "a")], [("_group_by", "a:day")], [("_group_by", "b,a")],
      [("_group_by", "a"), ("_having", "(a:1)")], [("_group_by", "a"), ("a", "1")],
      [("_sort", "-count")], [("_limit", "5")], [("_cursor", "x")], [("_format", "csv")],
    ]
    #expect(try Set(aggregates.map(groups)).count == aggregates.count)
  }

  @Test func `the text is ASCII`() throws {
    let text = try rows([("caf\u{E9}", "größe\u{0}\n"), ("_select", "\"caf\u{E9}\"")])
    #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }

  @Test func `charts that differ have other texts`() throws {
    let questions: [KeyValuePairs<String, String>] = [
      ["_kind": "histogram", "_x": "a"], ["_kind": "histogram", "_x": "b"],
      ["_kind": "histogram", "_x": "a", "_bins": "9"],
      ["_kind": "histogram", "_x": "a", "_title": "t"],
      ["_kind": "histogram", "_x": "a", "_width": "400"],
      ["_kind": "histogram", "_x": "a", "_height": "400"],
      ["_kind": "histogram", "_x": "a", "a": "1"], ["_kind": "box", "_y": "a"],
      ["_kind": "box", "_y": "a", "_group_by": "b"], ["_kind": "scatter", "_x": "a", "_y": "b"],
      ["_kind": "line", "_x": "a", "_y": "b"], ["_kind": "scatter", "_x": "b", "_y": "a"],
      ["_kind": "scatter", "_x": "a", "_y": "b", "_group_by": "a"],
      ["_kind": "scatter", "_x": "a", "_y": "b", "_group_by": "a:day"],
      ["_kind": "bar", "_group_by": "a"], ["_kind": "line", "_group_by": "a"],
      ["_kind": "bar", "_group_by": "a", "_agg": "mean(b)"],
    ]
    func text(_ items: KeyValuePairs<String, String>) throws -> String {
      try ChartQuery(parsing: items.map { ($0.key, $0.value) }, columns: columns).canonical
    }
    #expect(Set(try questions.map(text)).count == questions.count)
    #expect(try text(["_x": "a", "_kind": "box"]) == text(["_kind": "box", "_y": "a"]))
    #expect(
      try text(["_kind": "histogram", "_x": "a"])
        == text(["_x": "a", "_bins": "20", "_width": "720", "_kind": "histogram"]))
  }
}
