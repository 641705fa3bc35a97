internal import Posix
internal import Stores

/// The store of the collector: makes what a thread calls it by.
struct StorePlace: Sendable {
  let place: ObjectPlace
  /// Makes a client in place of what `place` says; for tests.
  let opening: (@Sendable () throws(ObjectFailure) -> any ObjectStore)?
  let breaker: PlaceBreaker
  let counters: CollectorCounters

  /// A way to the store for the thread that asks for it.
  func door(isCancelled: @escaping () -> Bool) -> StoreDoor {
    StoreDoor(place: self, isCancelled: isCancelled)
  }
}

/// A way to the store for one thread. It calls nobody while the store is left alone, and tells how the store is.
final class StoreDoor {
  private let place: StorePlace
  private let isCancelled: () -> Bool
  private var opened: (any ObjectStore)?

  fileprivate init(place: StorePlace, isCancelled: @escaping () -> Bool) {
    self.place = place
    self.isCancelled = isCancelled
  }

  func put(_ file: OpenFile, at key: ObjectKey) throws(CollectorFailure) {
    try call { (store) throws(ObjectFailure) in
      try store.put(file, at: key, isCancelled: isCancelled)
    }
    place.counters.objectsPut.add(1)
  }

  func read(_ object: StoredObject, into sink: ([UInt8]) -> Bool) throws(CollectorFailure) {
    try call { (store) throws(ObjectFailure) in
      try store.read(object, into: sink, isCancelled: isCancelled)
    }
    place.counters.objectsRead.add(1)
    place.counters.objectBytesRead.add(object.byteCount)
  }

  func list(
    prefix: String, after start: String?, visit: (StoredObject) -> Bool
  ) throws(CollectorFailure) {
    try call { (store) throws(ObjectFailure) in
      try store.list(prefix: prefix, after: start, visit: visit, isCancelled: isCancelled)
    }
  }

  func folders() throws(CollectorFailure) -> [String] {
    try call { (store) throws(ObjectFailure) in try store.folders(isCancelled: isCancelled) }
  }

  func remove(_ key: ObjectKey) throws(CollectorFailure) {
    try call { (store) throws(ObjectFailure) in
      try store.remove(key, isCancelled: isCancelled)
    }
  }

  private func call<Answer>(
    _ body: (any ObjectStore) throws(ObjectFailure) -> Answer
  ) throws(CollectorFailure) -> Answer {
    if isCancelled() { throw .cancelled }
    guard place.breaker.mayTry() else {
      throw .storeRests(seconds: place.breaker.secondsUntilTrial)
    }
    do throws(ObjectFailure) {
      let answer = try body(try client())
      place.breaker.noteSuccess()
      return answer
    } catch {
      note(error)
      throw error == .cancelled ? .cancelled : .store(error)
    }
  }
}

extension StoreDoor {
  private func client() throws(ObjectFailure) -> any ObjectStore {
    if let opened { return opened }
    let client = if let opening = place.opening { try opening() } else { try place.place.open() }
    opened = client
    return client
  }

  private func note(_ failure: ObjectFailure) {
    switch failure {
    case .cancelled, .sinkFailed, .disk, .noCredentials: break
    case .outbound(.cancelled), .outbound(.sinkFailed), .outbound(.sourceFailed): break
    case .outbound, .malformedAnswer: place.breaker.noteFailure()
    case .refused(let status, _, _) where status >= 500 || status == 429:
      place.breaker.noteFailure()
    // It works, and does not want to.
    case .changed, .refused, .wrongCredentials, .denied, .noBucket, .wrongRegion, .clockSkew:
      place.breaker.noteSuccess()
    }
  }
}
