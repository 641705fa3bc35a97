import Foundation
import Posix
import Testing

@testable import Stores

/// Threads of a test: as many at once as are asked for, however many processors there are.
enum Threads {
  /// Runs a body in each of some threads, waits for them all, and throws the first failure.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let failures = Guarded<[any Error & Sendable]>([])
    let group = DispatchGroup()
    for number in 0..<count {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        do {
          try body(number)
        } catch {
          failures.withLock { $0.append(error) }
        }
      }
    }
    group.wait()
    if let failure = failures.withLock({ $0.first }) { throw failure }
  }
}

/// What is put into stores by tests.
enum SampleObject {
  /// Names with everything that means something in a path, a URL, a query, a shell or XML, and letters of more than one byte.
  static let oddNames = [
    "..", ".", "...", "/", "a/b", "a%2Fb", "a%2fb", "%25", "%", "a=b", "a&b", "a+b", "a b", " ",
    "L'Aquila", "Saint-Étienne", "Orle\u{301}ans", "Orl\u{E9}ans", "北京", "🚌", "a\u{0}b", "a\nb",
    "a?b#c", "~", "a~1", "<Key>&amp;</Key>", "\"q\"", "\\", "*", "-", "_", ".hidden", "a:b;c,d",
    String(repeating: "n", count: 196),
  ]

  /// Bytes without order, the same for each seed.
  static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
      for place in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        buffer[place] = UInt8(truncatingIfNeeded: state >> 56)
      }
      initialised = count
    }
  }

  /// A file with these bytes that goes when nobody uses it any more.
  static func file(_ bytes: [UInt8]) throws -> OpenFile {
    let draft = try Folder(path: NSTemporaryDirectory(), creating: false).namelessDraft()
    try draft.append(bytes)
    return try draft.open()
  }
}

extension ObjectStore {
  /// Keeps bytes under a key.
  func put(_ bytes: [UInt8], at key: String) throws {
    try put(SampleObject.file(bytes), at: #require(ObjectKey(key))) { false }
  }

  /// All that a listing tells of.
  func listing(prefix: String = "", after start: String? = nil) throws -> [StoredObject] {
    var objects: [StoredObject] = []
    try list(prefix: prefix, after: start) { object in
      objects.append(object)
      return true
    } isCancelled: {
      false
    }
    return objects
  }

  /// The bytes of an object.
  func bytes(of object: StoredObject) throws(ObjectFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(object) { piece in
      bytes += piece
      return true
    } isCancelled: {
      false
    }
    return bytes
  }

  /// The bytes of the object under a key.
  func bytes(of key: String) throws -> [UInt8] {
    let object = try listing(prefix: key).first { $0.key == key }
    return try bytes(of: #require(object))
  }

  func remove(_ key: String) throws {
    try remove(#require(ObjectKey(key))) { false }
  }
}
