import Foundation
import Testing

@testable import Posix

struct TreeChangesTests {
  private let scratch = ScratchFolder()
  private let tree: FolderTree

  init() throws {
    tree = FolderTree(try Folder(path: scratch.path + "/root", creating: true, mode: 0o700))
  }

  private func draft(_ bytes: [UInt8]) throws -> DraftFile { try Self.draft(bytes, in: tree) }

  private static func draft(_ bytes: [UInt8], in tree: FolderTree) throws -> DraftFile {
    let draft = try tree.root.subfolder("drafts").draft(named: "x")
    try draft.append(bytes)
    return draft
  }

  private func names(in parts: [String]) throws -> [String] {
    try tree.entries(in: parts) { _ in true }.map {
      switch $0 {
      case .folder(let name): name + "/"
      case .file(let name, let mark): "\(name) \(mark.byteCount)"
      }
    }
    .sorted()
  }

  @Test func `a file is placed below folders that are made for it`() throws {
    try tree.place(draft([1, 2, 3]), at: ["a", "b", "c"])
    #expect(try tree.open(["a", "b", "c"])?.read(limit: 10) == [1, 2, 3])
    #expect(try names(in: []) == ["a/", "drafts/"])
    #expect(try names(in: ["a"]) == ["b/"])
    #expect(try names(in: ["a", "b"]) == ["c 3"])
    #expect(try names(in: ["drafts"]) == [])
  }

  @Test func `a file that is there is replaced, and who has it open keeps it`() throws {
    try tree.place(draft([1]), at: ["a", "b"])
    let old = try #require(try tree.open(["a", "b"]))
    try tree.place(draft([2, 2]), at: ["a", "b"])
    #expect(try old.read(limit: 10) == [1])
    #expect(try tree.open(["a", "b"])?.read(limit: 10) == [2, 2])
    #expect(try tree.open(["a", "b"])?.mark != old.mark)
  }

  @Test(arguments: [[], [""], [".."], ["a", "..", "b"], ["a/b"], ["a", "b\0"]])
  func `what is no path is refused`(parts: [String]) throws {
    let draft = try draft([1])
    #expect(throws: Errno.invalid) { try tree.place(draft, at: parts) }
    #expect(throws: Errno.invalid) { try tree.remove(parts) }
    if !parts.isEmpty {
      #expect(throws: Errno.invalid) { _ = try tree.entries(in: parts) { _ in true } }
    }
  }

  @Test func `the content of a folder is told as when a file of it is opened`() throws {
    try tree.place(draft([1, 2]), at: ["a", "b"])
    let mark = try #require(try tree.open(["a", "b"])).mark
    #expect(try tree.entries(in: ["a"]) { _ in true } == [.file("b", mark)])
    #expect(try tree.entries(in: ["a"]) { $0 == "c" } == [])
  }

  @Test func `where no folder is nothing is, but the root must be there`() throws {
    try tree.place(draft([1]), at: ["a", "b"])
    try FileManager.default.createSymbolicLink(
      atPath: tree.root.path + "/link", withDestinationPath: "a")
    for parts in [["none"], ["a", "none"], ["a", "b"], ["link"]] {
      #expect(try names(in: parts) == [])
    }
    #expect(try names(in: []) == ["a/", "drafts/"])
    try FileManager.default.removeItem(atPath: tree.root.path)
    #expect(throws: Errno.notFound) { _ = try names(in: []) }
  }

  @Test func `a removed file takes empty folders along, but not the root`() throws {
    for path in [["a", "b", "c"], ["a", "d"]] { try tree.place(draft([1]), at: path) }
    try tree.remove(["a", "b", "c"])
    #expect(try names(in: ["a"]) == ["d 1"])
    try tree.remove(["a", "d"])
    try tree.remove(["drafts", "none"])
    #expect(try names(in: []) == [])
  }

  @Test func `what is gone, or is no file, is removed without complaint`() throws {
    try tree.place(draft([1]), at: ["a", "b", "c"])
    for parts in [["a", "b", "none"], ["none", "c"], ["a", "b"], ["a", "b", "c", "d"]] {
      try tree.remove(parts)
    }
    #expect(try tree.open(["a", "b", "c"]) != nil)
  }

  @Test func `nothing is reached over a link`() throws {
    try tree.place(draft([1]), at: ["a", "b"])
    try FileManager.default.createSymbolicLink(
      atPath: tree.root.path + "/link", withDestinationPath: "a")
    let draft = try draft([2])
    #expect(throws: Errno.notADirectory) { try tree.place(draft, at: ["link", "b"]) }
    try tree.remove(["link", "b"])
    #expect(try tree.open(["a", "b"])?.read(limit: 10) == [1])
    try tree.remove(["link"])
    #expect(try names(in: []) == ["a/", "drafts/"])
  }

  @Test func `each step that writes may fail, and is told`() throws {
    var step = 0
    var isDone = false
    while !isDone {
      let calls = Guarded(0)
      let wanted = step
      let failing = FolderTree(
        try Folder(path: tree.root.path, creating: false) {
          calls.withLock { made in
            made += 1
            return made == wanted + 1 ? .inputOutput : nil
          }
        })
      let draft = try draft([1])
      do throws(Errno) {
        try failing.place(draft, at: ["a\(step)", "b"])
        isDone = true
      } catch {
        #expect(error == .inputOutput)
      }
      step += 1
      try #require(step < 20)
    }
    #expect(step == 6)
  }

  @Test func `folders that come and go between put nobody out`() throws {
    let tree = tree
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      for round in 0..<200 {
        do {
          let path = ["a", "b", "\(number)"]
          try tree.place(Self.draft([UInt8(round)], in: tree), at: path)
          #expect(try tree.open(path)?.read(limit: 9) == [UInt8(round)])
          try tree.remove(path)
        } catch {
          Issue.record(error)
        }
      }
    }
    #expect(try names(in: []) == ["drafts/"])
  }
}
