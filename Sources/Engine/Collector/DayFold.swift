internal import Statistics

/// What objects hold, summed up by day and country as it comes, so that no more is kept than the answer has.
struct DayFold: Sendable {
  /// How many bytes of memory the sums may take.
  let limitBytes: Int

  /// The countries by their places in a listing.
  private var sums: [CivilDay: [Int: JourneyDigest]] = [:]
  /// Days of which an object was another one than the listing had told of.
  private(set) var unstable: Set<CivilDay> = []
  /// How many bytes of memory the sums take, about.
  private(set) var memoryBytes = 0

  init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  /// Adds journeys of a country.
  ///
  /// - Throws: `CollectorFailure.manyBusTypes`; nothing else grows with what is added.
  mutating func add(
    _ journeys: JourneyDigest, ofCountry country: Int, on day: CivilDay
  ) throws(CollectorFailure) {
    guard !unstable.contains(day) else { return }
    let before = sums[day]?[country]?.memoryBytes ?? 0
    sums[day, default: [:]][country, default: JourneyDigest()].merge(journeys)
    memoryBytes += (sums[day]?[country]?.memoryBytes ?? 0) - before
    if memoryBytes > limitBytes { throw .manyBusTypes(limitBytes: limitBytes) }
  }

  /// Forgets a day, and whatever else comes of it.
  mutating func drop(_ day: CivilDay) {
    unstable.insert(day)
    for sum in (sums.removeValue(forKey: day) ?? [:]).values { memoryBytes -= sum.memoryBytes }
  }

  /// The sums of a day, by the places of the countries.
  func sums(of day: CivilDay) -> [Int: JourneyDigest] { sums[day] ?? [:] }
}
