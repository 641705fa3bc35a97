import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct DayListingTests {
  private let bucket = MemoryBucket()

  private func day(_ number: Int64) -> CivilDay { CivilDay(year: 2024, month: 5, day: number) }

  private func door() -> StoreDoor {
    let bucket = bucket
    return StorePlace(
      place: .folder(path: "/nowhere"), opening: { bucket.client() }, breaker: PlaceBreaker(),
      counters: CollectorCounters()
    ).door { false }
  }

  private func objects(
    _ days: [CivilDay], limit: Int = 100, in folder: String = "A"
  ) throws -> DayListing.Country {
    try #require(DayListing(days, limit: limit)).objects(in: folder, through: door())
  }

  @Test func `the objects of the wanted days are found, and no others`() throws {
    for key in [
      "A/2024-04-30/x.csv", "A/2024-05-01-x/x.csv", "A/2024-05-01/x.csv", "A/2024-05-01/y.csv",
      "A/2024-05-02/x.csv", "A/2024-05-03/x.csv", "A/2024-05-03-/x.csv", "A/2024-05-04/x.csv",
      "AB/2024-05-01/x.csv",
    ] { bucket[key] = "x" }
    let found = try objects([day(3), day(1)])
    #expect(found.name == "A")
    #expect(
      found.objects.map(\.object.key) == [
        "A/2024-05-01/x.csv", "A/2024-05-01/y.csv", "A/2024-05-03/x.csv",
      ])
    #expect(found.objects.map(\.day) == [day(1), day(1), day(3)])
    #expect(DayListing([], limit: 1) == nil)
  }

  @Test(arguments: [
    ["A/2024/x", "A/2024-05-01/x.csv", "A/2024-05-02/x"],
    ["A/2024-05-01-x/y", "A/2024-05-01/x.csv", "A/2024/x"],
    ["A/2024-05-01/x.csv", "A/2024-05-01-x/y", "A/2024/x"],
  ])
  func `the keys of others hide none of ours, whichever way folders are listed`(
    _ keys: [String]
  ) throws {
    let door = StorePlace(
      place: .folder(path: "/nowhere"), opening: { ListedStore(keys: keys) },
      breaker: PlaceBreaker(), counters: CollectorCounters()
    ).door { false }
    let listing = try #require(DayListing([day(1)], limit: 10))
    let found = try listing.objects(in: "A", through: door)
    #expect(found.objects.map(\.object.key) == ["A/2024-05-01/x.csv"])
  }

  @Test func `a country is one if it has an object of any day`() throws {
    bucket["A/2020-01-01/x.csv"] = "x"
    bucket["A/0000/readme.txt"] = "x"
    bucket["B/readme.txt"] = "x"
    bucket["C%C3%B4te/2030-01-01/x.csv"] = "x"
    #expect(try objects([day(1)]).name == "A")
    #expect(try objects([day(1)], in: "B").name == nil)
    #expect(try objects([day(1)], in: "C%C3%B4te").name == "Côte")
    #expect(try objects([day(1)], in: "a b").name == nil)
    #expect(try objects([day(1)], in: "%FF").name == nil)
  }

  @Test func `more than may be is refused, and as many are not`() throws {
    for number in 0..<5 { bucket["A/2024-05-01/\(number).csv"] = "x" }
    #expect(try objects([day(1)], limit: 5).objects.count == 5)
    #expect(throws: CollectorFailure.manyObjects(limit: 4)) { try objects([day(1)], limit: 4) }
    // All countries together.
    bucket["B/2024-05-01/x.csv"] = "x"
    let listing = try #require(DayListing([day(1)], limit: 5))
    #expect(try listing.objects(in: "A", through: door()).objects.count == 5)
    #expect(throws: CollectorFailure.manyObjects(limit: 5)) {
      try listing.objects(in: "B", through: door())
    }
  }
}

/// Lists its keys as they are.
private struct ListedStore: ObjectStore {
  let keys: [String]

  func put(_ file: OpenFile, at key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure) {}

  func read(
    _ object: StoredObject, into sink: ([UInt8]) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {}

  func list(
    prefix: String, after start: String?, visit: (StoredObject) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    for key in keys where !visit(StoredObject(key: key, byteCount: 1, version: "1")) { return }
  }

  func folders(isCancelled: () -> Bool) throws(ObjectFailure) -> [String] { ["A"] }

  func remove(_ key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure) {}
}
