internal import HTTP
internal import Statistics
internal import Tables

/// The rows whose words are most like those of a row, or like words that were typed.
struct SimilarView: Sendable {
  /// With more rows than these, the first question takes more than a moment.
  private static let quickRows = 50_000
  private static let columnLimit = 20

  private let address: ExploreAddress
  private let table: Table
  private let matches: [Match]

  /// - Parameter matches: what was found, the most alike first.
  init(_ address: ExploreAddress, _ table: Table, _ matches: [Match]) {
    self.address = address
    self.table = table
    self.matches = matches
  }

  /// Whether something is asked for.
  static func isAsked(_ address: ExploreAddress) -> Bool {
    address["_like"] != nil || address["_text"] != nil
  }

  /// What asks the API for the same rows.
  var target: String { address.api("similar", address.items) }

  static func writeForm(_ address: ExploreAddress, _ table: Table, to page: inout MarkupWriter) {
    let texts = table.columns.filter { $0.type == .text }
    guard !texts.isEmpty else {
      page.element("p", ("class", "empty"), text: "The data set has no column of text to compare.")
      return
    }
    page.begin(
      "form", ("class", "row pairs"), ("method", "get"), ("action", "/explore/\(address.name)"),
      ("aria-label", "Similar rows"))
    page.empty("input", ("type", "hidden"), ("name", "_view"), ("value", "similar"))
    page.begin("label")
    page.text("Words to look for")
    page.empty("input", ("name", "_text"), ("value", address["_text"] ?? ""))
    page.end()
    page.begin("label")
    page.text("or rows like number")
    page.empty(
      "input", ("name", "_like"), ("value", address["_like"] ?? ""), ("inputmode", "numeric"),
      ("size", "8"))
    page.end()
    page.columnField("in", .words, texts, chosen: address["_columns"], none: "all columns of text")
    page.element("button", ("class", "main"), text: "Find")
    page.end()
    if table.rowCount > quickRows {
      page.element(
        "p", ("class", "note"),
        text: "The first question to some columns makes an index of their words. "
          + "With \(NumberText.whole(table.rowCount)) rows that may take a minute.")
    }
  }

  func write(to page: inout MarkupWriter) {
    guard !matches.isEmpty else {
      page.element("p", ("class", "empty"), text: "No row has one of these words.")
      return
    }
    let columns = table.columns.prefix(Self.columnLimit)
    let cells = columns.map { $0.cells(at: matches.map(\.row)[...]) }
    let markup = CellMarkup(cells: matches.count * columns.count)
    page.begin(
      "div", ("class", "wide"), ("id", "rows"), ("tabindex", "0"), ("role", "region"),
      ("aria-label", "Similar rows"))
    page.begin("table")
    page.element(
      "caption",
      text: "The most similar rows first"
        + (columns.count < table.columns.count
          ? "; the first \(columns.count) of \(table.columns.count) columns" : ""))
    page.begin("thead")
    page.begin("tr")
    page.element("th", ("scope", "col"), ("class", "n"), text: "#")
    page.element("th", ("scope", "col"), ("class", "n"), text: "Alike")
    for column in columns {
      page.element(
        "th", ("scope", "col"), ("dir", "auto"), text: CellMarkup.cut(column.name, to: 60))
    }
    page.end()
    page.end()
    page.begin("tbody")
    for (place, match) in matches.enumerated() {
      page.begin("tr")
      page.begin("th", ("scope", "row"), ("class", "n"))
      page.element(
        "a", ("href", ExploreAddress.similar(address.name, to: match.row + 1).target),
        ("title", "Rows like this one"), text: "\(match.row + 1)")
      page.end()
      page.element(
        "td", ("class", "n"), text: NumberText.readable((match.score * 1000).rounded() / 1000))
      for column in cells { markup.write(column[place], to: &page) }
      page.end()
      page.lineBreak()
    }
    page.end()
    page.end()
    page.end()
  }
}
