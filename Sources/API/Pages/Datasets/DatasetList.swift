internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

/// The data sets as a table.
struct DatasetList {
  /// How many are listed at most.
  private static let limit = 500

  let datasets: [Dataset]
  /// What sends a first one.
  let upload: CurlCommand

  func write(to page: inout MarkupWriter) {
    page.begin("section", ("id", "datasets"), ("tabindex", "-1"), ("aria-label", "All data sets"))
    defer { page.end() }
    guard !datasets.isEmpty else {
      page.begin("div", ("class", "empty"))
      page.element("p", text: "There is no data set yet. Drop a CSV file above, or send one:")
      page.begin("pre")
      page.element("code", text: upload.text)
      page.end()
      page.element("p", text: "A file that is put into the data folder is found by itself.")
      page.end()
      return
    }
    page.begin("div", ("class", "wide"))
    page.begin("table")
    let shown = datasets.prefix(Self.limit)
    page.element(
      "caption",
      text: datasets.count > shown.count
        ? "The first \(shown.count) of \(datasets.count) data sets; GET /api/v1/datasets lists all"
        : "\(datasets.count) data set\(datasets.count == 1 ? "" : "s")")
    page.begin("thead")
    page.begin("tr")
    for title in ["Name", "From"] { page.element("th", ("scope", "col"), text: title) }
    for title in ["Rows", "Columns", "Size", "Version"] {
      page.element("th", ("scope", "col"), ("class", "n"), text: title)
    }
    for title in ["Changed", "What to do"] { page.element("th", ("scope", "col"), text: title) }
    page.end()
    page.end()
    page.begin("tbody")
    for dataset in shown { write(dataset, to: &page) }
    page.end()
    page.end()
    page.end()
  }

  private func write(_ dataset: Dataset, to page: inout MarkupWriter) {
    let name = dataset.name.description
    page.begin("tr")
    page.begin("th", ("scope", "row"))
    page.element("a", ("href", "/explore/\(name)"), text: name)
    page.end()
    page.element("td", text: Self.origin(of: dataset))
    if let shape = dataset.shape {
      page.element("td", ("class", "n"), text: NumberText.whole(shape.rowCount))
      page.element("td", ("class", "n"), text: NumberText.whole(shape.columns.count))
    } else {
      for _ in 0..<2 {
        page.element("td", ("class", "n null"), ("title", "Not read yet"), text: "–")
      }
    }
    let bytes = dataset.parts.reduce(0) { $0 + $1.byteCount }
    page.element("td", ("class", "n"), text: ByteText.text(bytes))
    page.element("td", ("class", "n"), text: "\(dataset.version)")
    let changed = CellMarkup.text(
      .datetime(dataset.changedNanoseconds / 1_000_000_000 * 1_000_000), limit: 40)
    page.begin("td")
    page.element("time", ("datetime", changed), text: changed)
    page.end()
    page.begin("td", ("class", "actions"))
    writeActions(dataset, name, to: &page)
    page.end()
    page.end()
    page.lineBreak()
  }

  /// What a script makes buttons of stands in attributes: nothing can be changed without one.
  private func writeActions(_ dataset: Dataset, _ name: String, to page: inout MarkupWriter) {
    page.element(
      "a", ("href", "/explore/\(name)"), ("aria-label", "Explore \(name)"), text: "Explore")
    if dataset.parts.count == 1 {
      page.text(" ")
      page.element(
        "a", ("href", "/api/v1/datasets/\(name)/file"), ("download", "\(name).csv"),
        ("aria-label", "File of \(name)"), text: "File")
    } else {
      page.text(" ")
      page.element(
        "a", ("href", "/api/v1/datasets/\(name)/rows?_format=csv"), ("download", "\(name).csv"),
        ("aria-label", "All rows of \(name) as CSV"), text: "CSV")
    }
    guard !dataset.isOwnFile else { return }
    if dataset.parts.count == 1, let part = dataset.parts.first {
      page.element(
        "button", ("type", "button"), ("class", "small"), ("data-types", name),
        ("data-options", Self.options(part.options)), ("aria-label", "Change types of \(name)"),
        ("hidden", ""), text: "Change types")
    }
    page.element(
      "button", ("type", "button"), ("class", "small danger"), ("data-delete", name),
      ("aria-label", "Delete \(name)"), ("hidden", ""), text: "Delete")
  }

  private static func origin(of dataset: Dataset) -> String {
    let origins = dataset.parts.reduce(into: [String]()) { origins, part in
      if !origins.contains(part.origin.rawValue) { origins.append(part.origin.rawValue) }
    }
    let files = dataset.parts.count > 1 ? ", \(dataset.parts.count) files" : ""
    return origins.joined(separator: " and ") + files
  }

  /// How the file was read, as the parameters of an upload.
  private static func options(_ options: ReadOptions) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    if let delimiter = options.delimiter {
      writer.key("delimiter")
      writer.string(delimiter)
    }
    if let encoding = options.encoding {
      writer.key("encoding")
      writer.string(encoding)
    }
    writer.key("on_error")
    writer.string(options.onError.rawValue)
    writer.key("types")
    writer.beginObject()
    for (column, type) in options.types.sorted(by: { $0.key < $1.key }) {
      writer.key(column)
      writer.string(type)
    }
    writer.endObject()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
