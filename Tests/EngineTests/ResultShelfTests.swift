import Foundation
import Posix
import Testing

@testable import Engine

struct ResultShelfTests {
  private let scratch = ScratchFolder()
  private let id = JobID(1)

  private func folder() throws -> ResultFolder {
    ResultFolder(folder: try Folder(path: scratch.path, creating: true))
  }

  private static func content(_ result: StoredFile?) throws -> [UInt8] {
    let result = try #require(result)
    var bytes: [UInt8] = []
    _ = try readFile(result.descriptor, from: 0, count: result.byteCount, into: &bytes)
    return bytes
  }

  @Test func `a file is opened once for many who ask`() throws {
    let folder = try folder()
    try folder.store([1, 2], of: id)
    let shelf = ResultShelf(folder, limit: 4)
    #expect(!shelf.holds(id))
    let first = try #require(try shelf.open(id))
    #expect(shelf.holds(id))
    #expect(try shelf.open(id)?.owner === first.owner)
    #expect(try Self.content(shelf.open(id)) == [1, 2])
  }

  @Test func `a file that was removed is gone, and one in its place is another`() throws {
    let folder = try folder()
    try folder.store([1, 2], of: id)
    let shelf = ResultShelf(folder, limit: 4)
    let first = try shelf.open(id)
    folder.remove([id])
    #expect(try shelf.open(id) == nil)
    #expect(!shelf.holds(id))
    try folder.store([3, 4], of: id)
    #expect(try Self.content(shelf.open(id)) == [3, 4])
    try folder.store([5, 6], of: id)
    #expect(try Self.content(shelf.open(id)) == [5, 6])
    #expect(try Self.content(first) == [1, 2])
  }

  @Test func `a folder that was removed takes its files with it`() throws {
    let folder = try folder()
    try folder.store([1, 2], of: id)
    let shelf = ResultShelf(folder, limit: 4)
    _ = try shelf.open(id)
    try FileManager.default.removeItem(atPath: scratch.path)
    #expect(try shelf.open(id) == nil)
    #expect(!shelf.holds(id))
  }

  @Test func `more files than the limit are all answered, the last ones from open files`() throws {
    let folder = try folder()
    let ids = (1...10).map { JobID($0) }
    for id in ids { try folder.store([UInt8(id.number)], of: id) }
    let shelf = ResultShelf(folder, limit: 3)
    for _ in 0..<3 {
      for id in ids { #expect(try Self.content(shelf.open(id)) == [UInt8(id.number)]) }
    }
    #expect(ids.filter(shelf.holds) == ids.suffix(3))
  }

  @Test func `many threads get the right file at the same time`() throws {
    let folder = try folder()
    let ids = (1...8).map { JobID($0) }
    for id in ids { try folder.store([UInt8(id.number)], of: id) }
    let shelf = ResultShelf(folder, limit: 3)
    let wrong = Guarded(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for turn in 0..<500 {
        let id = ids[(turn &* 7 &+ thread) % ids.count]
        if (try? Self.content(shelf.open(id))) != [UInt8(id.number)] { wrong.withLock { $0 += 1 } }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test func `a file that nobody asks for is closed`() throws {
    let folder = try folder()
    try folder.store([1, 2], of: id)
    let shelf = ResultShelf(folder, limit: 4)
    weak let owner = try shelf.open(id)?.owner
    #expect(owner != nil)
    for _ in 0..<120_000 where shelf.holds(id) { Posix.Thread.sleep(milliseconds: 1) }
    #expect(!shelf.holds(id))
    for _ in 0..<120_000 where owner != nil { Posix.Thread.sleep(milliseconds: 1) }
    #expect(owner == nil)
  }
}
