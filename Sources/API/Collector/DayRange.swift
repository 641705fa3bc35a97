internal import HTTP
internal import Statistics

/// A stretch of days, both ends included.
struct DayRange: Equatable, Sendable {
  let first: CivilDay
  let last: CivilDay

  /// Whether no day is in it.
  var isEmpty: Bool { first > last }

  /// - Throws: `Failure.days` with all that is wrong.
  init(
    _ items: [QueryItem], of request: DayMistakes.Request, limitDays: Int
  ) throws(Failure) {
    let days = try DayQuery(items, DayQuery.bounds, of: request).days
    (first, last) = (days[0], days[1])
    let count = last.daysSince1970 - first.daysSince1970 + 1
    if count > limitDays {
      var mistakes = DayMistakes(request)
      mistakes.note(
        "From \(first) to \(last) there are \(count) days; a request may ask for \(limitDays)",
        key: DayQuery.bounds[1].key)
      throw .days(mistakes)
    }
  }
}
