package import JSON

/// The journeys of countries, day by day.
package struct CountryStatistics: Equatable, Sendable {
  /// The first and the last day of the answer.
  package let from: CivilDay
  package let through: CivilDay
  /// By the bytes of their names: two spellings that only Unicode holds equal are two countries.
  private var countries: [[UInt8]: [CivilDay: JourneyDigest]] = [:]

  package init(from: CivilDay, through: CivilDay) {
    self.from = from
    self.through = through
  }

  /// Whether no country is known.
  package var isEmpty: Bool { countries.isEmpty }

  /// Notes that there is a country, so that it stands in the answer even if it has no journeys.
  package mutating func add(country: String) {
    let name = Array(country.utf8)
    if countries[name] == nil { countries[name] = [:] }
  }

  /// Adds journeys of a country on a day.
  package mutating func add(_ journeys: JourneyDigest, of country: String, on day: CivilDay) {
    countries[Array(country.utf8), default: [:]][day, default: JourneyDigest()].merge(journeys)
  }

  /// The names of the countries, in the order of their bytes.
  ///
  /// - Complexity: O(*n* log *n*) in the number of countries.
  package var names: [String] {
    countries.keys.sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is known of a country's day; `nil` if it has no journeys.
  package func journeys(of country: String, on day: CivilDay) -> JourneyDigest? {
    let journeys = countries[Array(country.utf8)]?[day]
    return journeys?.rows == 0 ? nil : journeys
  }

  /// Writes an object of countries, in the order of the bytes of their names, of days, ascending from the first to the last.
  ///
  /// A day without journeys is an empty object. There is nothing in the object if the first day comes behind the last one.
  ///
  /// - Complexity: O(*countries* x *days*).
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if from <= through {
      let days = from.daysSince1970...through.daysSince1970
      for (country, journeys) in countries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
      {
        writer.key(String(decoding: country, as: UTF8.self))
        writer.beginObject()
        for number in days {
          let day = CivilDay(daysSince1970: number)
          writer.key(day.description)
          write(journeys[day], to: &writer)
        }
        writer.endObject()
      }
    }
    writer.endObject()
  }

  private func write(_ journeys: JourneyDigest?, to writer: inout JSONWriter) {
    writer.beginObject()
    if let journeys, let averageDelay = journeys.averageDelaySeconds {
      writer.key("buses_started")
      writer.integer(journeys.rows)
      writer.key("number_of_buses")
      writer.integer(journeys.busTypeCount)
      writer.key("total_passengers")
      writer.integer(journeys.passengers)
      writer.key("accident")
      writer.bool(journeys.accidents > 0)
      writer.key("total_accidents")
      writer.integer(journeys.accidents)
      writer.key("average_delay")
      writer.double(averageDelay)
    }
    writer.endObject()
  }
}
