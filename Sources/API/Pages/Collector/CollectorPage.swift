internal import Engine
internal import HTTP
internal import Statistics

// The page of the collector: what is there of each day, what countries had, and a day to be collected.

extension Endpoint {
  static let collectorPages: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/collector", family: .pages, demands: .read,
      description: .collectorPage
    ) { (api, request, reply) throws(Failure) in try api.collectorPage(request, reply) },
    Endpoint(
      method: .get, pattern: "/collector/chart.svg", family: .pages, demands: .read,
      description: .countryChart
    ) { (api, request, reply) throws(Failure) in try api.countryChart(request, reply) },
  ]
}

extension Responder {
  fileprivate func collectorPage(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let query = try collectorQuery(request)
    engine.collector.offload({ reply.send($0.mapError(Failure.collector)) }) {
      [self] () throws(CollectorFailure) in
      let view = collectorView(query, at: request.receivedWallNanoseconds)
      return page("Collector", in: .collector, scripts: ["collector.js"])
        .response(status: view.status) { page in
          writePlaces(to: &page)
          writeOrder(view, request, to: &page)
          writeCoverage(view, request, to: &page)
          writeCountries(view, request, to: &page)
        }
    }
  }

  fileprivate func countryChart(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let query = try collectorQuery(request)
    engine.collector.offload({ reply.send($0.mapError(Failure.collector)) }) {
      [self] () throws(CollectorFailure) in
      let days = query.days ?? usualDays(at: request.receivedWallNanoseconds)
      let statistics = try engine.collector.statistics(from: days.lowerBound, to: days.upperBound)
      let chart = CountryChart(
        statistics, query.measure ?? .passengers, chosen: query.countries)
      var response = Response.bytes(chart.svg(width: query.width), type: "image/svg+xml")
      response.fields.append("Content-Security-Policy", Self.drawingPolicy)
      response.fields.append("X-Content-Type-Options", "nosniff")
      response.fields.append(.cacheControl, "no-cache")
      return response
    }
  }

  private func collectorQuery(_ request: Request) throws(Failure) -> CollectorQuery {
    try CollectorQuery(
      request.target.queryItems, limitDays: engine.collector.rangeLimitDays)
  }

  // Upstream and store

  private func writePlaces(to page: inout MarkupWriter) {
    let figures = engine.collector.figures
    page.begin("dl", ("class", "facts places"))
    if !engine.collector.hasUpstream {
      Self.writePlace("Upstream", "not configured", "cancelled", "", to: &page)
    }
    for place in engine.collector.health {
      Self.writePlace(
        place.name == "upstream" ? "Upstream" : "Store", place.isWell ? "well" : "left alone",
        place.isWell ? "ok" : "failed", place.detail, to: &page)
    }
    Self.writeFact(
      "Days collected since the start", figures.collections, "failed", figures.failedCollections,
      to: &page)
    Self.writeFact(
      "Cities fetched", figures.citiesFetched, "failed", figures.citiesFailed, to: &page)
    Self.writeFact(
      "Requests to the upstream", figures.upstreamRequests, "repeated", figures.upstreamRetries,
      to: &page)
    page.end()
  }

  private static func writePlace(
    _ name: String, _ state: String, _ kind: String, _ detail: String, to page: inout MarkupWriter
  ) {
    page.begin("div")
    page.element("dt", text: name)
    page.begin("dd")
    page.element("span", ("class", "state \(kind)"), text: state)
    if kind == "failed" { page.element("span", ("class", "hint"), text: detail) }
    page.end()
    page.end()
  }

  private static func writeFact(
    _ name: String, _ count: Int, _ worse: String, _ worseCount: Int,
    to page: inout MarkupWriter
  ) {
    page.begin("div")
    page.element("dt", text: name)
    page.begin("dd", ("class", "large"))
    page.text(NumberText.whole(count))
    if worseCount > 0 {
      page.element("span", ("class", "hint"), text: " \(NumberText.whole(worseCount)) \(worse)")
    }
    page.end()
    page.end()
  }

  // Collecting

  private func writeOrder(_ view: CollectorView, _ request: Request, to page: inout MarkupWriter) {
    page.element("h2", ("id", "collect"), text: "Collect a day")
    guard engine.collector.hasUpstream else {
      page.element(
        "p",
        text: "No upstream is configured, so no day can be collected; what is stored can be "
          + "looked at. Start the server with the address of an upstream, such as the one that "
          + "comes along to try this out:")
      page.begin("pre", ("tabindex", "0"))
      page.element(
        "code",
        text: "tally-bench upstream --port 8090 &\n"
          + "tally serve --upstream http://127.0.0.1:8090")
      page.end()
      return
    }
    let day = view.query.date ?? CivilDay(at: request.receivedWallNanoseconds)
    page.begin(
      "form", ("class", "row"), ("id", "order"), ("method", "get"), ("action", "/collector"))
    page.begin("label")
    page.text("Day")
    page.empty(
      "input", ("type", "date"), ("name", "date"), ("required", ""), ("value", day.description))
    page.end()
    page.element("button", ("class", "main"), ("type", "submit"), text: "Collect")
    page.needsScripts()
    page.end()
    page.begin("noscript")
    page.element(
      "p", ("class", "note"),
      text: "The button needs scripts; this command does the same for the day that is chosen.")
    page.end()
    page.element("div", ("id", "progress"), ("aria-live", "polite"), text: "")
    page.command(
      curl(.post, "/process-request?date=\(day)", demands: .write, in: request),
      title: "Copy as curl: collect this day")
  }

  // Coverage

  private func writeCoverage(
    _ view: CollectorView, _ request: Request, to page: inout MarkupWriter
  ) {
    page.begin("section", ("id", "coverage"), ("aria-labelledby", "coverage-title"))
    page.element("h2", ("id", "coverage-title"), text: "What is there")
    page.begin("form", ("class", "row"), ("method", "get"), ("action", "/collector"))
    Self.writeDay("From", "from", view.days.lowerBound, to: &page)
    Self.writeDay("To", "to", view.days.upperBound, to: &page)
    for item in view.choice { Self.writeHidden(item, to: &page) }
    page.element("button", ("type", "submit"), text: "Show")
    page.end()
    Self.writeMonthLinks(view, to: &page)
    switch view.coverage {
    case .failure(let failure):
      page.element("p", ("class", "problem"), text: failure.sentence)
    case .success(let days):
      if days.allSatisfy({ $0.state == .missing }) {
        page.element(
          "p", ("class", "empty"),
          text: "Nothing is stored of these days, and nobody has "
            + "collected them."
            + (engine.collector.hasUpstream ? " Choose a day above and collect it." : ""))
      }
      CoverageCalendar(days).write(to: &page)
      Self.writeLacking(days, to: &page)
    }
    page.command(
      curl(.get, QueryText.target("/process-request", view.dayItems), in: request),
      title: "Copy as curl: these days")
    page.end()
  }

  private static func writeDay(
    _ title: String, _ name: String, _ day: CivilDay, to page: inout MarkupWriter
  ) {
    page.begin("label")
    page.text(title)
    page.empty(
      "input", ("type", "date"), ("name", name), ("required", ""), ("value", day.description))
    page.end()
  }

  private static func writeHidden(_ item: QueryItem, to page: inout MarkupWriter) {
    page.empty("input", ("type", "hidden"), ("name", item.name), ("value", item.value))
  }

  private static func writeMonthLinks(_ view: CollectorView, to page: inout MarkupWriter) {
    page.begin("nav", ("class", "pages"), ("aria-label", "Months"))
    if let month = CivilMonth(of: view.days.lowerBound).earlier {
      let address = view.address(month.first, month.last)
      page.element("a", ("class", "button small"), ("href", address), text: "← \(month.name)")
    }
    if let month = CivilMonth(of: view.days.upperBound).later {
      let address = view.address(month.first, month.last)
      page.element("a", ("class", "button small"), ("href", address), text: "\(month.name) →")
    }
    page.end()
  }

  /// The days of which cities failed, each with the job that says which and why.
  private static func writeLacking(_ days: [DayCoverage], to page: inout MarkupWriter) {
    let lacking = days.filter { $0.state == .partial || $0.state == .failed }
    guard !lacking.isEmpty else { return }
    page.begin("details")
    page.element("summary", text: "Days that lack cities: \(lacking.count)")
    page.begin("ul")
    for day in lacking {
      page.begin("li")
      page.element("time", ("datetime", day.day.description), text: day.day.description)
      page.text(": \(day.words)")
      if let job = day.job {
        page.text("; why, says ")
        page.element("a", ("href", "/jobs/\(job)"), text: "\(job)")
      }
      page.end()
    }
    page.end()
    page.end()
  }

  // Countries

  private func writeCountries(
    _ view: CollectorView, _ request: Request, to page: inout MarkupWriter
  ) {
    page.begin("section", ("id", "countries"), ("aria-labelledby", "countries-title"))
    page.element("h2", ("id", "countries-title"), text: "Statistics of countries")
    switch view.statistics {
    case .failure(let failure):
      page.element("p", ("class", "problem"), text: failure.sentence)
    case .success(let statistics) where statistics.isEmpty:
      page.element(
        "p", ("class", "empty"), text: "The store holds no country yet: collect a day first.")
    case .success(let statistics):
      CountryForm(view, statistics.names).write(to: &page)
      let chart = CountryChart(statistics, view.measure, chosen: view.query.countries)
      Self.write(chart, view, to: &page)
    case nil:
      CountryForm(view, []).write(to: &page)
      page.element(
        "p", ("class", "note"),
        text: "There are many objects in these days, and all of them are "
          + "read for this: it may take a while.")
    }
    page.command(
      curl(.get, QueryText.target("/country-stats", view.dayItems), in: request),
      title: "Copy as curl: these numbers")
    page.end()
  }

  private static func write(
    _ chart: CountryChart, _ view: CollectorView, to page: inout MarkupWriter
  ) {
    let days = chart.days
    guard !days.isEmpty else {
      return page.element(
        "p", ("class", "empty"),
        text: "These countries have no journeys from \(view.days.lowerBound) to "
          + "\(view.days.upperBound).")
    }
    if chart.askedCount > chart.countries.count {
      page.element(
        "p", ("class", "note"),
        text: "The first \(chart.countries.count) of \(chart.askedCount) countries are shown; "
          + "choose others above.")
    }
    let count = chart.countries.count
    page.begin("figure")
    page.begin("picture")
    page.empty(
      "source", ("media", "(max-width: 40rem)"), ("srcset", view.chartAddress(width: 380)))
    page.empty(
      "img", ("src", view.chartAddress(width: 720)),
      (
        "alt",
        "Line chart: \(chart.measure.title.lowercased()) of "
          + "\(count == 1 ? "one country" : "\(count) countries") on "
          + "\(days.count == 1 ? "one day" : "\(days.count) days"); the table below has the numbers."
      ))
    page.end()
    page.end()
    chart.writeTable(to: &page)
  }
}

extension CollectorView {
  /// A page that cannot say what is there has failed, though it can be read.
  fileprivate var status: Status {
    if case .failure(let failure) = coverage { return failure.account.status }
    if case .failure(let failure) = statistics { return failure.account.status }
    return .ok
  }
}
