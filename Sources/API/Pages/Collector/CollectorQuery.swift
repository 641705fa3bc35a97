internal import HTTP
internal import Statistics

/// What the page of the collector, or its chart, is to show: all of it stands in the address.
struct CollectorQuery: Equatable, Sendable {
  /// The first and the last day; `nil` where the address leaves it to the server.
  private(set) var days: ClosedRange<CivilDay>?
  /// `nil` where the address names none.
  private(set) var measure: CountryMeasure?
  /// The countries that were chosen; none stands for all.
  private(set) var countries: [String] = []
  /// The day that the form proposes to collect.
  private(set) var date: CivilDay?

  /// Of the drawing, in pixels.
  private(set) var width = ChartSize.usual.width

  private static let names = ["from", "to", "measure", "country", "date", "width"]
  private static let countryLimit = 100
  private static let shownLimit = 100

  /// Reads the items of a query. Empty values are those of fields that nobody has filled in.
  ///
  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(_ items: [QueryItem], limitDays: Int) throws(Failure) {
    var mistakes: [Problem.Mistake] = []
    var bounds: [String: CivilDay] = [:]
    var seen: Set<String> = []
    for item in items where !item.value.isEmpty {
      let isRepeated = !seen.insert(item.name).inserted
      if isRepeated, item.name != "country" {
        mistakes.append(.init("'\(item.name)' may be given once", at: .parameter(item.name)))
        continue
      }
      switch item.name {
      case "from", "to", "date":
        guard let day = CivilDay(item.value) else {
          mistakes.append(Self.noDay(item))
          continue
        }
        if item.name == "date" { date = day } else { bounds[item.name] = day }
      case "measure":
        measure = CountryMeasure(rawValue: item.value)
        if measure == nil { mistakes.append(Self.noMeasure(item)) }
      case "country": countries.append(item.value)
      case "width":
        guard let number = Int(item.value), ChartSize.widths.contains(number) else {
          mistakes.append(
            .init(
              "'width' must be a whole number from \(ChartSize.widths.lowerBound) to "
                + "\(ChartSize.widths.upperBound)", at: .parameter("width")))
          continue
        }
        width = Double(number)
      default: mistakes.append(Self.unknown(item))
      }
    }
    if countries.count > Self.countryLimit {
      mistakes.append(
        .init("At most \(Self.countryLimit) countries can be chosen", at: .parameter("country")))
    }
    if let mistake = take(bounds, seen, limitDays) { mistakes.append(mistake) }
    if !mistakes.isEmpty { throw .badParameters(mistakes) }
  }

  private mutating func take(
    _ bounds: [String: CivilDay], _ seen: Set<String>, _ limitDays: Int
  ) -> Problem.Mistake? {
    guard let first = bounds["from"], let last = bounds["to"] else {
      // One that makes no sense has been told of.
      guard bounds.count == 1, seen.isDisjoint(with: ["from", "to"].filter { bounds[$0] == nil })
      else { return nil }
      return .init("'from' and 'to' belong together", at: .parameter("from"))
    }
    guard first <= last else {
      return .init("The range ends on \(last), before it begins on \(first)", at: .parameter("to"))
    }
    let count = last.daysSince1970 - first.daysSince1970 + 1
    guard count <= limitDays else {
      return .init(
        "From \(first) to \(last) there are \(count) days; a page shows \(limitDays)",
        at: .parameter("to"))
    }
    days = first...last
    return nil
  }

  private static func noDay(_ item: QueryItem) -> Problem.Mistake {
    .init(
      "'\(short(item.value))' is not a day; expected YYYY-MM-DD, such as 2024-05-01",
      at: .parameter(item.name))
  }

  private static func noMeasure(_ item: QueryItem) -> Problem.Mistake {
    let known = CountryMeasure.allCases.map(\.rawValue)
    let hint = nearestName(to: item.value, in: known).map { "; did you mean '\($0)'?" } ?? ""
    return .init(
      "There is no measure '\(short(item.value))'\(hint); there are "
        + known.joined(separator: ", "), at: .parameter("measure"))
  }

  private static func unknown(_ item: QueryItem) -> Problem.Mistake {
    let hint = nearestName(to: item.name, in: names).map { "; did you mean '\($0)'?" } ?? ""
    return .init(
      "There is no parameter '\(short(item.name))'" + hint, at: .parameter(short(item.name)))
  }

  private static func short(_ text: String) -> String {
    String(text.unicodeScalars.prefix(shownLimit))
  }
}
