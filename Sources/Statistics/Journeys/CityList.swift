package import JSON

/// The cities that an upstream tells of: `[{"id": 7, "name": "Paris", "country": "France"}]`.
package struct CityList: Equatable, Sendable {
  /// How long the list may be.
  package static let limitBytes = 16 << 20
  /// How many entries it may have, and how long each may be.
  static let entryLimit = 100_000
  static let entryLimitBytes = 64 << 10

  /// What can be collected, in the order of the list, each id once.
  package private(set) var cities: [City] = []
  /// What cannot, in the order of the list.
  package private(set) var faults: [CityFault] = []

  /// Reads the answer of the upstream.
  ///
  /// Entries that say the same are one city; of those that share an id and say different things, none can be collected. Members that are
  /// not known are passed over.
  ///
  /// - Throws: `CityListFailure` if nothing can be known of it: it is longer than `limitBytes`, has more than 100,000 entries, is no JSON, no
  ///   array, or an element is no object.
  /// - Complexity: O(*bytes*).
  package init(_ bytes: [UInt8]) throws(CityListFailure) {
    if bytes.count > Self.limitBytes { throw .tooLarge(limitBytes: Self.limitBytes) }
    let entries = try Self.entries(bytes)
    let claims = Self.claims(entries)
    for (place, entry) in entries.enumerated() {
      guard let claim = entry.idBytes.flatMap({ claims[$0] }), entry.reason == nil else {
        faults.append(entry.fault(place + 1))
        continue
      }
      if let rival = claim.rival {
        let other = entry.saysTheSame(as: entries[claim.first]) ? rival : claim.first
        faults.append(entry.fault(place + 1, rival: other + 1))
      } else if claim.first == place, let city = entry.city {
        cities.append(city)
      }
    }
  }

  private static func entries(_ bytes: [UInt8]) throws(CityListFailure) -> [CityEntry] {
    var entries: [CityEntry] = []
    var elements = JSONElements(limitBytes: entryLimitBytes)
    elements.append(bytes)
    while let value = try Self.next(&elements) {
      guard case .object = value else {
        throw .notAnObject(entry: entries.count + 1, kind: value.kind)
      }
      if entries.count == entryLimit { throw .tooMany(limit: entryLimit) }
      entries.append(CityEntry(value))
    }
    return entries
  }

  private static func next(
    _ elements: inout JSONElements
  ) throws(CityListFailure) -> JSONValue? {
    do throws(JSONElementsFailure) {
      if let range = try elements.next() { return try elements.value(in: range) }
      try elements.finish()
      return nil
    } catch {
      throw .malformed(error)
    }
  }

  /// Who has an id: the first entry, and the first one that says something else, counted from 0.
  private struct Claim {
    let first: Int
    var rival: Int?
  }

  private static func claims(_ entries: [CityEntry]) -> [[UInt8]: Claim] {
    var claims: [[UInt8]: Claim] = [:]
    for (place, entry) in entries.enumerated() where entry.reason == nil {
      guard let id = entry.idBytes else { continue }
      if let claim = claims[id] {
        if claim.rival == nil, !entry.saysTheSame(as: entries[claim.first]) {
          claims[id]?.rival = place
        }
      } else {
        claims[id] = Claim(first: place)
      }
    }
    return claims
  }
}

/// Why nothing is known of the cities.
package enum CityListFailure: Error, Equatable, Sendable {
  case tooLarge(limitBytes: Int)
  /// It has more entries than it may have.
  case tooMany(limit: Int)
  /// It is no JSON array.
  case malformed(JSONElementsFailure)
  /// An element, counted from 1, is no object but of another kind.
  case notAnObject(entry: Int, kind: String)

  /// The failure as a sentence.
  package var sentence: String {
    switch self {
    case .tooLarge(let limitBytes): "The list of cities is longer than \(limitBytes) bytes"
    case .tooMany(let limit): "The list of cities has more than \(limit) entries"
    case .malformed(let failure): "The list of cities is no JSON array: \(failure.sentence)"
    case .notAnObject(let entry, let kind):
      "Entry \(entry) of the list of cities is \(kind): expected an object"
    }
  }
}
