import Posix
import Stores

@testable import Engine

/// Objects in memory, for any number of clients, and what a test can do to them.
final class MemoryBucket: Sendable {
  private struct State: Sendable {
    var objects: [String: (bytes: [UInt8], version: Int)] = [:]
    var version = 0
    var calls = 0
    /// How many pieces an object is read in.
    var pieceBytes = 1000
  }

  private let state = Guarded(State())

  /// What is there, as texts.
  var texts: [String: String] {
    state.withLock { $0.objects.mapValues { String(decoding: $0.bytes, as: UTF8.self) } }
  }
  var keys: [String] { texts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  /// How many calls came, those included that failed.
  var calls: Int { state.withLock { $0.calls } }

  subscript(key: String) -> String? {
    get { texts[key] }
    set {
      guard let newValue else { return remove(key) }
      put(Array(newValue.utf8), at: key)
    }
  }

  func put(_ bytes: [UInt8], at key: String) {
    state.withLock { state in
      state.version += 1
      state.objects[key] = (bytes, state.version)
    }
  }

  func remove(_ key: String) { state.withLock { $0.objects[key] = nil } }

  func noteCall() { state.withLock { $0.calls += 1 } }

  fileprivate func object(_ key: String) -> (bytes: [UInt8], version: Int)? {
    state.withLock { $0.objects[key] }
  }

  fileprivate func listed() -> [StoredObject] {
    state.withLock { state in
      state.objects.map { key, object in
        StoredObject(key: key, byteCount: object.bytes.count, version: "\(object.version)")
      }
    }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// A client of the bucket.
  ///
  /// - Parameter failing: asked before each call; what it answers is thrown in place of making it.
  func client(
    failing: @escaping @Sendable (MemoryStore.Call) -> ObjectFailure? = { _ in nil }
  ) -> MemoryStore {
    MemoryStore(bucket: self, failing: failing)
  }
}

/// One client of a bucket.
struct MemoryStore: ObjectStore {
  enum Call: Equatable, Sendable {
    case put(String), read(String), list(String), folders, remove(String)

    var isChange: Bool {
      switch self {
      case .put, .remove: true
      case .read, .list, .folders: false
      }
    }
  }

  let bucket: MemoryBucket
  let failing: @Sendable (Call) -> ObjectFailure?

  private func begin(_ call: Call, _ isCancelled: () -> Bool) throws(ObjectFailure) {
    bucket.noteCall()
    if isCancelled() { throw .cancelled }
    if let failure = failing(call) { throw failure }
  }

  func put(
    _ file: OpenFile, at key: ObjectKey, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    try begin(.put(key.description), isCancelled)
    do throws(Errno) {
      bucket.put(try file.read(limit: file.byteCount), at: key.description)
    } catch {
      throw .disk(error, path: key.description)
    }
  }

  func read(
    _ object: StoredObject, into sink: ([UInt8]) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    try begin(.read(object.key), isCancelled)
    guard let (bytes, version) = bucket.object(object.key), "\(version)" == object.version else {
      throw .changed
    }
    for start in stride(from: 0, to: bytes.count, by: 1000) {
      guard sink(Array(bytes[start..<min(start + 1000, bytes.count)])) else { throw .sinkFailed }
    }
    guard bucket.object(object.key)?.version == version else { throw .changed }
  }

  func list(
    prefix: String, after start: String?, visit: (StoredObject) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    try begin(.list(prefix), isCancelled)
    // In pages, so that a listing tells of objects of different moments, as those of real stores do.
    var last = start
    while true {
      let page = bucket.listed().filter { object in
        object.key.utf8.starts(with: prefix.utf8)
          && last.map { $0.utf8.lexicographicallyPrecedes(object.key.utf8) } ?? true
      }.prefix(2)
      for object in page where !visit(object) { return }
      guard let end = page.last else { return }
      last = end.key
    }
  }

  func folders(isCancelled: () -> Bool) throws(ObjectFailure) -> [String] {
    try begin(.folders, isCancelled)
    var folders: [String] = []
    for object in bucket.listed() {
      let parts = object.key.split(separator: "/")
      if parts.count > 1, folders.last != String(parts[0]) { folders.append(String(parts[0])) }
    }
    return folders
  }

  func remove(_ key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure) {
    try begin(.remove(key.description), isCancelled)
    bucket.remove(key.description)
  }
}
