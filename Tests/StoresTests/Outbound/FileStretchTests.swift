import Foundation
import Testing

@testable import Posix
@testable import Stores

/// An open file with these bytes.
func openFile(_ bytes: [UInt8], in scratch: ScratchFolder, named name: String = "f") throws
  -> OpenFile
{
  let url = URL(fileURLWithPath: scratch.path + "/" + name)
  try Data(bytes).write(to: url)
  let folder = try Folder(path: scratch.path, creating: false)
  return try #require(try folder.open(name) as OpenFile?)
}

/// Cuts a file behind the backs of those who have it open.
func truncateFile(_ path: String, to byteCount: Int) -> Bool { truncate(path, byteCount) == 0 }

struct FileStretchTests {
  private let scratch = ScratchFolder()

  @Test func `a stretch lies within its file`() throws {
    let file = try openFile(Array("0123456789".utf8), in: scratch)
    #expect(FileStretch(of: file).byteCount == 10)
    #expect(FileStretch(of: file, from: 4).byteCount == 6)
    #expect(FileStretch(of: file, from: 4, limit: 3).byteCount == 3)
    #expect(FileStretch(of: file, from: 11).byteCount == 0)
    #expect(FileStretch(of: file, from: -1, limit: -1).byteCount == 0)
    #expect(FileStretch(of: file, from: 4) == FileStretch(of: file, from: 4, limit: 100))
    #expect(FileStretch(of: file, from: 4) != FileStretch(of: file, from: 5))
  }

  @Test func `it gives its own bytes and no others`() throws {
    let file = try openFile(Array("0123456789".utf8), in: scratch)
    let stretch = FileStretch(of: file, from: 2, limit: 5)
    #expect(try stretch.read(from: 0, limit: 100) == Array("23456".utf8))
    #expect(try stretch.read(from: 3, limit: 1) == Array("5".utf8))
    #expect(try stretch.read(from: 5, limit: 1) == [])
    #expect(try stretch.digest() == Digest.sha256(Array("23456".utf8)))
  }

  @Test func `a digest is that of all bytes, also of many`() throws {
    let bytes = (0..<1_000_001).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let file = try openFile(bytes, in: scratch)
    #expect(try FileStretch(of: file).digest() == Digest.sha256(bytes))
  }

  @Test func `a file that became shorter is told`() throws {
    let file = try openFile([UInt8](repeating: 1, count: 1000), in: scratch)
    let stretch = FileStretch(of: file)
    try #require(truncateFile(scratch.path + "/f", to: 500))
    #expect(throws: Errno.inputOutput) { try stretch.digest() }
    var outgoing = OutgoingFile(stretch)
    let head = outgoing.next(limit: 400)
    #expect(head?.count == 400)
    let rest = outgoing.next(limit: 400)
    #expect(rest == nil)
    #expect(outgoing.failure == .inputOutput)
  }
}
