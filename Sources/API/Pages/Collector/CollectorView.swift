internal import Engine
internal import HTTP
internal import Statistics

/// A stretch of days as the page of the collector shows it: what is there of each day, and what countries had.
struct CollectorView: Sendable {
  let days: ClosedRange<CivilDay>
  let query: CollectorQuery
  /// What the store says, or why it says nothing.
  let coverage: Result<[DayCoverage], CollectorFailure>
  /// `nil` where nobody has asked for what would take long.
  let statistics: Result<CountryStatistics, CollectorFailure>?

  var measure: CountryMeasure { query.measure ?? .passengers }

  /// The address of a view: this one, but for the days.
  func address(_ first: CivilDay, _ last: CivilDay) -> String {
    QueryText.target("/collector", Self.items(of: first...last) + choice)
  }

  /// The address of a drawing of this view, so many pixels wide.
  func chartAddress(width: Int) -> String {
    let drawn = [("measure", measure.rawValue), ("width", "\(width)")]
    return QueryText.target(
      "/collector/chart.svg",
      dayItems + drawn.map { QueryItem(name: $0, value: $1) } + countryItems)
  }

  /// `from` and `to`.
  var dayItems: [QueryItem] { Self.items(of: days) }

  /// What was chosen beside the days.
  var choice: [QueryItem] {
    (query.measure.map { [QueryItem(name: "measure", value: $0.rawValue)] } ?? []) + countryItems
  }

  private var countryItems: [QueryItem] {
    query.countries.map { QueryItem(name: "country", value: $0) }
  }

  private static func items(of days: ClosedRange<CivilDay>) -> [QueryItem] {
    [
      QueryItem(name: "from", value: days.lowerBound.description),
      QueryItem(name: "to", value: days.upperBound.description),
    ]
  }
}

extension Responder {
  /// Statistics of so many objects are shown without being asked for: to read these takes no second.
  private static let objectLimit = 2000

  /// Looks at the store. It waits for that, so it belongs on a lane of the collector.
  func collectorView(_ query: CollectorQuery, at now: Int64) -> CollectorView {
    let days = query.days ?? usualDays(at: now)
    let coverage = Result { () throws(CollectorFailure) in
      try engine.collector.coverage(from: days.lowerBound, to: days.upperBound)
    }
    var statistics: Result<CountryStatistics, CollectorFailure>?
    if case .success(let found) = coverage,
      query.measure != nil || found.reduce(0, { $0 + $1.stored }) <= Self.objectLimit
    {
      statistics = Result { () throws(CollectorFailure) in
        try engine.collector.statistics(from: days.lowerBound, to: days.upperBound)
      }
    }
    return CollectorView(
      days: days, query: query, coverage: coverage, statistics: statistics)
  }

  /// The month of the last day that was collected, or this one.
  func usualDays(at now: Int64) -> ClosedRange<CivilDay> {
    let newest: CivilDay?
    do throws(CollectorFailure) {
      newest = try engine.collector.newestDay()
    } catch {
      // The coverage is asked of the same database, and says why it cannot be read.
      newest = nil
    }
    let month = CivilMonth(of: newest ?? CivilDay(at: now))
    return month.first...month.last
  }
}

extension CivilDay {
  /// All days of a range.
  static func days(in range: ClosedRange<CivilDay>) -> [CivilDay] {
    (range.lowerBound.daysSince1970...range.upperBound.daysSince1970)
      .map { CivilDay(daysSince1970: $0) }
  }

  /// The day of a moment in UTC.
  init(at nanoseconds: Int64) {
    let day: Int64 = 86_400_000_000_000
    self.init(daysSince1970: (nanoseconds - (nanoseconds % day + day) % day) / day)
  }
}
