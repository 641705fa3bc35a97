internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

/// Statistics of groups of rows, as a table and as a chart.
struct GroupsView: Sendable {
  /// What is computed, and what it takes from the API.
  struct Sources {
    let answer: (AggregateQuery) throws(Failure) -> (answer: AggregateAnswer, next: String?)
    /// Fails where the chart cannot be drawn.
    let draw: ([QueryItem]) throws(Failure) -> Void
  }

  private let address: ExploreAddress
  private let table: Table
  private let query: AggregateQuery
  /// The groups; `nil` where each row is a point of the chart, and no group is made.
  private let answer: AggregateAnswer?
  private let pages: PageLinks?
  private let chart: GroupChart?
  /// Why there is no chart, in words.
  private let chartFault: String?

  init(
    _ address: ExploreAddress, _ dataset: Dataset, _ table: Table, _ signature: Signature,
    _ query: AggregateQuery, _ sources: Sources
  ) throws(Failure) {
    self.address = address
    self.table = table
    let plan = try GroupChart.plan(address, query, table)
    chartFault = plan.fault
    chart = plan.chart
    if let chart { try sources.draw(chart.items) }
    var question = query
    question.cursor = nil
    let canonical = "\(dataset.name)/aggregate?" + question.canonical
    // Without a cursor the number of the group says where the page begins: so one can go back.
    func cursor(from number: Int) -> String? {
      guard number > 1 else { return nil }
      return PageCursor(version: dataset.version, place: number - 1)
        .text(question: canonical, signature)
    }
    var asked = query
    asked.cursor = query.cursor ?? cursor(from: address.from)
    if chart?.kind == .scatter {
      (answer, pages) = (nil, nil)
    } else {
      var found = try sources.answer(asked)
      if query.cursor == nil, address.from > found.answer.groupCount {
        asked.cursor = cursor(from: found.answer.groupCount)
        found = try sources.answer(asked)
      }
      answer = found.answer
      pages = PageLinks(
        address, shown: found.answer.rows.count, of: found.answer.groupCount,
        limit: query.pageLimit ?? RowQuery.usualLimit, next: found.next)
    }
    self.query = asked
  }

  /// What asks the API for the same numbers and the same chart.
  var sources: [(title: String, target: String)] {
    (answer == nil ? [] : [("groups", groupsTarget)])
      + (chart.map { [("chart", address.api("chart.svg", $0.items))] } ?? [])
  }

  private var groupsTarget: String {
    let same = address.changed { same in
      // Where a page shows fewer than are asked for, the cursor is that of the fewer.
      if same["_limit"] != nil { same.set("_limit", to: query.limit.map { "\($0)" }) }
      same.set("_cursor", to: query.cursor)
    }
    return address.api("aggregate", same.items)
  }

  func write(to page: inout MarkupWriter) {
    writeFunctions(to: &page)
    if let chart {
      page.chart(address.api("chart.svg", chart.items), saying: chart.sentence)
    } else if let chartFault {
      page.element("p", ("class", "note"), text: chartFault)
    }
    guard let answer else { return }
    guard !answer.rows.isEmpty else {
      page.element("p", ("class", "empty"), text: "There is no group: no row passes the filters.")
      return
    }
    writeTable(answer, to: &page)
    if let pages, pages.leadSomewhere { pages.write(to: &page) }
    writeDownloads(to: &page)
  }

  /// The functions and the conditions of groups, each with a link that takes it away.
  private func writeFunctions(to page: inout MarkupWriter) {
    page.begin("ul", ("class", "chips"), ("aria-label", "Functions"))
    for (place, output) in query.outputs.enumerated() {
      var rest = query.outputs
      rest.remove(at: place)
      let less = address.changed { less in
        less.set("_agg", to: rest.isEmpty ? nil : rest.map(\.text).joined(separator: ","))
        less.set("_sort", to: nil)
        less.set("_having", to: nil)
      }
      page.chip(CellMarkup.cut(output.text, to: 80), without: query.outputs.count > 1 ? less : nil)
    }
    if let having = address["_having"] {
      let item = QueryItem(name: "_having", value: having)
      page.chip(
        FilterChip(item, columns: []).text, without: address.changed { $0.set("_having", to: nil) })
    }
    page.end()
  }

  private func writeTable(_ answer: AggregateAnswer, to page: inout MarkupWriter) {
    page.begin(
      "div", ("class", "wide"), ("id", "rows"), ("tabindex", "0"), ("role", "region"),
      ("aria-label", "Groups"))
    page.begin("table")
    let keys = query.groupBy.map(\.column)
    page.begin("caption")
    page.text(
      keys.isEmpty
        ? "All rows together"
        : answer.groupCount == 1 ? "1 group" : "\(NumberText.whole(answer.groupCount)) groups")
    if let limit = query.limit, limit < (Int(address["_limit"] ?? "") ?? 0) {
      page.text("; a page shows \(limit) groups at most")
    }
    page.end()
    page.begin("thead")
    page.begin("tr")
    for name in answer.columns { writeHead(name, isKey: keys.contains(name), to: &page) }
    page.end()
    page.end()
    page.begin("tbody")
    let markup = CellMarkup(cells: answer.rows.count * answer.columns.count)
    var links = LinkBudget()
    for row in answer.rows {
      page.begin("tr")
      for (place, value) in row.enumerated() {
        if place < keys.count, let cell = value.cell {
          writeKey(cell, place, row, markup, within: &links, to: &page)
        } else if let cell = value.cell {
          markup.write(cell, to: &page)
        } else {
          page.element("td", ("class", "kind"), text: "a histogram; see the API")
        }
      }
      page.end()
      page.lineBreak()
    }
    page.end()
    page.end()
    page.end()
  }

  private func writeHead(_ name: String, isKey: Bool, to page: inout MarkupWriter) {
    let key = query.sort.first.flatMap { $0.name == name ? $0 : nil }
    var attributes: [(name: StaticString, value: String)] = [("scope", "col")]
    if let key { attributes.append(("aria-sort", key.isDescending ? "descending" : "ascending")) }
    if !isKey { attributes.append(("class", "n")) }
    page.begin("th", attributes)
    let shown = CellMarkup.cut(name, to: 60)
    page.element("bdi", text: shown)
    page.text(" ")
    if !query.groupBy.isEmpty { page.sortLink(address, name, key, shown: shown) }
    page.end()
  }

  /// What the group has in common; the last of it leads to the rows of the group, where they can be asked for.
  private func writeKey(
    _ cell: Cell, _ place: Int, _ row: [AggregateValue], _ markup: CellMarkup,
    within links: inout LinkBudget, to page: inout MarkupWriter
  ) {
    let text = cell == .null ? "missing" : CellMarkup.text(cell, limit: markup.limit)
    page.begin("th", ("scope", "row"), ("dir", "auto"))
    if place == query.groupBy.count - 1, let rows = rowsAddress(row),
      let target = links.target(rows)
    {
      page.element("a", ("href", target), ("title", "The rows of this group"), text: text)
    } else {
      page.text(text)
    }
    page.end()
  }

  private func rowsAddress(_ row: [AggregateValue]) -> ExploreAddress? {
    var rows = address.changed { $0.look(at: .rows) }
    for (key, value) in zip(query.groupBy, row) {
      guard key.unit == nil, let cell = value.cell,
        let (operation, wanted) = CellMarkup.condition(key.column, cell)
      else { return nil }
      rows.add(ExploreAddress.condition(key.column, operation, wanted))
    }
    return rows
  }

  private func writeDownloads(to page: inout MarkupWriter) {
    page.begin("p", ("class", "downloads"))
    page.text("Download: ")
    let all = address.changed { $0.set("_limit", to: nil) }
    for (title, format) in [("CSV", "csv"), ("NDJSON", "ndjson")] {
      let wanted = all.changed { $0.set("_format", to: format) }
      page.element(
        "a", ("href", address.api("aggregate", wanted.items)), ("download", ""), text: title)
      page.text(", ")
    }
    page.element("a", ("href", groupsTarget), text: "this page as JSON")
    page.end()
  }
}

extension AggregateQuery.Output {
  /// The function as it is asked for.
  var text: String {
    var plain = function.columns
    var listed = plain.map(QueryText.listed)
    switch function {
    case .measure(.quantile(let share), _):
      plain.append("\(share)")
      listed.append("\(share)")
    case .histogram(_, let bins):
      plain.append("\(bins)")
      listed.append("\(bins)")
    default: break
    }
    let call = "\(function.name)(\(listed.joined(separator: ",")))"
    let usual = ([function.name] + plain).joined(separator: "_")
    return label == usual ? call : "\(QueryText.listed(label)):\(call)"
  }
}
