internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

// A data set to look at: rows that are sorted, filtered and paged, columns, groups with charts, similar rows.

extension Endpoint {
  static let explorePages: [Endpoint] = [
    page("/explore/{name}", description: .explorePage) { (api, request) throws(Failure) in
      try api.explorePage(request)
    }
  ]
}

extension Responder {
  fileprivate func explorePage(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    let table = try table(dataset)
    let address = try ExploreAddress(dataset.name, request.target.queryItems)
    if let next = ExploreForm.next(address, columns: table.columns.map(\.name)) {
      return Response(.seeOther, fields: Fields([(.location, next.target)]))
    }
    let explorer = Explorer(
      api: self, request: request, dataset: dataset, table: table, address: address)
    do throws(Failure) {
      return try explorer.page()
    } catch {
      return explorer.page(about: error)
    }
  }
}

/// Makes one page of a data set.
private struct Explorer {
  let api: Responder
  let request: Request
  let dataset: Dataset
  let table: Table
  let address: ExploreAddress

  private var names: [String] { table.columns.map(\.name) }

  func page() throws(Failure) -> Response {
    switch address.view {
    case .rows: try rows()
    case .groups: try groups()
    case .similar: try similar()
    }
  }

  /// What is wrong with the address, and the forms that can mend it.
  func page(about failure: Failure) -> Response {
    let account = failure.account
    var response = response(status: account.status, groups: nil, sources: []) { page in
      page.begin("div", ("class", "problem"), ("role", "alert"))
      page.element("p", text: account.detail)
      for case let expected? in account.mistakes.map(\.expected) {
        page.element("p", text: "Expected: \(CellMarkup.cut(expected, to: 300))")
      }
      page.end()
    }
    for (name, value) in account.fields { response.fields.append(name, value) }
    return response
  }

  // Views

  private func rows() throws(Failure) -> Response {
    var query = try api.reading { () throws(QueryTextFailure) in
      try RowQuery(parsing: pairs(address.items), columns: names)
    }
    query.limit = min(query.limit ?? RowsView.usualLimit, RowsView.greatestLimit)
    query.format = .json
    let answer = try RowAnswer(dataset, table, query, on: api.engine.lanes)
    let selection = try answer.selection()
    let view = try RowsView(address, answer, selection, api.engine.signature)
    let column = try columnPanel()
    let row = try rowPanel()
    return response(groups: nil, sources: [("rows", view.target)] + (column?.sources ?? [])) {
      page in
      row?.write(to: &page)
      column?.write(to: &page)
      view.write(to: &page)
    }
  }

  private func columnPanel() throws(Failure) -> ColumnPanel? {
    guard let name = address.column else { return nil }
    return try ColumnPanel(name, address, table) { (items) throws(Failure) in
      try api.groups(aggregate(items), dataset, table).answer
    }
  }

  private func rowPanel() throws(Failure) -> RowPanel? {
    guard let number = address.row else { return nil }
    return try RowPanel(number, address, table)
  }

  private func groups() throws(Failure) -> Response {
    var query = try aggregate(address.items)
    query.limit = query.pageLimit.map { min($0, RowsView.greatestLimit) }
    try api.reading { () throws(QueryTextFailure) in try query.checkBounds() }
    let sources = GroupsView.Sources(
      answer: { (query) throws(Failure) in try api.groups(query, dataset, table) },
      draw: { (items) throws(Failure) in
        _ = try api.chart(of: dataset, table, pairs(items), for: request)
      })
    let view = try GroupsView(address, dataset, table, api.engine.signature, query, sources)
    return response(groups: query, sources: view.sources) { view.write(to: &$0) }
  }

  private func similar() throws(Failure) -> Response {
    guard SimilarView.isAsked(address) else { return response(groups: nil, sources: []) { _ in } }
    let query = try SimilarQuery(address.items, of: table)
    let view = SimilarView(address, table, try api.matches(of: query, dataset, table))
    return response(groups: nil, sources: [("similar rows", view.target)]) { view.write(to: &$0) }
  }

  private func aggregate(_ items: [QueryItem]) throws(Failure) -> AggregateQuery {
    var query = try api.reading { () throws(QueryTextFailure) in
      try AggregateQuery(parsing: pairs(items), columns: names)
    }
    query.format = .json
    return query
  }

  private func pairs(_ items: [QueryItem]) -> [(name: String, value: String)] {
    items.map { ($0.name, $0.value) }
  }

  // What stands around a view

  private func response(
    status: Status = .ok, groups: AggregateQuery?, sources: [(title: String, target: String)],
    _ content: (inout MarkupWriter) -> Void
  ) -> Response {
    api.page(dataset.name.description, in: .datasets).response(status: status) { page in
      writeFacts(to: &page)
      writeTabs(to: &page)
      switch address.view {
      case .rows, .groups: writeFilters(to: &page)
      case .similar: SimilarView.writeForm(address, table, to: &page)
      }
      if address.view == .groups {
        GroupForm(address: address, columns: table.columns, query: groups).write(to: &page)
      }
      content(&page)
      for source in sources {
        page.command(
          api.curl(.get, source.target, in: request), title: "Copy as curl: \(source.title)")
      }
    }
  }

  private func writeFacts(to page: inout MarkupWriter) {
    page.begin("p", ("class", "note"))
    page.text(
      "\(NumberText.whole(table.rowCount)) rows, \(NumberText.whole(table.columns.count)) columns, "
        + "version \(dataset.version). ")
    page.element("a", ("href", "/"), text: "All data sets")
    page.text(", ")
    page.element("a", ("href", "/api/v1/datasets/\(dataset.name)"), text: "its description as JSON")
    page.end()
  }

  private func writeTabs(to page: inout MarkupWriter) {
    page.begin("nav", ("aria-label", "Views"))
    page.begin("ul", ("class", "tabs"))
    for view in ExploreAddress.View.allCases {
      page.begin("li")
      let here = view == address.view ? [(name: "aria-current" as StaticString, value: "page")] : []
      let target = address.changed { $0.look(at: view) }.target
      page.begin("a", [(name: "href", value: target)] + here)
      page.text(view.title)
      page.end()
      page.end()
    }
    page.end()
    page.end()
  }

  private func writeFilters(to page: inout MarkupWriter) {
    let filters = address.items.indices.filter { ExploreAddress.isFilter(address.items[$0]) }
    if !filters.isEmpty {
      page.begin("ul", ("class", "chips"), ("aria-label", "Filters"))
      for place in filters {
        let chip = FilterChip(address.items[place], columns: names)
        page.chip(chip.text, without: address.changed { $0.remove(at: place) })
      }
      page.end()
    }
    page.begin(
      "form", ("class", "row pairs"), ("method", "get"), ("action", "/explore/\(dataset.name)"),
      ("aria-label", "Filter"))
    page.hidden(address.changed { $0.begin() })
    page.columnField("Filter by", .column, table.columns, chosen: address.column)
    page.begin("label")
    page.text("which")
    page.begin("select", ("name", ExploreForm.Field.operation.rawValue))
    for operation in Filter.Operation.allCases {
      page.option(operation.rawValue, operation.choice)
    }
    page.end()
    page.end()
    page.begin("label")
    page.text("value")
    page.empty("input", ("name", ExploreForm.Field.value.rawValue), ("autocomplete", "off"))
    page.end()
    page.element("button", text: "Add filter")
    page.end()
  }
}
