import Foundation
import Posix
import Testing

@testable import Stores

struct FolderStoreTests {
  private let scratch = ScratchFolder()
  private let path: String

  init() { path = scratch.path + "/objects" }

  private func store() throws -> FolderStore { try FolderStore(path: path) }

  /// What is in the folder and below, with a slash behind folders.
  private func found() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).map { name throws in
      let facts = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      return facts[.type] as? FileAttributeType == .typeDirectory ? name + "/" : name
    }
    .sorted()
  }

  private func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  @Test func `the folder is made for its owner alone`() throws {
    try store().put([1], at: "a/b.csv")
    for name in ["", "/a", "/a/b.csv"] {
      let facts = try FileManager.default.attributesOfItem(atPath: path + name)
      #expect(try #require(facts[.posixPermissions] as? Int) & 0o077 == 0)
    }
  }

  @Test func `a folder that cannot be made is told of`() throws {
    try Data().write(to: URL(fileURLWithPath: scratch.path + "/file"))
    #expect(throws: ObjectFailure.disk(.notADirectory, path: scratch.path + "/file")) {
      _ = try FolderStore(path: scratch.path + "/file")
    }
  }

  @Test func `a folder that is gone is a failure to who lists, and is made again by who puts`()
    throws
  {
    let store = try store()
    try store.put([1], at: "a/b.csv")
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: ObjectFailure.disk(.notFound, path: path + "/")) { _ = try store.listing() }
    try store.put([2], at: "a/b.csv")
    #expect(try store.bytes(of: "a/b.csv") == [2])
  }

  @Test func `the last object of a folder takes the folder along`() throws {
    let store = try store()
    for key in ["a/1/x.csv", "a/2/x.csv", "b/1/x.csv"] { try store.put([1], at: key) }
    try store.remove("a/1/x.csv")
    try store.remove("b/1/x.csv")
    #expect(try found() == [".drafts/", "a/", "a/2/", "a/2/x.csv"])
    try store.remove("a/2/x.csv")
    #expect(try found() == [".drafts/"])
  }

  @Test func `what bears no key is left out and left alone`() throws {
    let store = try store()
    try store.put([1], at: "a/b/c.csv")
    let strangers = [
      ".drafts/x.csv", ".hidden", "My notes.txt", "a/.DS_Store", "a/b/d e.csv", "é/b/c.csv",
    ]
    for name in strangers { try write("x", to: name) }
    #expect(try store.listing().map(\.key) == ["a/b/c.csv"])
    #expect(try store.folders { false } == ["a"])
    try store.remove("a/b/c.csv")
    #expect(try self.store().listing() == [])
    #expect(Set(try found()).isSuperset(of: strangers))
    #expect(try store.folders { false } == [])
  }

  @Test func `no link is followed, neither to read nor to write nor to remove`() throws {
    let store = try store()
    try store.put([1], at: "a/b/c.csv")
    let outside = scratch.path + "/outside"
    try FileManager.default.createDirectory(
      atPath: outside + "/b", withIntermediateDirectories: true)
    try Data([7]).write(to: URL(fileURLWithPath: outside + "/b/c.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: path + "/link", withDestinationPath: outside)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/a/b/link.csv", withDestinationPath: outside + "/b/c.csv")
    #expect(try store.listing().map(\.key) == ["a/b/c.csv"])
    #expect(try store.folders { false } == ["a"])
    #expect(throws: ObjectFailure.disk(.notADirectory, path: path + "/link/b/c.csv")) {
      try store.put([2], at: "link/b/c.csv")
    }
    try store.remove("link/b/c.csv")
    let object = try #require(try store.listing().first)
    for key in ["link/b/c.csv", "a/b/link.csv"] {
      #expect(throws: ObjectFailure.changed) {
        _ = try store.bytes(
          of: StoredObject(key: key, byteCount: object.byteCount, version: object.version))
      }
    }
    try store.put([3], at: "a/b/link.csv")
    #expect(try Data(contentsOf: URL(fileURLWithPath: outside + "/b/c.csv")) == Data([7]))
    #expect(try store.bytes(of: "a/b/link.csv") == [3])
  }

  @Test func `a key that is none of ours is no object`() throws {
    let store = try store()
    try write("x", to: "../outside.csv")
    for key in ["../outside.csv", "", "/etc/passwd", "a//b", "a/../b"] {
      #expect(throws: ObjectFailure.changed) {
        _ = try store.bytes(of: StoredObject(key: key, byteCount: 1, version: ""))
      }
    }
  }

  @Test func `a file where a folder should be, and a folder where a file should be, are told of`()
    throws
  {
    let store = try store()
    try store.put([1], at: "a/b")
    #expect(throws: ObjectFailure.disk(.notADirectory, path: path + "/a/b/c")) {
      try store.put([1], at: "a/b/c")
    }
    #expect(throws: ObjectFailure.disk(.isADirectory, path: path + "/a")) {
      try store.put([1], at: "a")
    }
    try store.remove("a")
    try store.remove("a/b/c")
    #expect(try store.listing().map(\.key) == ["a/b"])
  }

  @Test func `each of many replacements by as many bytes has a version of its own`() throws {
    let store = try store()
    var versions: Set<String> = []
    for round in 0..<40 {
      try store.put([UInt8(round)], at: "a/b.csv")
      versions.formUnion(try store.listing().map(\.version))
    }
    #expect(versions.count == 40)
  }

  @Test func `an object that a stranger writes into while it is read is told as changed`() throws {
    let store = try store()
    let bytes = SampleObject.noise(1 << 20, seed: 1)
    for change in ["cut", "longer", "other"] {
      try store.put(bytes, at: "a/b.csv")
      let object = try #require(try store.listing().first)
      let file = try #require(FileHandle(forUpdatingAtPath: path + "/a/b.csv"))
      var pieces = 0
      #expect(throws: ObjectFailure.changed) {
        try store.read(object) { _ in
          pieces += 1
          guard pieces == 1 else { return true }
          do {
            switch change {
            case "cut": try file.truncate(atOffset: 400_000)
            case "longer":
              try file.seekToEnd()
              try file.write(contentsOf: Data([1]))
            default: try file.write(contentsOf: Data([1]))
            }
          } catch {
            Issue.record(error)
          }
          return true
        } isCancelled: {
          false
        }
      }
      #expect(pieces > 1)
    }
  }

  @Test func `whoever has begun to read an object gets the whole of it, replaced or removed`()
    throws
  {
    let store = try store()
    let bytes = SampleObject.noise(1 << 20, seed: 2)
    for isRemoved in [false, true] {
      try store.put(bytes, at: "a/b.csv")
      var read: [UInt8] = []
      try store.read(#require(try store.listing().first)) { piece in
        if read.isEmpty {
          do {
            try isRemoved ? store.remove("a/b.csv") : store.put([1], at: "a/b.csv")
          } catch {
            Issue.record(error)
          }
        }
        read += piece
        return true
      } isCancelled: {
        false
      }
      #expect(read == bytes)
    }
  }

  @Test func `a write that fails at any step leaves the old object and no draft`() throws {
    try store().put(Array("old".utf8), at: "a/b/c.csv")
    var isDone = false
    var failed = 0
    while !isDone {
      let calls = Guarded(0)
      let step = failed
      let failing = try FolderStore(path: path) {
        calls.withLock { made in
          made += 1
          return made == step + 1 ? .noSpace : nil
        }
      }
      for key in ["a/b/c.csv", "a/new/c.csv"] where !isDone {
        calls.withLock { $0 = 0 }
        do {
          try failing.put(Array("new".utf8), at: key)
          isDone = key == "a/new/c.csv"
        } catch {
          #expect(error as? ObjectFailure == .disk(.noSpace, path: path + "/" + key))
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/.drafts") == [])
      let bytes = try store().bytes(of: "a/b/c.csv")
      #expect(bytes == Array("old".utf8) || bytes == Array("new".utf8))
      failed += 1
      try #require(failed < 50)
    }
    // The draft's fsync, the folder, the rename, and the fsync of three folders.
    #expect(failed > 5)
  }

  @Test func `drafts of killed processes go when a store is opened, and no others`() throws {
    let store = try store()
    try store.put([1], at: "a/b.csv")
    try write("half", to: ".drafts/.object.4711.3.draft")
    let file = try SampleObject.file(SampleObject.noise(1 << 20, seed: 3))
    var seen: [[String]] = []
    try store.put(file, at: #require(ObjectKey("a/c.csv"))) {
      do {
        _ = try self.store()
        seen.append(try FileManager.default.contentsOfDirectory(atPath: path + "/.drafts"))
      } catch {
        Issue.record(error)
      }
      return false
    }
    #expect(seen.count > 2)
    #expect(seen.allSatisfy { $0.count == 1 && $0[0] != ".object.4711.3.draft" })
    #expect(try store.bytes(of: "a/c.csv").count == 1 << 20)
  }
}
