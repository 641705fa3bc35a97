internal import JSON
internal import Statistics

extension Stage {
  /// How many groups there may be, and how many times years.
  private static let limits = YearlyComparison.Limits(groups: 100_000, counts: 1_000_000)

  static let yearlyComparison = Stage(
    "stage2_yearly_count_comparison",
    "Counts events by group and calendar year, and compares each year with the one before, whole and to date.",
    parameters: StageParameter.ofCounts, needs: [.timestamp, .group]
  ) { (run) throws(StageFailure) in
    let source = run.sources[0]
    let column = try run.column(.group, of: source)
    try run.begin("reading times")
    let times = try run.heardTimes(of: source, groupLimit: limits.groups)
    try run.begin("counting")
    let comparison: YearlyComparison
    do throws(CountFailure) {
      comparison = try YearlyComparison(
        of: source.table, by: column, times: times,
        baselineYear: run.integer("baseline_year"), limits: limits, on: run.lanes)
    } catch {
      throw StageFailure(error)
    }
    var writer = JSONWriter()
    writer.beginArtifact(of: "stage2_yearly_count_comparison", run)
    writer.comparison(comparison, isBeside: run.integer("baseline_year") != nil)
    writer.endObject()
    return [Artifact(name: "stage2_yearly_count_comparison.json", bytes: writer.bytes)]
  }
}

extension StageRun {
  /// The times of the rows that the filter lets through. It looks at the secondary groups, and where nobody names their column, at the groups
  /// that are compared.
  fileprivate func heardTimes(
    of source: LoadedSource, groupLimit: Int
  ) throws(StageFailure) -> [Int64] {
    let times = try times(of: source)
    guard let allowed = allowedGroups else { return times }
    let isNamed = name(of: .secondaryGroup, in: source) != nil
    let column = try column(isNamed ? .secondaryGroup : .group, of: source)
    do throws(CountFailure) {
      return try FilteredTimes(
        times, of: source.table, where: column, readsLike: allowed, groupLimit: groupLimit,
        on: lanes
      ).times
    } catch {
      throw StageFailure(error)
    }
  }
}

extension JSONWriter {
  /// - Parameter isBeside: whether a baseline year was asked for.
  fileprivate mutating func comparison(_ comparison: YearlyComparison, isBeside: Bool) {
    key("results")
    beginArray()
    for group in comparison.groups {
      beginObject()
      key("group")
      cell(group.value)
      key("full_year")
      counts(group.fullYear, of: comparison.years, isBeside)
      key("to_date")
      counts(group.toDate, of: comparison.years, isBeside)
      endObject()
    }
    endArray()
    key("all_years")
    beginArray()
    for year in comparison.years { integer(year) }
    endArray()
  }

  private mutating func counts(
    _ counts: [YearlyComparison.YearCount], of years: [Int], _ isBeside: Bool
  ) {
    beginObject()
    for (year, count) in zip(years, counts) {
      key(String(year))
      beginObject()
      key("count")
      integer(count.count)
      key("change_pct")
      number(count.change)
      if isBeside {
        key("baseline_change_pct")
        number(count.baselineChange)
      }
      endObject()
    }
    endObject()
  }
}
