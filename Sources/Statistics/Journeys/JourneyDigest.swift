internal import Tables

/// What is known of some journeys: enough for the statistics of their country and day, and for joining it with what is known of others.
package struct JourneyDigest: Equatable, Sendable {
  /// How many journeys there are.
  package private(set) var rows = 0
  /// How many passengers they had together.
  package private(set) var passengers = 0
  /// In how many of them an accident happened.
  package private(set) var accidents = 0
  /// How late they were together.
  package private(set) var delayNanoseconds: Int128 = 0
  private(set) var busTypes = BusTypes()

  /// No journeys.
  package init() {}

  init(
    rows: Int, passengers: Int, accidents: Int, delayNanoseconds: Int128, busTypes: BusTypes
  ) {
    self.rows = rows
    self.passengers = passengers
    self.accidents = accidents
    self.delayNanoseconds = delayNanoseconds
    self.busTypes = busTypes
  }

  /// How many types of buses made the journeys; two spellings that only Unicode holds equal are two types.
  package var busTypeCount: Int { busTypes.count }

  /// How many bytes of memory the digest takes, about.
  package var memoryBytes: Int { busTypes.memoryBytes + 64 }

  /// The mean delay, the double next to it; `nil` if there are no journeys.
  package var averageDelaySeconds: Double? {
    guard rows > 0 else { return nil }
    return nearestDouble(delayNanoseconds, over: UInt128(rows) * 1_000_000_000)
  }

  /// Joins it with what is known of other journeys. In whatever order that is done, the sum is the same.
  package mutating func merge(_ other: JourneyDigest) {
    // A journey is at least ten bytes of a file and has at most 10^9 passengers: 64 bits hold those of 90 GB.
    rows &+= other.rows
    passengers &+= other.passengers
    accidents &+= other.accidents
    delayNanoseconds &+= other.delayNanoseconds
    busTypes.merge(other.busTypes)
  }
}
