internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

// The first page: what data sets there are, and how more come in.

extension Endpoint {
  static let datasetPages: [Endpoint] = [
    page("/", description: .datasetsPage) { (api, request) throws(Failure) in
      api.datasetsPage(request)
    }
  ]
}

extension Responder {
  fileprivate func datasetsPage(_ request: Request) -> Response {
    page("Data sets", in: .datasets, scripts: ["datasets.js", "imports.js"]).response { page in
      writeState(to: &page)
      ArrivalForms(uploadLimitBytes: options.uploadLimitBytes).write(to: &page)
      page.element("h2", text: "All data sets")
      DatasetList(
        datasets: engine.catalog.all,
        upload: curl(
          .post, "/api/v1/datasets", file: "prices.csv", demands: .upload, in: request)
      ).write(to: &page)
      page.command(curl(.get, "/api/v1/datasets", in: request))
    }
  }

  /// The state of the server in a line.
  private func writeState(to page: inout MarkupWriter) {
    page.begin("p", ("class", "note"))
    page.element("span", ("class", "state ok"), text: engine.isDraining ? "ending" : "ready")
    let unfinished = engine.unfinishedCount
    page.text(" Tally \(options.version), ")
    page.element(
      "a", ("href", "/jobs"),
      text: unfinished == 0
        ? "no unfinished job"
        : "\(NumberText.whole(unfinished)) unfinished job\(unfinished == 1 ? "" : "s")")
    page.text(", ")
    if let survey = engine.survey {
      page.text("survey ")
      page.element("a", ("href", "/survey"), text: survey.name)
    } else {
      page.element("a", ("href", "/survey"), text: "no survey loaded")
    }
    page.text(".")
    page.end()
  }
}
