internal import Posix
internal import Statistics
internal import Stores

/// Reads the objects of days so that each day is the old one or the new one, also while others replace them.
struct DayReader: Sendable {
  /// How it reads.
  struct Options: Sendable {
    /// How many objects are read at once.
    var readers = 8
    /// How many objects are read for one answer at most.
    var objectLimit = 200_000
    /// How many bytes of memory an answer may take while it is made.
    var sumLimitBytes = 256 << 20
    /// How long objects that are being replaced are waited for.
    var waitSeconds = 30.0
    /// How often a day is read anew before nobody may replace its objects meanwhile.
    var overtakenLimit = 2
    /// How often a day is read at all, while somebody else changes its objects.
    var attemptLimit = 6
  }

  let stores: StorePlace
  let turns: DayTurns
  let publisher: DayPublisher
  let memory: DigestMemory
  let options: Options

  /// What was found of some days.
  private struct Reading: Sendable {
    let countries: [DayListing.Country]
    let sums: DayFold
  }

  // Statistics

  /// The statistics of the days of a range, for each country that has objects.
  func statistics(
    from first: CivilDay, to last: CivilDay, isCancelled: @escaping @Sendable () -> Bool
  ) throws(CollectorFailure) -> CountryStatistics {
    var answer = CountryStatistics(from: first, through: last)
    var takenBytes = 0
    try read(CivilDay.days(from: first, to: last), isCancelled) {
      (days) throws(CollectorFailure) in
      try reading(of: days, limitBytes: options.sumLimitBytes - takenBytes, isCancelled)
    } take: { reading, days in
      let names = reading.countries.map(\.name)
      for case let name? in names { answer.add(country: name) }
      for day in days {
        for (country, journeys) in reading.sums.sums(of: day) {
          guard let name = names[country] else { continue }
          answer.add(journeys, of: name, on: day)
          takenBytes += journeys.memoryBytes
        }
      }
    }
    return answer
  }

  /// Reads days until each was read without being overtaken.
  private func read(
    _ days: [CivilDay], _ isCancelled: @escaping @Sendable () -> Bool,
    _ body: ([CivilDay]) throws(CollectorFailure) -> Reading,
    take: (Reading, Set<CivilDay>) -> Void
  ) throws(CollectorFailure) {
    var left = days
    var attempt = 0
    while let day = left.first {
      attempt += 1
      if attempt > options.attemptLimit { throw .dayBusy(day) }
      let isHolding = attempt > options.overtakenLimit
      let asked = left
      let stamp = try begin(asked, holding: isHolding, isCancelled)
      // `left` is another one by the time that this runs.
      defer { turns.endReading(asked, holding: isHolding) }
      let reading = try body(asked)
      let overtaken = turns.changed(asked, since: stamp).union(reading.sums.unstable)
      take(reading, Set(asked).subtracting(overtaken))
      left = overtaken.sorted()
    }
  }

  private func begin(
    _ days: [CivilDay], holding isHolding: Bool, _ isCancelled: () -> Bool
  ) throws(CollectorFailure) -> Int {
    let deadline = Moment.monotonicNanoseconds() + Int64(options.waitSeconds * 1e9)
    return try turns.beginReading(
      days, holding: isHolding, until: deadline, isCancelled: isCancelled
    ) { (day, job) throws(CollectorFailure) in
      try publisher.complete(day, job, in: stores)
    }
  }

  private func reading(
    of days: [CivilDay], limitBytes: Int, _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(CollectorFailure) -> Reading {
    let countries = try countries(with: days, isCancelled)
    let objects = countries.enumerated().flatMap { place, country in
      country.objects.map { (country: place, found: $0) }
    }
    let sums = Guarded(DayFold(limitBytes: limitBytes))
    _ = try crew.map(objects.count, isCancelled: isCancelled) {
      (index, door) throws(CollectorFailure) in
      let (country, found) = objects[index]
      let digest = try digest(of: found.object, door)
      try sums.withLock { (sums) throws(CollectorFailure) in
        if let digest {
          try sums.add(digest, ofCountry: country, on: found.day)
        } else {
          sums.drop(found.day)
        }
      }
    }
    return Reading(countries: countries, sums: sums.withLock { $0 })
  }

  private func countries(
    with days: [CivilDay], _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(CollectorFailure) -> [DayListing.Country] {
    guard let listing = DayListing(days, limit: options.objectLimit) else { return [] }
    let folders = try stores.door(isCancelled: isCancelled).folders()
    return try crew.map(folders.count, isCancelled: isCancelled) {
      (index, door) throws(CollectorFailure) in
      try listing.objects(in: folders[index], through: door)
    }
  }

  private var crew: StoreCrew { StoreCrew(stores: stores, threadCount: options.readers) }

  /// What is in an object; `nil` if it is another one by now.
  private func digest(
    of object: StoredObject, _ door: StoreDoor
  ) throws(CollectorFailure) -> JourneyDigest? {
    if let known = memory.digest(of: object) {
      stores.counters.objectsRemembered.add(1)
      return known
    }
    stores.counters.busyReaders.add(1)
    defer { stores.counters.busyReaders.add(-1) }
    var reader = JourneyReader()
    var failure: JourneyFailure?
    do throws(CollectorFailure) {
      try door.read(object) { piece in
        do throws(JourneyFailure) {
          try reader.append(piece)
          return true
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      if let failure { throw .unreadable(key: object.key, failure) }
      if error == .store(.changed) { return nil }
      throw error
    }
    let digest: JourneyDigest
    do throws(JourneyFailure) {
      digest = try reader.finish()
    } catch {
      throw .unreadable(key: object.key, error)
    }
    memory.remember(digest, of: object)
    return digest
  }

  // What is there

  /// Replaces what is left to be replaced of some days.
  func complete(_ days: [CivilDay]) throws(CollectorFailure) {
    try turns.completeAll(days) { (day, job) throws(CollectorFailure) in
      try publisher.complete(day, job, in: stores)
    }
  }

  /// How many objects each day of a range has.
  func objectCounts(
    from first: CivilDay, to last: CivilDay, isCancelled: @escaping @Sendable () -> Bool
  ) throws(CollectorFailure) -> [CivilDay: Int] {
    let days = CivilDay.days(from: first, to: last)
    try complete(days)
    var counts: [CivilDay: Int] = [:]
    for country in try countries(with: days, isCancelled) {
      for found in country.objects { counts[found.day, default: 0] += 1 }
    }
    return counts
  }
}

extension CivilDay {
  /// All days of a range; none if it ends before it begins.
  static func days(from first: CivilDay, to last: CivilDay) -> [CivilDay] {
    guard first <= last else { return [] }
    return (first.daysSince1970...last.daysSince1970).map { CivilDay(daysSince1970: $0) }
  }
}
