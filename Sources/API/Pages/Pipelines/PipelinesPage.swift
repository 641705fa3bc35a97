internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

// Pipelines in a browser: a form that submits one. A script collects it, since the order is JSON; without scripts it tells how to order.

extension Endpoint {
  static let pipelinePages: [Endpoint] = [
    .page("/pipelines", description: .pipelinesPage) { (api, request) throws(Failure) in
      api.pipelinesPage(request)
    }
  ]
}

extension EndpointDescription {
  static let pipelinesPage = page(
    "pipelines_page", "A form to order an analysis pipeline",
    parameters: [query("data_url", "The source to begin with", .string("dataset:games"))])
}

extension Responder {
  /// How many sources can be chosen from; others are typed.
  private static let sourceLimit = 500

  fileprivate func pipelinesPage(_ request: Request) -> Response {
    let sources = sources()
    let first = sources.files.first ?? sources.datasets.first ?? ""
    let chosen = request.target.queryValue("data_url") ?? first
    let name = Self.name(at: request.receivedWallNanoseconds)
    return page("Pipelines", in: .pipelines, scripts: ["pipelines.js"]).response { page in
      page.begin("p")
      page.text("A pipeline reads a table, runs stages one after the other, and leaves artifacts: ")
      page.text("JSON, drawings, reports. It is a ")
      page.element("a", ("href", "/jobs?type=pipeline"), text: "job")
      page.text(" and lasts beyond this page.")
      page.end()
      if sources.files.isEmpty, sources.datasets.isEmpty {
        page.begin("p", ("class", "empty"))
        page.text("There is no data yet. Upload a CSV file on the page of ")
        page.element("a", ("href", "/"), text: "data sets")
        page.text(", or name an address below.")
        page.end()
      }
      page.element("div", ("id", "mistakes"), ("aria-live", "polite"), text: "")
      page.begin("form", ("id", "order"), ("novalidate", ""))
      writeData(sources, chosen, name, to: &page)
      writeColumns(to: &page)
      writeStages(to: &page)
      page.begin("p", ("class", "row"))
      page.element("button", ("class", "main"), ("id", "submit"), text: "Run the pipeline")
      page.needsScripts()
      page.end()
      page.end()
      page.begin("div", ("id", "command"))
      page.command(
        curl(
          .post, "/api/v1/jobs", json: Self.body(name: name, source: chosen), demands: .write,
          in: request))
      page.end()
    }
  }

  /// Where tables are that a pipeline can read.
  private func sources() -> (datasets: [String], files: [String]) {
    let datasets = engine.catalog.all.prefix(Self.sourceLimit).map { "dataset:\($0.name)" }
    let files = ((try? engine.dataFiles.list())?.paths ?? []).prefix(Self.sourceLimit)
      .map(SourceAddress.text(of:))
    return (datasets, files)
  }

  /// A name that is most probably free.
  private static func name(at wallNanoseconds: Int64) -> String {
    var bytes: [UInt8] = []
    CalendarText.appendDatetime(wallNanoseconds / 1_000_000_000 * 1_000_000, to: &bytes)
    let digits = bytes.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let text = String(decoding: digits, as: UTF8.self)
    return "analysis-\(text.prefix(8))-\(text.dropFirst(8).prefix(6))"
  }

  private static func body(name: String, source: String) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("job_id")
    writer.string(name)
    writer.key("data_url")
    writer.string(source)
    writer.key("config")
    writer.beginObject()
    writer.key("analysis_stages")
    writer.beginArray()
    writer.string("profile")
    writer.endArray()
    writer.endObject()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  // The parts of the form

  private func writeData(
    _ sources: (datasets: [String], files: [String]), _ chosen: String, _ name: String,
    to page: inout MarkupWriter
  ) {
    let isListed = (sources.datasets + sources.files).contains(chosen)
    page.begin("fieldset", ("data-path", "data_url"))
    page.element("legend", text: "Data")
    page.begin("div", ("class", "row"))
    page.begin("label")
    page.text("Source")
    page.begin("select", ("id", "source"))
    for (title, list) in [
      ("Files of the data folder", sources.files), ("Data sets", sources.datasets),
    ]
    where !list.isEmpty {
      page.begin("optgroup", ("label", title))
      for source in list { writeOption(source, source.cut, isChosen: source == chosen, to: &page) }
      page.end()
    }
    writeOption("", "an address …", isChosen: !isListed, to: &page)
    page.end()
    page.end()
    page.begin("label", ("class", "wider"), ("id", "elsewhere"))
    page.text("Address")
    page.empty(
      "input", ("type", "url"), ("id", "address"), ("value", isListed ? "" : chosen),
      ("placeholder", "https://example.org/data.csv"), ("autocomplete", "off"))
    page.end()
    page.begin("label")
    page.text("Job name")
    page.empty(
      "input", ("type", "text"), ("id", "job_id"), ("data-path", "job_id"), ("value", name),
      ("maxlength", "128"), ("autocomplete", "off"), ("spellcheck", "false"))
    page.end()
    page.end()
    page.end()
  }

  private func writeOption(
    _ value: String, _ title: String, isChosen: Bool, to page: inout MarkupWriter
  ) {
    page.begin(
      "option", [(name: "value", value: value)] + (isChosen ? [(name: "selected", value: "")] : []))
    page.text(title)
    page.end()
  }

  private func writeColumns(to page: inout MarkupWriter) {
    page.begin("fieldset", ("class", "columns-of-source"))
    page.element("legend", text: "Columns")
    page.element(
      "p", ("class", "hint"),
      text: "What the columns of the source are. Each stage says which of them it needs.")
    page.begin("div", ("class", "fields"))
    for column in SourceColumn.allCases {
      page.begin("label")
      page.text(column.title)
      page.empty(
        "input", ("type", "text"), ("data-path", "config.\(column.rawValue)"),
        ("data-kind", "text"), ("data-column", ""), ("placeholder", "none"),
        ("autocomplete", "off"))
      page.end()
    }
    page.end()
    page.end()
  }

  private func writeStages(to page: inout MarkupWriter) {
    page.begin("fieldset", ("data-path", "config.analysis_stages"))
    page.element("legend", text: "Stages")
    for stage in engine.stages {
      page.begin("div", ("class", "stage"))
      page.begin("label", ("class", "check"))
      page.empty("input", ("type", "checkbox"), ("name", "stage"), ("value", stage.name))
      page.element("strong", text: stage.name)
      page.end()
      page.element("p", ("class", "note"), text: stage.purpose)
      let needs = stage.needs.map(\.title)
      if !needs.isEmpty {
        page.element("p", ("class", "note"), text: "Needs: \(needs.joined(separator: ", ")).")
      }
      if !stage.parameters.isEmpty {
        page.begin("details")
        page.element("summary", text: "Parameters of \(stage.name)")
        page.fields(of: stage)
        page.end()
      }
      page.end()
    }
    page.end()
  }
}

extension SourceColumn {
  /// What it holds, for people.
  fileprivate var title: String {
    switch self {
    case .timestamp: "Time"
    case .latitude: "Latitude"
    case .longitude: "Longitude"
    case .primaryGroup: "Primary group"
    case .secondaryGroup: "Secondary group"
    case .group: "Group"
    }
  }
}
