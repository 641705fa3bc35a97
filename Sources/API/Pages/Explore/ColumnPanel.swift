internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

/// What one column is like in the rows that pass the filters.
struct ColumnPanel: Sendable {
  /// Beyond so many different values the most frequent ones are not looked for: that takes seconds.
  private static let distinctLimit = 10_000
  private static let topCount = 10

  private let address: ExploreAddress
  private let column: Column
  private let facts: AggregateAnswer
  /// The most frequent values; `nil` where there are too many to look.
  private let top: AggregateAnswer?

  /// - Throws: `Failure.badParameters` where the table has no such column.
  init(
    _ name: String, _ address: ExploreAddress, _ table: Table,
    _ answer: ([QueryItem]) throws(Failure) -> AggregateAnswer
  ) throws(Failure) {
    guard let column = table.columns.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw .badParameters([
        .init(
          "There is no column '\(CellMarkup.cut(name, to: 100))'", at: .parameter("_column"),
          value: CellMarkup.cut(name, to: 100))
      ])
    }
    self.address = address
    self.column = column
    facts = try answer(address.filters + Self.factItems(column))
    let distinct = facts["distinct"].flatMap { cell -> Int? in
      if case .integer(let count) = cell { Int(count) } else { nil }
    }
    let isCountable = (distinct ?? .max) <= Self.distinctLimit
    top = isCountable ? try answer(address.filters + Self.topItems(column)) : nil
  }

  // What is asked

  private static func factItems(_ column: Column) -> [QueryItem] {
    let name = QueryText.listed(column.name)
    var calls = ["rows:count()", "values:count(\(name))", "distinct:count_distinct(\(name))"]
    if column.type != .boolean { calls += ["min:min(\(name))", "max:max(\(name))"] }
    if column.isNumber {
      calls += [
        "mean:mean(\(name))", "stddev:stddev(\(name))", "q1:q(\(name),0.25)",
        "median:median(\(name))", "q3:q(\(name),0.75)",
      ]
    }
    return [QueryItem(name: "_agg", value: calls.joined(separator: ","))]
  }

  private static func topItems(_ column: Column) -> [QueryItem] {
    // The count must not be called like the column.
    let label = column.name == "rows" ? "count" : "rows"
    return [
      QueryItem(name: "_group_by", value: QueryText.listed(column.name)),
      QueryItem(name: "_agg", value: "\(label):count()"),
      QueryItem(name: "_sort", value: "-\(label)"),
      QueryItem(name: "_limit", value: "\(topCount)"),
    ]
  }

  /// What asks the API for the same numbers, and what these are.
  var sources: [(title: String, target: String)] {
    var asked = [("statistics", Self.factItems(column))]
    if top != nil { asked.append(("most frequent values", Self.topItems(column))) }
    return asked.map { ($0, address.api("aggregate", address.filters + $1)) }
  }

  // What is shown

  func write(to page: inout MarkupWriter) {
    page.begin(
      "section", ("class", "card closer"), ("id", "closer"), ("tabindex", "-1"),
      ("aria-labelledby", "closer-title"))
    page.closeLink(address.changed { $0.column = nil })
    page.begin("h2", ("id", "closer-title"))
    page.element("bdi", text: CellMarkup.cut(column.name, to: 100))
    page.text(" ")
    page.element("span", ("class", "kind"), text: column.type.word)
    page.end()
    page.element(
      "p", ("class", "note"),
      text: address.filters.isEmpty ? "In all rows." : "In the rows that pass the filters.")
    page.begin("div", ("class", "columns"))
    page.begin("div")
    writeFacts(to: &page)
    writeHistogram(to: &page)
    page.end()
    writeTop(to: &page)
    page.end()
    page.end()
  }

  private func writeFacts(to page: inout MarkupWriter) {
    page.begin("dl", ("class", "facts"))
    func fact(_ title: String, _ cell: Cell?) {
      guard let cell else { return }
      page.begin("div")
      page.element("dt", text: title)
      page.element("dd", ("dir", "auto"), text: Self.readable(cell))
      page.end()
    }
    let rows = facts["rows"]
    let values = facts["values"]
    fact("Values", values)
    if case .integer(let rows)? = rows, case .integer(let values)? = values {
      fact("Missing", .integer(rows - values))
    }
    fact("Different", facts["distinct"])
    fact("Least", facts["min"])
    fact("Lower quartile", facts["q1"])
    fact("Median", facts["median"])
    fact("Mean", facts["mean"])
    fact("Upper quartile", facts["q3"])
    fact("Greatest", facts["max"])
    fact("Standard deviation", facts["stddev"])
    page.end()
  }

  /// A number as people read it; what is no number as it is.
  private static func readable(_ cell: Cell) -> String {
    switch cell {
    case .null: "–"
    case .integer(let number): NumberText.whole(Int(number))
    case .decimal(let number): NumberText.readable(number)
    case .boolean, .date, .datetime, .text: CellMarkup.text(cell, limit: 100)
    }
  }

  private func writeTop(to page: inout MarkupWriter) {
    guard let top else {
      page.element(
        "p", ("class", "note"),
        text: "There are too many different values to show the most frequent ones; "
          + "filters make them fewer.")
      return
    }
    let rows = top.rows.compactMap { row -> (value: Cell, count: Int)? in
      guard row.count == 2, let value = row[0].cell, case .integer(let count)? = row[1].cell else {
        return nil
      }
      return (value, Int(count))
    }
    guard !rows.isEmpty else { return }
    page.begin("div", ("class", "wide"))
    page.begin("table", ("class", "top"))
    page.element(
      "caption",
      text: top.groupCount > rows.count
        ? "The \(rows.count) most frequent of \(NumberText.whole(top.groupCount))" : "All values")
    page.begin("thead")
    page.begin("tr")
    page.element("th", ("scope", "col"), text: "Value")
    page.element("th", ("scope", "col"), ("class", "n"), text: "Rows")
    page.element("th", ("scope", "col"), text: "Share")
    page.end()
    page.end()
    page.begin("tbody")
    let greatest = rows.map(\.count).max() ?? 0
    for (value, count) in rows {
      page.begin("tr")
      page.begin("td", ("dir", "auto"))
      writeValue(value, to: &page)
      page.end()
      page.element("td", ("class", "n"), text: NumberText.whole(count))
      page.begin("td")
      page.bar(count, of: greatest)
      page.end()
      page.end()
    }
    page.end()
    page.end()
    page.end()
  }

  /// A value that leads to the rows that have it.
  private func writeValue(_ value: Cell, to page: inout MarkupWriter) {
    let text = value == .null ? "missing" : CellMarkup.text(value, limit: 80)
    guard let (operation, wanted) = CellMarkup.condition(column.name, value) else {
      page.text(text)
      return
    }
    let filter = ExploreAddress.condition(column.name, operation, wanted)
    page.element(
      "a", ("href", address.changed { $0.add(filter) }.target + "#closer"),
      ("title", "Only these rows"), text: text)
  }

  private func writeHistogram(to page: inout MarkupWriter) {
    guard column.type != .text, column.type != .boolean, facts["values"] != .integer(0) else {
      return
    }
    let name = CellMarkup.cut(column.name, to: 100)
    let items = [
      QueryItem(name: "_kind", value: "histogram"),
      QueryItem(name: "_x", value: QueryText.listed(column.name)),
    ]
    page.chart(
      address.api("chart.svg", address.filters + items),
      saying: "Histogram of \(name): how many rows lie in each of 20 intervals.")
  }
}

extension AggregateAnswer {
  /// The only value under a label of an answer without groups.
  fileprivate subscript(label: String) -> Cell? {
    guard let row = rows.first, let place = columns.firstIndex(of: label) else { return nil }
    return row[place].cell
  }
}
