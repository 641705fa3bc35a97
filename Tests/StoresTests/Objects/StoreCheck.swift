import Foundation
import Posix
import Testing

@testable import Stores

/// Something that every store does, as a check that runs on any of them.
///
/// A suite runs `StoreCheck.all`, each on a place of its own in which nothing is.
struct StoreCheck: Sendable, CustomTestStringConvertible {
  /// Opens a store; each call and each thread gets its own, of the same place.
  typealias Opener = @Sendable () throws -> any ObjectStore

  let testDescription: String
  private let body: @Sendable (@escaping Opener) throws -> Void

  private init(_ fact: String, _ body: @escaping @Sendable (@escaping Opener) throws -> Void) {
    testDescription = fact
    self.body = body
  }

  func run(_ open: @escaping Opener) throws { try body(open) }

  static let all = contents + listings + changes

  // Contents

  private static let contents = [
    StoreCheck("an object that was put is read as it was") { open in
      let store = try open()
      let bytes = SampleObject.noise(100_000, seed: 1)
      try store.put(bytes, at: "France/2024-05-01/Paris.csv")
      let object = try #require(try store.listing().first)
      #expect(object.key == "France/2024-05-01/Paris.csv" && object.byteCount == bytes.count)
      #expect(try store.bytes(of: object) == bytes)
      #expect(try open().bytes(of: "France/2024-05-01/Paris.csv") == bytes)
    },
    StoreCheck("an object of no bytes is one") { open in
      let store = try open()
      try store.put([], at: "France/2024-05-01/Paris.csv")
      let object = try #require(try store.listing().first)
      #expect(object.byteCount == 0)
      #expect(try store.bytes(of: object) == [])
    },
    StoreCheck("an object of 40 MB comes in pieces of 2 MiB at most") { open in
      let store = try open()
      let bytes = SampleObject.noise(40_000_001, seed: 2)
      try store.put(bytes, at: "France/2024-05-01/Paris.csv")
      let object = try #require(try store.listing().first)
      #expect(object.byteCount == bytes.count)
      var longest = 0
      var read: [UInt8] = []
      try store.read(object) { piece in
        longest = max(longest, piece.count)
        read += piece
        return true
      } isCancelled: {
        false
      }
      #expect(longest <= 2 << 20)
      #expect(read == bytes)
    },
    StoreCheck("the bytes are those of the whole file, wherever it is read already") { open in
      let store = try open()
      let file = try SampleObject.file(Array("0123456789".utf8))
      _ = try file.read(from: 3, limit: 4)
      for key in ["a/b/1.csv", "a/b/2.csv"] {
        try store.put(file, at: #require(ObjectKey(key)), isCancelled: { false })
        #expect(try store.bytes(of: key) == Array("0123456789".utf8))
      }
    },
    StoreCheck("names with any signs make objects of their own") { open in
      let store = try open()
      let keys = try SampleObject.oddNames.map { name in
        try "Île/2024-05-01/".split(separator: "/").map {
          try #require(ObjectKey.part(naming: String($0)))
        }.joined(separator: "/") + "/" + #require(ObjectKey.part(naming: name)) + ".csv"
      }
      for key in keys { try store.put(Array(key.utf8), at: key) }
      let listed = try store.listing().map(\.key)
      #expect(listed == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      for key in keys { #expect(try store.bytes(of: key) == Array(key.utf8)) }
      for key in keys { try store.remove(key) }
      #expect(try store.listing() == [])
    },
  ]

  // Listings

  private static let listings = [
    StoreCheck("a place in which nothing is has no objects and no folders") { open in
      let store = try open()
      #expect(try store.listing() == [])
      #expect(try store.listing(prefix: "France/") == [])
      #expect(try store.folders { false } == [])
    },
    StoreCheck("objects come in the order of the bytes of their keys") { open in
      let store = try open()
      let keys = [
        "A/1/x.csv", "a-b/1/x.csv", "a.b/1/x.csv", "a/1/x.csv", "a/1-2.csv", "a/1.csv",
        "a/10/x.csv", "a0/1/x.csv", "aa/1/x.csv", "a%20b/1/x.csv", "a_/1/x.csv", "a~/1/x.csv",
        "Z.csv", "a/1/x-.csv", "a/1/x~7.csv",
      ]
      for key in keys.shuffled() { try store.put([1], at: key) }
      #expect(
        try store.listing().map(\.key)
          == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    },
    StoreCheck("2,500 objects are listed from any of them on, and no further than wanted") { open in
      let keys = (0..<2_500).map { "Land/\(1_000_000 + $0 / 50)/city%20\(10_000 + $0).csv" }
      try Threads.run(8) { thread in
        let store = try open()
        for place in stride(from: thread, to: keys.count, by: 8) {
          try store.put(Array("\(place)".utf8), at: keys[place])
        }
      }
      let store = try open()
      let objects = try store.listing()
      #expect(objects.map(\.key) == keys)
      #expect(objects.map(\.byteCount) == keys.indices.map { "\($0)".utf8.count })
      for place in [0, 1, 49, 50, 998, 999, 1_000, 1_999, 2_498, 2_499] {
        let rest = try store.listing(after: keys[place]).map(\.key)
        #expect(rest == Array(keys[(place + 1)...]))
      }
      var seen: [String] = []
      try store.list(prefix: "Land/", after: keys[700]) { object in
        seen.append(object.key)
        return seen.count < 1_200
      } isCancelled: {
        false
      }
      #expect(seen == Array(keys[701...1_900]))
      #expect(try store.folders { false } == ["Land"])
    },
    StoreCheck("a listing keeps to its prefix and to what comes behind a text") { open in
      let store = try open()
      let keys = [
        "France/2024-05-01/Lyon.csv", "France/2024-05-01/Paris.csv", "France/2024-05-02/Lyon.csv",
        "France2/2024-05-01/Lyon.csv", "Frank/2024-05-01/Lyon.csv", "Italy/2024-05-01/Roma.csv",
      ]
      for key in keys { try store.put([1], at: key) }
      let prefixes = [
        "", "F", "France", "France/", "France/2024-05-0", "France/2024-05-01", "France/2024-05-01/",
        "France/2024-05-01/Lyon.csv", "France/2024-05-01/Lyon.csv/", "Italy/", "J", "é", "/",
      ]
      let starts = [
        nil, "", "A", "France", "France/", "France/2024-05-01", "France/2024-05-01/Lyon.csv",
        "France/2024-05-01/M", "France/2024-05-01/Z", "France/2024-05-01~", "France0", "Italy", "Z",
      ]
      for prefix in prefixes {
        for start in starts {
          let wanted = keys.filter { key in
            key.utf8.starts(with: prefix.utf8)
              && start.map { $0.utf8.lexicographicallyPrecedes(key.utf8) } ?? true
          }
          let listed = try store.listing(prefix: prefix, after: start).map(\.key)
          #expect(listed == wanted, "prefix \(prefix), after \(start ?? "nil")")
        }
      }
    },
    StoreCheck("folders are the first parts of keys that have more than one") { open in
      let store = try open()
      for key in ["b/1/x.csv", "a-b/x.csv", "a/1/x.csv", "a/2/x.csv", "a%20b/1/x.csv", "c.csv"] {
        try store.put([1], at: key)
      }
      #expect(try store.folders { false } == ["a", "a%20b", "a-b", "b"])
      try store.remove("b/1/x.csv")
      #expect(try store.folders { false } == ["a", "a%20b", "a-b"])
    },
  ]

  // Changes

  private static let changes = [
    StoreCheck("an object that is put again is replaced, and has another version") { open in
      let store = try open()
      try store.put(Array("old".utf8), at: "a/b/c.csv")
      let old = try #require(try store.listing().first)
      try store.put(Array("new".utf8), at: "a/b/c.csv")
      let objects = try store.listing()
      #expect(objects.count == 1 && objects[0].version != old.version)
      #expect(try store.bytes(of: objects[0]) == Array("new".utf8))
    },
    StoreCheck("an object that is not touched keeps its version") { open in
      let store = try open()
      try store.put(Array("old".utf8), at: "a/b/c.csv")
      let first = try store.listing()
      try store.put(Array("other".utf8), at: "a/b/d.csv")
      #expect(try store.bytes(of: first[0]) == Array("old".utf8))
      #expect(try open().listing().first == first.first)
    },
    StoreCheck("an object that was replaced or removed since it was listed is told as changed") {
      open in
      let store = try open()
      for key in ["a/b/c.csv", "a/b/d.csv"] { try store.put(Array("old".utf8), at: key) }
      let objects = try store.listing()
      try store.put(Array("new".utf8), at: "a/b/c.csv")
      try store.remove("a/b/d.csv")
      #expect(objects.count == 2)
      for object in objects {
        #expect(throws: ObjectFailure.changed) { _ = try store.bytes(of: object) }
      }
    },
    StoreCheck("what is removed is gone, and may be removed again") { open in
      let store = try open()
      for key in ["a/b/c.csv", "a/b/d.csv"] { try store.put([1], at: key) }
      try store.remove("a/b/c.csv")
      try store.remove("a/b/c.csv")
      try store.remove("z/never/there.csv")
      #expect(try store.listing().map(\.key) == ["a/b/d.csv"])
      try store.remove("a/b/d.csv")
      #expect(try store.listing() == [])
      try store.put([2], at: "a/b/c.csv")
      #expect(try store.bytes(of: "a/b/c.csv") == [2])
    },
    StoreCheck("a reader that wants no more ends the reading") { open in
      let store = try open()
      try store.put(SampleObject.noise(5_000_000, seed: 3), at: "a/b/c.csv")
      let object = try #require(try store.listing().first)
      var pieces = 0
      #expect(throws: ObjectFailure.sinkFailed) {
        try store.read(object) { _ in
          pieces += 1
          return false
        } isCancelled: {
          false
        }
      }
      #expect(pieces == 1)
    },
    StoreCheck("who is cancelled gets nothing and leaves nothing") { open in
      let store = try open()
      let long = try SampleObject.file(SampleObject.noise(20_000_000, seed: 4))
      try store.put(Array("old".utf8), at: "a/b/c.csv")
      let object = try #require(try store.listing().first)
      let key = try #require(ObjectKey("a/b/c.csv"))
      let other = try #require(ObjectKey("a/b/d.csv"))
      #expect(throws: ObjectFailure.cancelled) { try store.put(long, at: key) { true } }
      #expect(throws: ObjectFailure.cancelled) { try store.put(long, at: other) { true } }
      #expect(throws: ObjectFailure.cancelled) {
        try store.read(object, into: { _ in true }, isCancelled: { true })
      }
      #expect(throws: ObjectFailure.cancelled) {
        try store.list(prefix: "", after: nil, visit: { _ in true }, isCancelled: { true })
      }
      #expect(throws: ObjectFailure.cancelled) { _ = try store.folders { true } }
      #expect(throws: ObjectFailure.cancelled) { try store.remove(key) { true } }
      #expect(try store.listing() == [object])
      #expect(try store.bytes(of: object) == Array("old".utf8))
    },
    StoreCheck("who is cancelled in the middle of a long object gets no more of it") { open in
      let store = try open()
      let bytes = SampleObject.noise(40_000_000, seed: 5)
      var asked = 0
      #expect(throws: ObjectFailure.cancelled) {
        try store.put(SampleObject.file(bytes), at: #require(ObjectKey("a/b/c.csv"))) {
          asked += 1
          return asked > 2
        }
      }
      #expect(try store.listing() == [])
      try store.put(bytes, at: "a/b/c.csv")
      let object = try #require(try store.listing().first)
      var count = 0
      #expect(throws: ObjectFailure.cancelled) {
        try store.read(object) { piece in
          count += piece.count
          return true
        } isCancelled: {
          count > 0
        }
      }
      #expect(count > 0 && count < bytes.count)
    },
    StoreCheck("eight threads that replace and read one object see it whole") { open in
      let sizes = Array("abcd".utf8).enumerated().map { (byte: $1, count: 500_000 + $0 * 70_001) }
      try open().put([UInt8](repeating: sizes[0].byte, count: sizes[0].count), at: "a/b/c.csv")
      try Threads.run(8) { thread in
        let store = try open()
        for round in 0..<12 {
          if thread % 2 == 0 {
            let next = sizes[(thread / 2 + round) % 4]
            try store.put([UInt8](repeating: next.byte, count: next.count), at: "a/b/c.csv")
          } else {
            let object = try #require(try store.listing().first)
            do throws(ObjectFailure) {
              let bytes = try store.bytes(of: object)
              #expect(sizes.contains { [UInt8](repeating: $0.byte, count: $0.count) == bytes })
            } catch {
              #expect(error == .changed)
            }
          }
        }
      }
      #expect(try open().listing().map(\.key) == ["a/b/c.csv"])
    },
    StoreCheck("eight threads that put and remove side by side lose nothing of each other") {
      open in
      try Threads.run(8) { thread in
        let store = try open()
        for round in 0..<12 {
          let key = "Land/day/city\(thread).csv"
          try store.put(Array("\(thread) \(round)".utf8), at: key)
          #expect(try store.bytes(of: key) == Array("\(thread) \(round)".utf8))
          if thread % 2 == 0 || round < 11 { try store.remove(key) }
        }
      }
      let keys = try open().listing().map(\.key)
      #expect(keys == [1, 3, 5, 7].map { "Land/day/city\($0).csv" })
    },
  ]
}
