internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// The page of live events: what the window of a series comes to at this moment, and at the next ones.

extension Endpoint {
  static let livePages: [Endpoint] = [
    page("/live", description: .livePage) { (api, request) throws(Failure) in
      try api.livePage(request)
    }
  ]
}

extension Responder {
  /// So many names of series are proposed.
  private static let seriesLimit = 200

  fileprivate func livePage(_ request: Request) throws(Failure) -> Response {
    let query = try LiveQuery(request.target.queryItems, engine.events.options.board)
    let now = request.receivedWallNanoseconds
    let answer = try? JSONParser.parse(statistics(query.question, at: now))
    let history = LiveHistory(of: query.question.question, in: engine.events, at: now)
    return page("Live events", in: .live, scripts: ["drawing.js", "live.js"]).response { page in
      writeChoice(query, to: &page)
      writeNumbers(query, answer, history, request, to: &page)
      writeSending(query, request, to: &page)
    }
  }

  // What to look at

  private func writeChoice(_ query: LiveQuery, to page: inout MarkupWriter) {
    page.begin("form", ("method", "get"), ("action", "/live"), ("id", "choice"))
    page.begin("div", ("class", "row"))
    Self.writeField("Series", "series", query.series, list: "names", to: &page)
    Self.writeField("Window", "window", query.window, list: "windows", to: &page)
    Self.writeField("Intervals", "bins", query.bins, list: nil, to: &page)
    page.element("button", ("type", "submit"), text: "Show")
    page.end()
    Self.writeProposals("names", engine.events.seriesNames(limit: Self.seriesLimit), to: &page)
    Self.writeProposals("windows", ["10s", "1m", "5m", "15m", "1h"], to: &page)
    page.begin("details")
    page.element("summary", text: "Statistics: \(query.statistics.joined(separator: ", "))")
    page.begin("fieldset", ("class", "countries"))
    page.element("legend", text: "Statistics to show")
    for name in query.choices {
      page.begin("label", ("class", "check"))
      page.empty(
        "input",
        [
          (name: "type", value: "checkbox"), (name: "name", value: "stats"),
          (name: "value", value: name),
        ]
          + (query.statistics.contains(name) ? [(name: "checked" as StaticString, value: "")] : []))
      page.text(LiveQuery.title(name))
      page.end()
    }
    page.end()
    page.end()
    page.end()
  }

  private static func writeField(
    _ title: String, _ name: String, _ value: String, list: String?, to page: inout MarkupWriter
  ) {
    page.begin("label")
    page.text(title)
    page.empty(
      "input",
      [
        (name: "name", value: name), (name: "value", value: value),
        (name: "autocomplete", value: "off"),
      ] + (list.map { [(name: "list" as StaticString, value: $0)] } ?? [])
        + (name == "series"
          ? [(name: "placeholder" as StaticString, value: "events without one")] : []))
    page.end()
  }

  private static func writeProposals(
    _ id: String, _ values: [String], to page: inout MarkupWriter
  ) {
    page.begin("datalist", ("id", id))
    for value in values { page.element("option", ("value", value), text: "") }
    page.end()
  }

  // Numbers

  private func writeNumbers(
    _ query: LiveQuery, _ answer: JSONValue?, _ history: LiveHistory, _ request: Request,
    to page: inout MarkupWriter
  ) {
    page.begin(
      "section", ("id", "live"), ("aria-labelledby", "live-title"),
      ("data-stream", query.streamAddress), ("data-history", history.text),
      ("data-seconds", "\(LiveHistory.seconds)"))
    page.begin("div", ("class", "headline"))
    let series = query.series.isEmpty ? "events without a series" : query.series
    page.element("h2", ("id", "live-title"), text: "The last \(query.window) of \(series)")
    page.element("span", ("id", "link"), ("class", "state"), ("role", "status"), text: "As of now")
    page.element(
      "button", ("type", "button"), ("id", "pause"), ("class", "small"), ("hidden", ""),
      text: "Pause")
    page.end()
    page.begin(
      "p",
      [(name: "class", value: "empty"), (name: "id", value: "none")]
        + (answer?["count"] == .integer(0) ? [] : [(name: "hidden" as StaticString, value: "")]))
    page.text("No event came in this time. Send one below, or with the command that stands there.")
    page.end()
    page.begin("dl", ("class", "facts"), ("id", "numbers"))
    for name in query.statistics {
      page.begin("div")
      page.element("dt", text: LiveQuery.title(name))
      page.element(
        "dd", ("class", "large"), ("data-statistic", name), text: Self.text(answer?[name]))
      page.end()
    }
    page.end()
    page.begin("div", ("class", "columns"))
    Self.writeDrawing(
      "rolling", "Mean, least and greatest of the window", "Shown by a script, second by second.",
      to: &page)
    page.begin("div")
    Self.writeDrawing(
      "histogram", "How the values of the window are spread", "The table below has the numbers.",
      to: &page)
    Self.writeIntervals(answer?["histogram"], to: &page)
    page.end()
    page.end()
    page.command(
      curl(.get, query.statisticsAddress, in: request), title: "Copy as curl: these statistics")
    page.command(curl(.get, query.streamAddress, in: request), title: "Copy as curl: the stream")
    page.end()
  }

  private static func writeDrawing(
    _ id: String, _ title: String, _ otherwise: String, to page: inout MarkupWriter
  ) {
    page.begin("figure", ("id", id), ("class", "drawing"))
    page.element("h3", text: title)
    page.begin("noscript")
    page.element("p", ("class", "note"), text: otherwise)
    page.end()
    page.element("figcaption", text: "")
    page.end()
  }

  private static func writeIntervals(_ histogram: JSONValue?, to page: inout MarkupWriter) {
    page.begin("details")
    page.element("summary", text: "The same as a table")
    page.begin("div", ("class", "wide"))
    page.begin("table", ("id", "intervals"))
    page.element("caption", text: "Events of the window by value")
    page.begin("thead")
    page.begin("tr")
    for title in ["From", "To", "Events"] {
      page.element("th", ("scope", "col"), ("class", "n"), text: title)
    }
    page.end()
    page.end()
    page.begin("tbody")
    if case .array(let edges)? = histogram?["edges"],
      case .array(let counts)? = histogram?["counts"]
    {
      for (place, count) in counts.enumerated() where place + 1 < edges.count {
        page.begin("tr")
        for value in [edges[place], edges[place + 1], count] {
          page.element("td", ("class", "n"), text: text(value))
        }
        page.end()
      }
    }
    page.end()
    page.end()
    page.end()
    page.end()
  }

  /// A number as people read it.
  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .integer(let integer): NumberText.readable(Double(integer))
    case .double(let double): NumberText.readable(double)
    default: "–"
    }
  }

  // Sending

  private func writeSending(
    _ query: LiveQuery, _ request: Request, to page: inout MarkupWriter
  ) {
    page.element("h2", ("id", "send-title"), text: "Send a test event")
    page.begin("form", ("class", "row"), ("id", "send"), ("method", "get"), ("action", "/live"))
    Self.writeField("Value", "value", "", list: nil, to: &page)
    Self.writeField("Series", "series", query.series, list: "names", to: &page)
    page.element("button", ("class", "main"), ("type", "submit"), text: "Send")
    page.needsScripts()
    page.end()
    page.begin("noscript")
    page.element(
      "p", ("class", "note"), text: "The button needs scripts; this command does the same.")
    page.end()
    page.element("div", ("id", "sent"), ("aria-live", "polite"), text: "")
    page.command(
      curl(
        .post, "/event",
        json: Self.event(at: request.receivedWallNanoseconds, series: query.series),
        demands: .event,
        in: request), title: "Copy as curl: send an event")
  }

  private static func event(at nanoseconds: Int64, series: String) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("timestamp")
    writer.time(nanoseconds)
    writer.key("value")
    writer.double(12.5)
    if !series.isEmpty {
      writer.key("series")
      writer.string(series)
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
