internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// The board of jobs in a browser. The server renders it; a script looks again when jobs change, and makes the buttons work.

extension Endpoint {
  static let jobPages: [Endpoint] = [
    .page("/jobs", description: .jobBoardPage) { (api, request) throws(Failure) in
      try api.jobBoardPage(request)
    },
    .page("/jobs/{id}", description: .jobPage) { (api, request) throws(Failure) in
      try api.jobPage(request)
    },
  ]
}

extension EndpointDescription {
  static let jobBoardPage = page(
    "job_board_page", "Jobs, the youngest first",
    parameters: [
      query(
        "state", "States with commas between them; all by default",
        Schema.orEmpty(Schema.list(ofWords: JobState.allCases.map(\.rawValue))),
        .string("queued,running")),
      query("type", "The kind of work; all by default", .string("import")),
      query("q", "A part of an id, a name, a kind, a phase or an error", .string("killed")),
      query("_cursor", "Where to go on", .string("AAAAAAAAAAA")),
    ], failures: [(400, "A parameter makes no sense.")])

  static let jobPage = page(
    "job_page", "One job: where it stands, its stages, its artifacts and its result",
    parameters: [job],
    failures: [(404, "The number or the name was never given."), (410, "The job was removed.")])
}

extension Responder {
  private static let kinds = ["aggregate", "collect", "import", "pipeline", "profile", "survey"]

  fileprivate func jobBoardPage(_ request: Request) throws(Failure) -> Response {
    let search = try JobSearch(request.target.queryItems)
    let (jobs, next, isCutShort) = try search.page(engine)
    let now = request.receivedWallNanoseconds
    return page("Jobs", in: .jobs, scripts: ["jobs.js"]).response { page in
      writeForm(search, to: &page)
      page.begin(
        "section", ("id", "board"), ("aria-label", "Jobs"), ("tabindex", "-1"),
        ("data-first", search.query.cursor == nil ? "yes" : "no"))
      writeStates(search, to: &page)
      if jobs.isEmpty {
        writeEmptyBoard(search, to: &page, request)
      } else {
        writeJobs(jobs, at: now, to: &page)
      }
      if isCutShort {
        page.element(
          "p", ("class", "note"),
          text: "The youngest \(NumberText.whole(JobSearch.lookLimit)) jobs of this filter were "
            + "looked through; older ones follow on the next page.")
      }
      page.begin("nav", ("class", "pages"), ("aria-label", "Pages"))
      if search.query.cursor != nil {
        page.element("a", ("href", search.target()), text: "Newest jobs")
      }
      if let next {
        let cursor = search.query.cursor(after: next, engine.signature)
        page.element(
          "a", ("href", search.target(cursor: cursor)), ("rel", "next"), text: "Older jobs")
      }
      page.end()
      page.end()
      page.command(
        curl(.get, search.request, in: request),
        title: search.text.isEmpty
          ? "Copy as curl" : "Copy as curl: the jobs of the filter, without the search")
    }
  }

  private func writeForm(_ search: JobSearch, to page: inout MarkupWriter) {
    page.begin("form", ("class", "row"), ("action", "/jobs"), ("role", "search"))
    let states = search.query.filter.states
    if !states.isEmpty {
      page.empty(
        "input", ("type", "hidden"), ("name", "state"),
        ("value", states.map(\.rawValue).joined(separator: ",")))
    }
    page.begin("label")
    page.text("Type")
    page.begin("select", ("name", "type"))
    for kind in [""] + Self.kinds {
      let isChosen = kind == (search.query.filter.kind ?? "")
      page.begin(
        "option", [(name: "value", value: kind)] + (isChosen ? [(name: "selected", value: "")] : [])
      )
      page.text(kind.isEmpty ? "all" : kind)
      page.end()
    }
    page.end()
    page.end()
    page.begin("label", ("class", "wider"))
    page.text("Search")
    page.empty(
      "input", ("type", "search"), ("name", "q"), ("value", search.text),
      ("placeholder", "id, name or error"), ("maxlength", "200"))
    page.end()
    page.element("button", text: "Show")
    page.end()
  }

  /// The states as tabs, each with how many jobs are in it.
  private func writeStates(_ search: JobSearch, to page: inout MarkupWriter) {
    let counts = engine.figures.jobs
    let chosen = search.query.filter.states
    page.begin("ul", ("class", "tabs"))
    writeTab(
      "all", counts.reduce(0) { $0 + $1.count }, "", isHere: chosen.isEmpty, search, to: &page)
    for (state, count) in counts {
      writeTab(
        state.rawValue, count, state.rawValue, isHere: chosen == [state], search, to: &page)
    }
    page.end()
  }

  private func writeTab(
    _ name: String, _ count: Int, _ state: String, isHere: Bool, _ search: JobSearch,
    to page: inout MarkupWriter
  ) {
    page.begin("li")
    page.begin(
      "a",
      [(name: "href", value: search.target(state: state))]
        + (isHere ? [(name: "aria-current", value: "true")] : []))
    page.text(name)
    page.element("span", ("class", "kind"), text: " \(NumberText.whole(count))")
    page.end()
    page.end()
  }

  private func writeEmptyBoard(
    _ search: JobSearch, to page: inout MarkupWriter, _ request: Request
  ) {
    page.begin("div", ("class", "empty"))
    if engine.figures.jobs.allSatisfy({ $0.count == 0 }) {
      page.begin("p")
      page.text("There are no jobs yet. Ask the ")
      page.element("a", ("href", "/survey"), text: "survey")
      page.text(", order a ")
      page.element("a", ("href", "/pipelines"), text: "pipeline")
      page.text(".")
      page.end()
      if let dataset = engine.catalog.all.first {
        page.command(
          curl(
            .post, "/api/v1/jobs", json: #"{"type":"profile","dataset":"\#(dataset.name)"}"#,
            in: request), title: "Submit one by curl")
      }
    } else {
      page.element("p", text: "No job is like that.")
      page.element("a", ("href", "/jobs"), text: "Show all jobs")
    }
    page.end()
  }

  private func writeJobs(_ jobs: [JobAccount], at now: Int64, to page: inout MarkupWriter) {
    page.begin("div", ("class", "wide"))
    page.begin("table", ("class", "jobs"))
    page.element("caption", text: "Jobs, the youngest first")
    page.begin("thead")
    page.begin("tr")
    for name in ["Job", "Type", "State", "Created", "Took", "Error", "Actions"] {
      page.element("th", ("scope", "col"), text: name)
    }
    page.end()
    page.end()
    page.begin("tbody")
    for job in jobs { writeRow(job, at: now, to: &page) }
    page.end()
    page.end()
    page.end()
  }

  private func writeRow(_ job: JobAccount, at now: Int64, to page: inout MarkupWriter) {
    page.begin("tr", ("id", job.id.description), ("data-state", job.state.rawValue))
    page.begin("th", ("scope", "row"))
    page.element("a", ("href", job.page), text: job.name?.description ?? job.id.description)
    if job.name != nil {
      page.text(" ")
      page.element("span", ("class", "kind"), text: job.id.description)
    }
    page.end()
    page.element("td", text: job.kind?.cut ?? "of an older release")
    page.begin("td")
    page.state(job.state)
    page.text(" ")
    page.progress(job)
    if let position = job.queuePosition {
      page.element("span", ("class", "note"), text: "place \(NumberText.whole(position))")
    }
    page.end()
    page.begin("td")
    if let created = job.createdNanoseconds { page.moment(created) }
    page.end()
    // What still runs would be another time in each moment.
    let took = job.state.isFinal ? job.milliseconds(at: now) : nil
    page.element("td", ("class", "n"), text: took.map(SpanText.text) ?? "")
    page.element("td", ("class", "long"), text: job.reason?.cut ?? "")
    page.begin("td")
    page.actions(job)
    page.end()
    page.end()
  }
}
