internal import Engine
internal import Statistics
internal import Tables

/// The forms through which files come in: one that is dropped or chosen, one that the server fetches.
///
/// Without scripts a file can be sent as it is; a script shows before what it would become, and lets people mend that.
struct ArrivalForms {
  let uploadLimitBytes: Int

  func write(to page: inout MarkupWriter) {
    page.begin("section", ("aria-labelledby", "add-title"))
    page.element("h2", ("id", "add-title"), text: "Add a CSV file")
    page.begin(
      "form", ("id", "upload"), ("method", "post"), ("action", "/api/v1/datasets"),
      ("enctype", "multipart/form-data"), ("data-limit", "\(uploadLimitBytes)"))
    page.begin("label", ("class", "drop"), ("id", "drop"))
    page.element(
      "span", text: "Drop a CSV file here, or choose one (up to \(ByteText.text(uploadLimitBytes)))"
    )
    page.empty(
      "input", ("type", "file"), ("name", "file"), ("id", "file"),
      ("accept", ".csv,.tsv,.txt,text/csv,text/plain"))
    page.end()
    writeOptions(to: &page)
    page.element("button", ("id", "send"), text: "Send")
    page.end()
    page.element("div", ("id", "arrival"), ("tabindex", "-1"), ("hidden", ""), text: "")
    writeImport(to: &page)
    page.end()
  }

  /// Disabled, they are not sent: an empty option is not the same as none, and a script knows that.
  private func writeOptions(to page: inout MarkupWriter) {
    page.begin("fieldset", ("id", "options"), ("disabled", ""), ("hidden", ""))
    page.element("legend", text: "How to keep it")
    page.begin("div", ("class", "row"))
    page.begin("label")
    page.text("Name")
    page.empty(
      "input", ("name", "name"), ("autocomplete", "off"), ("spellcheck", "false"),
      ("placeholder", "the file's name"), ("maxlength", "64"))
    page.end()
    page.choice(
      "If there is one of that name", "mode",
      [("create", "refuse"), ("append", "add the rows to it"), ("replace", "replace it")])
    page.choice(
      "A cell that does not fit", "on_error",
      [
        ("abort", "refuses the file"), ("null_cell", "counts as missing"),
        ("skip_row", "leaves its row out"),
      ])
    page.choice(
      "Delimiter", "delimiter",
      [("", "find out"), (",", "comma"), (";", "semicolon"), ("tab", "tab"), ("|", "bar |")])
    page.choice(
      "Encoding", "encoding",
      [("", "find out")] + TextEncoding.allCases.map { ($0.rawValue, $0.rawValue) })
    page.end()
    page.end()
  }

  private func writeImport(to page: inout MarkupWriter) {
    page.begin("details", ("id", "import"), ("hidden", ""))
    page.element("summary", text: "Or let the server fetch one from a URL")
    page.begin("form", ("class", "row"), ("id", "fetch"))
    page.begin("label")
    page.text("URL")
    page.empty(
      "input", ("name", "url"), ("type", "url"), ("required", ""), ("size", "40"),
      ("placeholder", "https://example.org/data.csv"))
    page.end()
    page.begin("label")
    page.text("Name")
    page.empty(
      "input", ("name", "name"), ("autocomplete", "off"), ("spellcheck", "false"),
      ("placeholder", "the file's name"), ("maxlength", "64"))
    page.end()
    page.choice(
      "If there is one of that name", "mode",
      [("create", "refuse"), ("append", "add the rows to it"), ("replace", "replace it")])
    page.choice(
      "A cell that does not fit", "on_error",
      [
        ("abort", "refuses the file"), ("null_cell", "counts as missing"),
        ("skip_row", "leaves its row out"),
      ])
    page.element("button", text: "Fetch")
    page.end()
    page.element("div", ("id", "fetched"), ("tabindex", "-1"), ("aria-live", "polite"), text: "")
    page.end()
  }
}

extension MarkupWriter {
  /// A labelled choice among values with their titles.
  fileprivate mutating func choice(
    _ title: String, _ name: String, _ options: [(value: String, title: String)]
  ) {
    begin("label")
    text(title)
    begin("select", ("name", name))
    for option in options { self.option(option.value, option.title) }
    end()
    end()
  }
}
