internal import Statistics
internal import Stores

/// The cities of a day with the keys of their objects, as they follow from what the upstream tells.
struct CollectionPlan: Sendable {
  /// A city that can be collected.
  struct Entry: Equatable, Sendable {
    let city: City
    let key: ObjectKey
  }

  let day: CivilDay
  private(set) var entries: [Entry] = []
  /// Why cities cannot be collected, each as a clause.
  private(set) var faults: [String] = []
  /// What the objects of those are called, as far as that is known.
  private var faultyNames: [FaultyName] = []

  fileprivate struct FaultyName: Sendable {
    let country: String?
    let city: String?
    let id: String?
  }

  /// The parts that tell cities apart.
  private struct Name: Hashable {
    let country: String
    let city: String
  }

  fileprivate static let ending = ".csv"

  init(_ list: CityList, on day: CivilDay) {
    self.day = day
    var counts: [Name: Int] = [:]
    for city in list.cities {
      if let name = Self.name(of: city) { counts[name, default: 0] += 1 }
    }
    for city in list.cities {
      if let name = Self.name(of: city),
        let key = Self.key(of: city, name, on: day, isAlone: counts[name] == 1)
      {
        entries.append(Entry(city: city, key: key))
      } else {
        faults.append("\(city.label): its name is too long for an object")
        faultyNames.append(FaultyName(country: city.country, city: city.name, id: city.id))
      }
    }
    for fault in list.faults {
      faults.append(fault.sentence)
      faultyNames.append(FaultyName(country: fault.country, city: fault.name, id: fault.id))
    }
  }

  /// How many cities there are, those included that cannot be collected.
  var cityCount: Int { entries.count + faults.count }

  private static func name(of city: City) -> Name? {
    guard let country = ObjectKey.part(naming: city.country),
      let name = ObjectKey.part(naming: city.name)
    else { return nil }
    return Name(country: country, city: name)
  }

  private static func key(
    of city: City, _ name: Name, on day: CivilDay, isAlone: Bool
  ) -> ObjectKey? {
    let id = isAlone ? "" : ObjectKey.part(naming: city.id).map { "~" + $0 }
    return id.flatMap { id in ObjectKey("\(name.country)/\(day)/\(name.city)\(id)\(ending)") }
  }

  // What becomes of the objects that are there

  /// Those of the day's objects that go away once some cities are stored.
  ///
  /// An object stays whose city has failed: what was known of it is still the newest that is known. Where it cannot be told whose object it is,
  /// it stays if its city may have failed, but not beside a newer one of a city of that name.
  ///
  /// - Parameters:
  ///   - existing: the keys of all objects of the day.
  ///   - isStored: says of each entry whether it has a new object.
  func removals(of existing: [ObjectKey], isStored: (Int) -> Bool) -> [ObjectKey] {
    var kept: Set<ObjectKey> = []
    var storedNames: Set<Name> = []
    for (index, entry) in entries.enumerated() where isStored(index) {
      kept.insert(entry.key)
      if let name = Self.name(of: entry.city) { storedNames.insert(name) }
    }
    for (index, entry) in entries.enumerated() where !isStored(index) {
      guard let name = Self.name(of: entry.city) else { continue }
      for isAlone in [true, false] where !isAlone || !storedNames.contains(name) {
        if let key = Self.key(of: entry.city, name, on: day, isAlone: isAlone) { kept.insert(key) }
      }
    }
    return existing.filter { key in
      !kept.contains(key) && !faultyNames.contains { $0.mayBear(key) }
    }
  }
}

extension CollectionPlan.FaultyName {
  /// Whether the object may be the one of this city.
  func mayBear(_ key: ObjectKey) -> Bool {
    guard key.parts.count == 3 else { return false }
    let stem = key.parts[2].dropLast(CollectionPlan.ending.count)
      .split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    return Self.mayBe(country, key.parts[0][...]) && Self.mayBe(city, stem[0])
      && (stem.count < 2 || Self.mayBe(id, stem[1]))
  }

  private static func mayBe(_ name: String?, _ part: Substring) -> Bool {
    guard let name else { return true }
    return ObjectKey.part(naming: name).map { $0 == part } ?? false
  }
}

extension City {
  /// What it is called in sentences.
  var label: String {
    "\(Self.short(name)) (id \(Self.short(id)))"
  }

  private static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(100)))
  }
}

extension ObjectKey {
  /// The name of the city of an object of ours.
  var cityName: String {
    let stem = (parts.last ?? "").dropLast(4).prefix { $0 != "~" }
    return ObjectKey.name(in: stem) ?? String(stem)
  }

  /// The day of an object of ours, `<country>/<day>/<city>.csv`; `nil` for any other key.
  var day: CivilDay? {
    guard parts.count == 3, parts[2].utf8.count > 4, parts[2].hasSuffix(".csv") else { return nil }
    return CivilDay(parts[1])
  }
}
