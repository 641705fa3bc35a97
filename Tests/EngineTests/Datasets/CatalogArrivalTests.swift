import Foundation
import Posix
import Stores
import Testing

@testable import Engine

struct CatalogArrivalTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  @discardableResult
  private func bring(
    _ text: String, to catalog: Catalog, as name: String = "a", _ mode: Catalog.Mode = .create,
    by job: Int
  ) throws -> Catalog.Arrival {
    try catalog.add(
      place.arrived(text), as: .named(name), mode, ReadOptions(), origin: .import,
      source: "http://a/", by: JobID(job), at: 2)
  }

  @Test func `the answer of the job that brought a file outlasts the process`() throws {
    let arrival = try bring("n\n1\n", to: place.open(), by: 7)
    let catalog = try place.open()
    let answer = try #require(try catalog.arrival(of: JobID(7)))
    #expect(answer == CatalogArrival(JobID(7), arrival).answer)
    let text = String(decoding: answer, as: UTF8.self)
    #expect(text.hasPrefix(#"{"status":"done","data":{"name":"a","version":1,"row_count":1,"#))
    #expect(try catalog.arrival(of: JobID(8)) == nil)
    try catalog.upload(place.arrived("n\n2\n"), "a", .append)
    #expect(try catalog.arrival(of: JobID(7)) == answer)
  }

  @Test func `a change that fails leaves no answer, and an answer that fails leaves no change`()
    throws
  {
    let catalog = try place.open()
    try bring("n\n1\n", to: catalog, by: 1)
    #expect(throws: DatasetFailure.exists(.named("a"))) {
      try bring("n\n1\n", to: catalog, by: 2)
    }
    #expect(try catalog.arrival(of: JobID(2)) == nil)
    // A job that has its answer cannot bring another file.
    #expect(throws: DatasetFailure.self) { try bring("n\n1\n", to: catalog, .append, by: 1) }
    #expect(try catalog.version("a") == 1)
    #expect(try place.uploads() == ["a.1.csv"])
  }

  @Test func `change and answer are kept both or not at all, whichever call fails`() throws {
    let catalog = try place.open()
    try bring("n\n1\n", to: catalog, by: 1)
    var call = 0
    while true {
      call += 1
      place.failing.arm(call)
      let isKept = (try? bring("n\n\(call)\n", to: catalog, .append, by: 2)) != nil
      let isSpent = place.failing.isSpent
      place.failing.disarm()
      #expect(try (catalog.arrival(of: JobID(2)) != nil) == isKept)
      #expect(try catalog.version("a") == (isKept ? 2 : 1))
      if isKept {
        #expect(!isSpent)
        break
      }
    }
    #expect(call > 3)
    let reopened = try place.open()
    #expect(try reopened.version("a") == 2)
    #expect(try reopened.arrival(of: JobID(2)) != nil)
  }

  @Test func `what a finished job has brought is forgotten, and nothing else`() throws {
    let catalog = try place.open()
    for job in 1...3 { try bring("n\n1\n", to: catalog, as: "d\(job)", by: job) }
    for job in [1, 9] { try CatalogTable.forgetArrival(of: JobID(job), catalog.database) }
    let found = try (1...3).map { try catalog.arrival(of: JobID($0)) != nil }
    #expect(found == [false, true, true])
    #expect(try catalog.version("d1") == 1)
  }

  @Test func `what cannot be read is a failure`() throws {
    let catalog = try place.open()
    try bring("n\n1\n", to: catalog, by: 1)
    place.failing.arm(1)
    #expect(throws: DatasetFailure.storageFull) { try catalog.arrival(of: JobID(1)) }
    #expect(try catalog.arrival(of: JobID(1)) != nil)
  }
}
