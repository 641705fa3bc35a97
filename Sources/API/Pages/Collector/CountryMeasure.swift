internal import Statistics

/// A statistic of a country's day, as it is chosen and drawn. The words are those of `/country-stats`.
enum CountryMeasure: String, CaseIterable, Sendable {
  case passengers = "total_passengers"
  case delay = "average_delay"
  case accidents = "total_accidents"
  case journeys = "buses_started"
  case buses = "number_of_buses"

  var title: String {
    switch self {
    case .passengers: "Passengers"
    case .delay: "Average delay"
    case .accidents: "Accidents"
    case .journeys: "Buses started"
    case .buses: "Types of buses"
    }
  }

  /// What a number counts; `nil` where that is clear.
  var unit: String? { self == .delay ? "s" : nil }

  /// `Average delay (s)`.
  var titleWithUnit: String { unit.map { "\(title) (\($0))" } ?? title }

  /// `nil` where there is no mean.
  func value(of journeys: JourneyDigest) -> Double? {
    switch self {
    case .passengers: Double(journeys.passengers)
    case .delay: journeys.averageDelaySeconds
    case .accidents: Double(journeys.accidents)
    case .journeys: Double(journeys.rows)
    case .buses: Double(journeys.busTypeCount)
    }
  }
}
