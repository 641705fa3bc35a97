import Posix
import Stores
import Testing

@testable import Engine

struct StoreCrewTests {
  private let opened = Guarded(0)

  private func crew(_ threads: Int) -> StoreCrew {
    let bucket = MemoryBucket()
    return StoreCrew(
      stores: StorePlace(
        place: .folder(path: "/nowhere"),
        opening: { [opened] in
          opened.withLock { $0 += 1 }
          return bucket.client()
        }, breaker: PlaceBreaker(), counters: CollectorCounters()), threadCount: threads)
  }

  @Test(arguments: [0, 1, 7, 1000])
  func `there is an answer for each piece, in their order`(_ count: Int) throws {
    let answers = try crew(4).map(count, isCancelled: { false }) { piece, _ in piece * 2 }
    #expect(answers == (0..<count).map { $0 * 2 })
  }

  @Test func `each thread has a client of its own, and none where nobody needs one`() throws {
    let crew = crew(4)
    _ = try crew.map(100, isCancelled: { false }) { piece, _ in piece }
    #expect(opened.withLock { $0 } == 0)
    _ = try crew.map(100, isCancelled: { false }) { (_, door) throws(CollectorFailure) in
      try door.folders()
    }
    #expect((1...4).contains(opened.withLock { $0 }))
  }

  @Test func `after a failure no piece is begun, and the failure is told`() throws {
    let begun = Guarded(0)
    #expect(throws: CollectorFailure.store(.noBucket("b"))) {
      _ = try crew(3).map(1000, isCancelled: { false }) { (piece, _) throws(CollectorFailure) in
        begun.withLock { $0 += 1 }
        if piece == 5 { throw .store(.noBucket("b")) }
        return piece
      }
    }
    #expect(begun.withLock { $0 } < 1000)
  }
}
