internal import Posix
internal import Statistics
internal import Stores

/// Finds the objects of days, country by country.
struct DayListing: Sendable {
  /// An object of a day.
  struct Found: Equatable, Sendable {
    /// As the upstream spells it.
    let country: String
    let day: CivilDay
    let object: StoredObject
  }

  /// What a country has.
  struct Country: Equatable, Sendable {
    /// `nil` if it has no object of ours, of any day.
    var name: String?
    var objects: [Found] = []
  }

  /// How many keys of others are passed over to find one of ours.
  private static let lookLimit = 1000

  let days: Set<CivilDay>
  private let first: CivilDay
  private let last: CivilDay
  /// How many objects are told of at most, those of all countries together.
  let limit: Int
  /// How many were told of.
  private let told = Guarded(0)

  /// - Returns: `nil` for no days.
  init?(_ days: some Collection<CivilDay>, limit: Int) {
    guard let first = days.min(), let last = days.max() else { return nil }
    (self.first, self.last) = (first, last)
    self.days = Set(days)
    self.limit = limit
  }

  /// Lists the objects of one country.
  ///
  /// - Parameter folder: the first part of its keys.
  func objects(in folder: String, through door: StoreDoor) throws(CollectorFailure) -> Country {
    guard let name = ObjectKey.name(in: folder), ObjectKey(folder) != nil else { return Country() }
    var country = Country()
    var isTooLong = false
    try door.list(prefix: folder + "/", after: "\(folder)/\(first)") { object in
      guard !isBehindAll(object.key, in: folder) else { return false }
      guard let day = ObjectKey(object.key)?.day else { return true }
      country.name = name
      guard days.contains(day) else { return true }
      isTooLong = told.withLock { told in
        told += 1
        return told > limit
      }
      if !isTooLong { country.objects.append(Found(country: name, day: day, object: object)) }
      return !isTooLong
    }
    if isTooLong { throw .manyObjects(limit: limit) }
    if country.name == nil, try hasObjects(folder, door) { country.name = name }
    return country
  }

  /// Whether no object of the days comes behind a key, neither in the order of bytes nor where a store lists folder by folder.
  private func isBehindAll(_ key: String, in folder: String) -> Bool {
    let rest = key.utf8.dropFirst(folder.utf8.count + 1)
    let part = rest.prefix { $0 != UInt8(ascii: "/") }
    return !rest.lexicographicallyPrecedes("\(last)0".utf8)
      && "\(last)".utf8.lexicographicallyPrecedes(part)
  }

  /// Whether there is an object of any day.
  private func hasObjects(_ folder: String, _ door: StoreDoor) throws(CollectorFailure) -> Bool {
    var hasObjects = false
    var looked = 0
    try door.list(prefix: folder + "/", after: nil) { object in
      looked += 1
      hasObjects = ObjectKey(object.key)?.day != nil
      return !hasObjects && looked < Self.lookLimit
    }
    return hasObjects
  }
}
