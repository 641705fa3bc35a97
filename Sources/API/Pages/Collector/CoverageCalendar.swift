internal import Engine
internal import Statistics

/// Months as tables: what is there of each day, in words, in signs and in colours.
struct CoverageCalendar {
  private let days: [CivilDay: DayCoverage]
  private let months: [CivilMonth]

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// - Parameter days: at least one, in their order.
  init(_ days: [DayCoverage]) {
    self.days = Dictionary(days.map { ($0.day, $0) }) { first, _ in first }
    months =
      if let first = days.first, let last = days.last {
        CivilMonth.months(from: first.day, to: last.day)
      } else { [] }
  }

  func write(to page: inout MarkupWriter) {
    page.begin("div", ("class", "months"))
    for month in months { write(month, to: &page) }
    page.end()
    writeLegend(to: &page)
  }

  private func write(_ month: CivilMonth, to page: inout MarkupWriter) {
    page.begin("table", ("class", "month"))
    page.element("caption", text: month.name)
    page.begin("thead")
    page.begin("tr")
    for day in Self.weekdays {
      page.element("th", ("scope", "col"), ("abbr", day), text: String(day.prefix(2)))
    }
    page.end()
    page.end()
    page.begin("tbody")
    for week in month.weeks {
      page.begin("tr")
      for day in week { write(day, to: &page) }
      page.end()
    }
    page.end()
    page.end()
    page.lineBreak()
  }

  private func write(_ day: CivilDay?, to page: inout MarkupWriter) {
    guard let day else { return page.element("td", text: "") }
    guard let coverage = days[day] else {
      page.begin("td", ("class", "beyond"))
      page.element("time", ("datetime", day.description), text: "\(day.day)")
      return page.end()
    }
    page.begin("td", ("class", coverage.state.rawValue), ("title", "\(day): \(coverage.words)"))
    page.element("time", ("datetime", day.description), text: "\(day.day)")
    if let job = coverage.job {
      page.begin("a", ("href", "/jobs/\(job)"))
      writeSigns(coverage, to: &page)
      page.end()
    } else {
      page.begin("span")
      writeSigns(coverage, to: &page)
      page.end()
    }
    page.end()
  }

  private func writeSigns(_ coverage: DayCoverage, to page: inout MarkupWriter) {
    page.element("span", ("aria-hidden", "true"), text: coverage.signs)
    page.element("span", ("class", "unseen"), text: coverage.words)
  }

  private func writeLegend(to page: inout MarkupWriter) {
    page.begin("ul", ("class", "legend"))
    for state in DayCoverage.State.allCases {
      page.begin("li")
      page.element("span", ("class", "key \(state.rawValue)"), text: state.sign)
      page.text(state.meaning)
      page.end()
    }
    page.end()
  }
}

extension DayCoverage {
  /// How much there is, for a narrow place: `✓ 6`, `◐ 4/6`.
  fileprivate var signs: String {
    switch state {
    case .missing, .fetching: state.sign
    case .stored: "\(state.sign) \(stored)"
    case .partial, .failed: "\(state.sign) \(stored)" + (cities.map { "/\($0)" } ?? "")
    }
  }

  /// The same in words.
  var words: String {
    switch state {
    case .missing: "missing"
    case .fetching: "being collected"
    case .stored: "stored, \(NumberText.whole(stored)) cities"
    case .partial, .failed:
      "\(state.rawValue), \(NumberText.whole(stored))"
        + (cities.map { " of \(NumberText.whole($0))" } ?? "") + " cities stored"
    }
  }
}

extension DayCoverage.State {
  /// What tells it from the others without colours.
  var sign: String {
    switch self {
    case .missing: "·"
    case .fetching: "…"
    case .stored: "✓"
    case .partial: "◐"
    case .failed: "✕"
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .missing: "missing: nobody has collected it"
    case .fetching: "being collected"
    case .stored: "stored, with its cities"
    case .partial: "partial: some cities failed"
    case .failed: "failed: nothing is stored"
    }
  }
}
