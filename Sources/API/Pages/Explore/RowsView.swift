internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

/// A page of rows as a table, with all that leads to other pages of it.
struct RowsView: Sendable {
  /// How many rows are shown if nobody says how many, and how many at most.
  static let usualLimit = 50
  static let greatestLimit = 500
  /// How many columns are shown at most.
  static let columnLimit = 100

  private let address: ExploreAddress
  private let answer: RowAnswer
  private let rows: [Int]
  private let cells: [[Cell]]
  private let limit: Int
  /// How many rows match.
  let count: Int
  private let pages: PageLinks
  /// The cursor of this page, where it has one.
  private let cursor: String?

  init(
    _ address: ExploreAddress, _ answer: RowAnswer, _ selection: Selection, _ signature: Signature
  ) throws(Failure) {
    self.address = address
    self.answer = answer
    count = selection.count
    limit = answer.query.limit ?? Self.usualLimit
    var question = answer.query
    question.cursor = nil
    let canonical = "\(answer.dataset.name)/rows?" + question.canonical
    let version = answer.dataset.version
    func text(_ place: Int) -> String {
      PageCursor(version: version, place: place).text(question: canonical, signature)
    }
    let after: Int?
    if let cursor = answer.query.cursor {
      after = try PageCursor(cursor, question: canonical, version: version, signature).place
    } else {
      // Without a cursor the number of the row says where the page begins: so one can go back.
      let from = min(address.from, max(1, count))
      after = from == 1 ? nil : try answer.rows(of: selection, after: nil, limit: from - 1).last
    }
    let page = try answer.page(after: after, of: selection)
    rows = page.rows
    cells = answer.columns.prefix(Self.columnLimit).map { $0.cells(at: page.rows[...]) }
    cursor = after.map(text)
    pages = PageLinks(
      address, shown: rows.count, of: count, limit: limit, next: page.end.map(text))
  }

  /// What asks the API for the same rows.
  var target: String {
    address.changed { same in
      same.set("_limit", to: "\(limit)")
      same.set("_cursor", to: cursor)
    }.apiRows
  }

  func write(to page: inout MarkupWriter) {
    writeChoices(to: &page)
    guard !rows.isEmpty else {
      page.begin("p", ("class", "empty"))
      page.text(
        answer.table.rowCount == 0
          ? "The data set has no rows."
          : limit == 0 ? "No rows were asked for." : "No row passes these filters. ")
      if !address.filters.isEmpty {
        let all = address.changed { for filter in $0.filters { $0.set(filter.name, to: nil) } }
        page.element("a", ("href", all.target), text: "Take all filters away")
      }
      page.end()
      return
    }
    writeTable(to: &page)
    pages.write(to: &page)
  }

  // What can be chosen

  private func writeChoices(to page: inout MarkupWriter) {
    page.begin("div", ("class", "choices"))
    page.begin("p", ("class", "count"))
    page.element("strong", text: NumberText.whole(count))
    page.text(
      count == answer.table.rowCount
        ? " rows" : " of \(NumberText.whole(answer.table.rowCount)) rows")
    page.end()
    ColumnChooser(address: address, all: answer.table.columns, shown: answer.columns)
      .write(to: &page)
    writeSizes(to: &page)
    writeDownloads(to: &page)
    page.end()
  }

  private func writeSizes(to page: inout MarkupWriter) {
    page.begin(
      "form", ("class", "sizes"), ("method", "get"), ("action", "/explore/\(address.name)"))
    page.hidden(address.changed { $0.set("_limit", to: nil) })
    page.begin("label", ("class", "check"))
    page.text("Rows a page")
    page.begin("select", ("name", "_limit"))
    for choice in Set([10, 25, 50, 100, 250, 500, limit]).sorted() {
      page.option("\(choice)", isSelected: choice == limit)
    }
    page.end()
    page.end()
    page.element("button", ("class", "small"), text: "Set")
    page.end()
  }

  private func writeDownloads(to page: inout MarkupWriter) {
    page.begin("p", ("class", "downloads"))
    page.text("Download: ")
    let all = address.changed { $0.set("_limit", to: nil) }
    let choices = [
      ("CSV", "csv", false), ("CSV for spreadsheets", "csv", true), ("NDJSON", "ndjson", false),
    ]
    for (title, format, isSafe) in choices {
      let wanted = all.changed { wanted in
        wanted.set("_format", to: format)
        if isSafe { wanted.set("_csv_safe", to: "1") }
      }
      page.element("a", ("href", wanted.apiRows), ("download", ""), text: title)
      page.text(", ")
    }
    page.element("a", ("href", target), text: "this page as JSON")
    page.end()
  }

  // The rows

  private func writeTable(to page: inout MarkupWriter) {
    let columns = answer.columns.prefix(Self.columnLimit)
    page.begin(
      "div", ("class", "wide"), ("id", "rows"), ("tabindex", "0"), ("role", "region"),
      ("aria-label", "Rows"))
    page.begin("table")
    page.begin("caption")
    page.text(
      "Rows \(NumberText.whole(pages.from)) to \(NumberText.whole(pages.end)) of \(address.name)"
    )
    if answer.columns.count > columns.count {
      page.text("; the first \(columns.count) of \(answer.columns.count) columns")
    }
    if limit < (Int(address["_limit"] ?? "") ?? 0) {
      page.text("; a page shows \(limit) rows at most")
    }
    page.end()
    page.begin("thead")
    page.begin("tr")
    page.element("th", ("scope", "col"), ("class", "n"), text: "#")
    for column in columns { writeHead(column, to: &page) }
    page.end()
    page.end()
    page.begin("tbody")
    let markup = CellMarkup(cells: rows.count * columns.count)
    var links = LinkBudget()
    for (place, row) in rows.enumerated() {
      page.begin("tr", row + 1 == address.row ? [(name: "class", value: "chosen")] : [])
      page.begin("th", ("scope", "row"), ("class", "n"))
      let look = address.changed { look in
        look.row = row + 1
        look.column = nil
      }
      if let target = links.target(look) {
        page.element("a", ("href", target + "#closer"), text: "\(row + 1)")
      } else {
        page.text("\(row + 1)")
      }
      page.end()
      for column in cells { markup.write(column[place], to: &page) }
      page.end()
      page.lineBreak()
    }
    page.end()
    page.end()
    page.end()
  }

  private func writeHead(_ column: Column, to page: inout MarkupWriter) {
    let key = answer.query.sort.first.flatMap { key in
      key.name.utf8.elementsEqual(column.name.utf8) ? key : nil
    }
    var attributes: [(name: StaticString, value: String)] = [("scope", "col")]
    if let key { attributes.append(("aria-sort", key.isDescending ? "descending" : "ascending")) }
    if column.isNumber { attributes.append(("class", "n")) }
    page.begin("th", attributes)
    let look = address.changed { look in
      look.column = column.name
      look.row = nil
    }
    let name = CellMarkup.cut(column.name, to: 60)
    page.element("a", ("href", look.target + "#closer"), ("dir", "auto"), text: name)
    page.text(" ")
    page.sortLink(address, column.name, key, shown: name)
    page.begin("span", ("class", "kind"))
    page.text(column.type.word)
    page.end()
    page.end()
  }
}

extension ExploreAddress {
  /// What asks the API for these rows.
  var apiRows: String { api("rows", items) }
}

extension Column {
  /// Whether its values stand at the right.
  var isNumber: Bool { type == .integer || type == .decimal }
}
