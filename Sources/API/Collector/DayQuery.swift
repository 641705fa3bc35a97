internal import HTTP
internal import Statistics

/// The days that a request to the collector names in its query.
struct DayQuery: Sendable {
  /// A parameter, and what answers call it.
  struct Parameter: Equatable, Sendable {
    let name: String
    /// The name that clients of the older service know from its answers.
    let key: String
  }

  /// Of `POST /process-request`.
  static let single = [Parameter(name: "date", key: "requested_date")]
  /// Of questions about several days.
  static let bounds = [
    Parameter(name: "from", key: "from_date"), Parameter(name: "to", key: "to_date"),
  ]

  /// One for each parameter, in their order.
  let days: [CivilDay]

  /// Reads each parameter as a day such as `2024-05-01`; all of them have to be there, each once, and no others.
  ///
  /// - Parameter request: method and path, as answers name them.
  /// - Throws: `Failure.days` with all that is wrong.
  init(
    _ items: [QueryItem], _ parameters: [Parameter], of request: DayMistakes.Request
  ) throws(Failure) {
    var mistakes = DayMistakes(request)
    var found: [String: CivilDay] = [:]
    var seen: Set<String> = []
    for item in items {
      guard let parameter = parameters.first(where: { $0.name == item.name }) else {
        mistakes.noteUnknown(item.name, known: parameters.map(\.name))
        continue
      }
      if !seen.insert(item.name).inserted {
        mistakes.note("'\(item.name)' may be given once", key: parameter.key)
      } else if let day = CivilDay(item.value) {
        found[item.name] = day
      } else {
        mistakes.noteNoDay(item.value, key: parameter.key)
      }
    }
    mistakes.missing = parameters.map(\.name).first { !seen.contains($0) }
    if !mistakes.isEmpty { throw .days(mistakes) }
    days = parameters.compactMap { found[$0.name] }
  }
}
