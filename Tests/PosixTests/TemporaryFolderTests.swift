import Foundation
import Testing

@testable import Posix

struct TemporaryFolderTests {
  private let scratch = ScratchFolder()

  private func make() throws -> TemporaryFolder {
    try TemporaryFolder(named: "trial", environment: ["TMPDIR": scratch.path])
  }

  @Test func `each one has a name of its own and is closed to others`() throws {
    let (one, other) = (try make(), try make())
    #expect(one.path != other.path)
    #expect(one.path.hasPrefix(scratch.path + "/trial-"))
    #expect(try PathFacts(of: one.path)?.mode == 0o700)
  }

  @Test func `it goes with all that is in it, and with nothing that a link leads to`() throws {
    let kept = scratch.path + "/kept"
    try Data([1]).write(to: URL(fileURLWithPath: kept))
    let folder = try make()
    for depth in ["/a/b/c", "/a/d", "/e"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + depth, withIntermediateDirectories: true)
      try Data([1]).write(to: URL(fileURLWithPath: folder.path + depth + "/file"))
    }
    for (name, target) in [("/link", kept), ("/a/above", scratch.path)] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + name, withDestinationPath: target)
    }
    try folder.remove()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["kept"])
    try folder.remove()
  }

  @Test func `where no folder can be made there is none`() {
    #expect(throws: Errno.notFound) {
      try TemporaryFolder(named: "trial", environment: ["TMPDIR": scratch.path + "/nowhere"])
    }
  }
}
