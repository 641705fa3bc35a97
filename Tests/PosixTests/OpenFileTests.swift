import Foundation
import Posix
import Testing

struct OpenFileTests {
  private let scratch = ScratchFolder()

  @Test func `an open file knows its size and reads up to a limit`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array(0..<200), as: "x")
    let file = try #require(try folder.open("x"))
    #expect(file.byteCount == 200)
    #expect(try file.read(limit: 3) == [0, 1, 2])
    #expect(try file.read(limit: 1000).count == 200)
  }

  @Test func `a folder is no file`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/inner", withIntermediateDirectories: true)
    #expect(throws: Errno.self) { _ = try folder.open("inner") }
  }
}
