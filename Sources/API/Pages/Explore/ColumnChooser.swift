internal import HTTP
internal import Statistics
internal import Tables

/// A form that chooses which columns are shown.
struct ColumnChooser {
  /// With more columns than these, names are typed rather than chosen.
  static let choiceLimit = 200

  let address: ExploreAddress
  let all: [Column]
  let shown: [Column]

  func write(to page: inout MarkupWriter) {
    page.begin("details", ("class", "chooser"))
    page.element(
      "summary",
      text: shown.count == all.count
        ? "All \(all.count) columns" : "\(shown.count) of \(all.count) columns")
    page.begin("form", ("method", "get"), ("action", "/explore/\(address.name)"))
    // The rows stay the same ones, whatever is shown of them.
    page.hidden(
      address.changed { fixed in
        fixed.set("_select", to: nil)
        fixed.from = address.from
      })
    if all.count > Self.choiceLimit {
      page.begin("label")
      page.text("Columns, with commas between them")
      page.empty("input", ("name", "_select"), ("value", address["_select"] ?? ""))
      page.end()
    } else {
      writeBoxes(to: &page)
    }
    page.element("button", ("class", "small"), text: "Show these")
    page.end()
    page.end()
  }

  private func writeBoxes(to page: inout MarkupWriter) {
    page.empty(
      "input", ("type", "hidden"), ("name", ExploreForm.Field.chosen.rawValue), ("value", "1"))
    page.begin("fieldset")
    page.element("legend", text: "Columns to show")
    let names = Set(shown.map { Array($0.name.utf8) })
    page.begin("div", ("class", "boxes"))
    for column in all {
      page.box(
        .shown, column.name, isTicked: names.contains(Array(column.name.utf8)),
        label: CellMarkup.cut(column.name, to: 60))
    }
    page.end()
    page.end()
  }
}
