import Posix
import Stores
import Testing

@testable import Engine

struct StoreDoorTests {
  private let bucket = MemoryBucket()
  private let counters = CollectorCounters()
  private let breaker = PlaceBreaker(CircuitBreaker(failureLimit: 2, openSeconds: 1000))

  private func door(
    isCancelled: Bool = false, _ failure: ObjectFailure? = nil
  ) -> StoreDoor {
    let bucket = bucket
    return StorePlace(
      place: .folder(path: "/nowhere"), opening: { bucket.client { _ in failure } },
      breaker: breaker, counters: counters
    ).door { isCancelled }
  }

  @Test func `what is done through it is counted`() throws {
    bucket["A/2024-05-01/P.csv"] = "12345"
    let door = door()
    var objects: [StoredObject] = []
    try door.list(prefix: "A/", after: nil) { object in
      objects.append(object)
      return true
    }
    var text: [UInt8] = []
    try door.read(objects[0]) { piece in
      text += piece
      return true
    }
    let folders = try door.folders()
    #expect(text == Array("12345".utf8) && folders == ["A"])
    try door.remove(try #require(ObjectKey("A/2024-05-01/P.csv")))
    #expect(bucket.keys.isEmpty)
    let figures = counters.figures
    #expect(figures.objectsRead == 1 && figures.objectBytesRead == 5 && figures.objectsPut == 0)
  }

  @Test(arguments: [
    ObjectFailure.outbound(.unreachable(host: "h", port: 1)), .malformedAnswer("x"),
    .refused(status: 503, code: "SlowDown", message: ""),
  ])
  func `a store that does not work is left alone after some failures`(_ failure: ObjectFailure) {
    let door = door(failure)
    for _ in 0..<2 { #expect(throws: CollectorFailure.store(failure)) { try door.folders() } }
    let calls = bucket.calls
    #expect(throws: CollectorFailure.self) { try door.folders() }
    #expect(bucket.calls == calls && breaker.isOpen)
    do throws(CollectorFailure) {
      _ = try door.folders()
    } catch {
      guard case .storeRests(let seconds) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(seconds > 900 && error.sentence.contains("tried again in 1000 seconds"))
    }
  }

  @Test(arguments: [
    ObjectFailure.changed, .denied(code: "AccessDenied"), .noBucket("b"),
    .disk(.noSpace, path: "/x"), .sinkFailed, .noCredentials,
    .refused(status: 400, code: "x", message: ""), .outbound(.cancelled),
  ])
  func `a store that does not want to is no dead one`(_ failure: ObjectFailure) {
    let door = door(failure)
    for _ in 0..<5 { #expect(throws: CollectorFailure.store(failure)) { try door.folders() } }
    #expect(!breaker.isOpen && bucket.calls == 5)
  }

  @Test func `who wants nothing any more calls nobody`() {
    #expect(throws: CollectorFailure.cancelled) { try door(isCancelled: true).folders() }
    #expect(throws: CollectorFailure.cancelled) { try door(.cancelled).folders() }
    #expect(bucket.calls == 1)
  }
}
