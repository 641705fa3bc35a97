internal import Tables

/// A page that tells people what every column of a table is like.
///
/// It stands for itself: one file of HTML with its style and its drawings, without a script and without anything that is fetched, so it can be kept,
/// sent and opened anywhere. It follows the reader's choice of light or dark. Names and values come from anywhere and are only ever texts in it.
package struct ProfileReport: Sendable {
  /// How many bytes a page has at most.
  package static let byteLimit = 2_000_000
  /// How many columns the table lists, and how many have a section of their own, as far as the page has room for them.
  package static let rowLimit = 1_000
  package static let sectionLimit = 200

  /// How many bytes rows, and sections with their lines in the table of contents have. The rest is for what stands around them.
  private static let room = (rows: 500_000, sections: 1_350_000)

  private let title: String
  private let profile: TableProfile

  /// - Parameter title: what the page is headed by.
  package init(title: String, profile: TableProfile) {
    self.title = PlainText.name(title)
    self.profile = profile
  }

  /// The page in UTF-8, the same bytes each time.
  ///
  /// - Complexity: O(*columns*), up to the limits; how many rows the table has does not matter.
  package func html() -> [UInt8] {
    let columns = profile.columns.enumerated().map {
      ColumnReport(profile: $1, number: $0 + 1)
    }
    var room = Self.room.sections
    let sections = Self.pieces(of: columns.prefix(Self.sectionLimit), within: &room) {
      ($0.entry(), $0.section())
    }
    room = Self.room.rows
    let rows = Self.pieces(of: columns.prefix(Self.rowLimit), within: &room) {
      ($0.row(isLinked: $0.number <= sections.count), [])
    }
    var page = MarkupWriter()
    page.raw("<!DOCTYPE html>\n".utf8)
    page.begin("html", ("lang", "en"))
    page.lineBreak()
    writeHead(to: &page)
    page.begin("body")
    page.lineBreak()
    page.begin("main")
    page.element("h1", text: title)
    page.lineBreak()
    writeContents(sections.map(\.0), to: &page)
    writeFacts(to: &page)
    writeTable(rows.map(\.0), to: &page)
    writeSections(sections.map(\.1), to: &page)
    page.end()
    page.lineBreak()
    page.element(
      "footer",
      text: "Made by Tally. Numbers are rounded to six digits here; quantiles are of type 7, "
        + "the standard deviation is that of a sample.")
    page.end()
    page.end()
    page.lineBreak()
    return page.bytes
  }

  /// What is written of each of some things, up to the first one for which there is no room.
  private static func pieces<Thing>(
    of things: some Sequence<Thing>, within room: inout Int,
    _ write: (Thing) -> ([UInt8], [UInt8])
  ) -> [([UInt8], [UInt8])] {
    var pieces: [([UInt8], [UInt8])] = []
    for thing in things {
      let piece = write(thing)
      room -= piece.0.count + piece.1.count
      if room < 0 { break }
      pieces.append(piece)
    }
    return pieces
  }

  private func writeHead(to page: inout MarkupWriter) {
    page.begin("head")
    page.lineBreak()
    page.empty("meta", ("charset", "utf-8"))
    page.empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
    page.empty("meta", ("name", "color-scheme"), ("content", "light dark"))
    page.empty("meta", ("name", "referrer"), ("content", "no-referrer"))
    page.element("title", text: title)
    page.lineBreak()
    page.begin("style")
    page.raw(ReportStyle.sheet.description.utf8)
    page.end()
    page.end()
    page.lineBreak()
  }

  private func writeContents(_ entries: [[UInt8]], to page: inout MarkupWriter) {
    page.begin("nav", ("aria-labelledby", "contents"))
    page.element("h2", ("id", "contents"), text: "Contents")
    page.begin("ol")
    for (id, text) in [("overview", "Overview"), ("columns", "All columns")] {
      page.begin("li")
      page.element("a", ("href", "#\(id)"), text: text)
      page.end()
    }
    if !entries.isEmpty {
      page.begin("li")
      page.element("a", ("href", "#details"), text: "Column by column")
      page.begin("ol")
      page.lineBreak()
      for entry in entries { page.raw(entry) }
      page.end()
      page.end()
    }
    page.end()
    page.end()
    page.lineBreak()
  }

  private func writeFacts(to page: inout MarkupWriter) {
    page.begin("section", ("class", "facts"), ("aria-labelledby", "overview"))
    page.element("h2", ("id", "overview"), text: "Overview")
    page.facts([
      ("Rows", NumberText.whole(profile.rowCount)),
      ("Columns", NumberText.whole(profile.columns.count)), ("Types", types),
    ])
    page.end()
    page.lineBreak()
  }

  /// How many columns there are of each type: `3 text, 2 integer`.
  private var types: String {
    let counts = ColumnType.allCases.map { type in
      (type, profile.columns.count { $0.type == type })
    }
    let present = counts.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
    let words = present.map { "\(NumberText.whole($1)) \(ColumnReport.word($0))" }
    return words.isEmpty ? "–" : words.joined(separator: ", ")
  }

  private func writeTable(_ rows: [[UInt8]], to page: inout MarkupWriter) {
    page.begin("section", ("aria-labelledby", "columns"))
    page.element("h2", ("id", "columns"), text: "All columns")
    if profile.columns.isEmpty {
      page.element("p", ("class", "note"), text: "The table has no columns.")
    } else {
      page.begin(
        "div", ("class", "wide"), ("role", "region"), ("aria-labelledby", "columns"),
        ("tabindex", "0"))
      page.begin("table")
      page.heads([
        ("Column", "t"), ("Type", "t"), ("Values", "n"), ("Missing", "n"), ("Different", "n"),
        ("Least", "v"), ("Greatest", "v"),
      ])
      page.begin("tbody")
      page.lineBreak()
      for row in rows { page.raw(row) }
      page.end()
      page.end()
      page.end()
      page.lineBreak()
      writeRest("The table lists", rows.count, to: &page)
    }
    page.end()
    page.lineBreak()
  }

  private func writeSections(_ sections: [[UInt8]], to page: inout MarkupWriter) {
    guard !profile.columns.isEmpty else { return }
    page.element("h2", ("id", "details"), text: "Column by column")
    page.lineBreak()
    for section in sections { page.raw(section) }
    writeRest("Details are given of", sections.count, to: &page)
  }

  /// Says that columns are left out, if some are.
  private func writeRest(_ opening: String, _ count: Int, to page: inout MarkupWriter) {
    guard count < profile.columns.count else { return }
    let all = NumberText.whole(profile.columns.count)
    page.element(
      "p", ("class", "note"),
      text: "\(opening) the first \(NumberText.whole(count)) of \(all) columns, "
        + "so that the page stays small.")
    page.lineBreak()
  }
}
