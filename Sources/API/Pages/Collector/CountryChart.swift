internal import Engine
internal import HTTP
internal import Statistics

/// A measure of countries, day by day: as lines and as a table.
struct CountryChart {
  let measure: CountryMeasure
  let statistics: CountryStatistics
  /// The countries that are shown, in the order of their names.
  let countries: [String]
  /// How many there are that would be shown if there were room.
  let askedCount: Int

  /// So many lines can be told apart, and so many columns be read.
  static let countryLimit = Palette.seriesLimit
  /// So many days stand in a table.
  static let dayLimit = 100

  /// - Parameter chosen: the names of the countries; none stands for all. Those that the store does not have are left out.
  init(_ statistics: CountryStatistics, _ measure: CountryMeasure, chosen: [String]) {
    self.statistics = statistics
    self.measure = measure
    let wanted = Set(chosen.map { Array($0.utf8) })
    let asked = statistics.names.filter { wanted.isEmpty || wanted.contains(Array($0.utf8)) }
    askedCount = asked.count
    countries = Array(asked.prefix(Self.countryLimit))
  }

  /// The days on which a country that is shown had journeys.
  var days: [CivilDay] {
    CivilDay.days(in: statistics.from...statistics.through).filter { day in
      countries.contains { statistics.journeys(of: $0, on: day) != nil }
    }
  }

  func value(of country: String, on day: CivilDay) -> Double? {
    statistics.journeys(of: country, on: day).flatMap(measure.value)
  }

  /// The lines as an SVG document. A day without journeys is a gap.
  ///
  /// - Parameter width: in pixels; what is seen on a small screen is drawn for it, since scaled texts are too small to be read.
  func svg(width: Double) -> [UInt8] {
    let days = CivilDay.days(in: statistics.from...statistics.through)
    let moments = days.map { $0.daysSince1970 * 86_400_000_000_000 }
    let lines = countries.map { country in
      PointSeries(
        name: country, positions: moments,
        values: days.map { value(of: country, on: $0) ?? .nan })
    }
    var chart = LineChart(
      title: "\(measure.title) by country", timeTitle: AxisTitle("Day"),
      valueTitle: AxisTitle(measure.title, unit: measure.unit), series: lines)
    chart.size = ChartSize(width: width)
    return chart.svg()
  }

  /// The numbers: a row for each day on which there are some, a column for each country.
  func writeTable(to page: inout MarkupWriter) {
    let days = days
    page.begin(
      "div", ("class", "wide"), ("tabindex", "0"), ("role", "region"),
      ("aria-label", "\(measure.title) of each day"))
    page.begin("table")
    page.element("caption", text: "\(measure.titleWithUnit) of each day")
    page.begin("thead")
    page.begin("tr")
    page.element("th", ("scope", "col"), text: "Day")
    for country in countries {
      page.element(
        "th", ("scope", "col"), ("class", "n"), text: Self.short(country))
    }
    page.end()
    page.end()
    page.begin("tbody")
    for day in days.suffix(Self.dayLimit) {
      page.begin("tr")
      page.begin("th", ("scope", "row"))
      page.element("time", ("datetime", day.description), text: day.description)
      page.end()
      for country in countries {
        page.element(
          "td", ("class", "n"), text: value(of: country, on: day).map(NumberText.readable) ?? "")
      }
      page.end()
    }
    page.end()
    page.end()
    page.end()
    if days.count > Self.dayLimit {
      page.element(
        "p", ("class", "note"),
        text:
          "The last \(Self.dayLimit) of \(days.count) days are listed; ask for fewer to see others."
      )
    }
  }

  /// A name from outside, as far as a table has room.
  static func short(_ name: String) -> String {
    let scalars = name.unicodeScalars
    return scalars.count > 60 ? String(scalars.prefix(59)) + "…" : name
  }
}
