import Foundation
import Posix
import Testing

struct PrivateFileTests {
  private let scratch = ScratchFolder()

  @Test func `a file is made for its owner alone`() throws {
    let path = scratch.path + "/secret"
    try PrivateFile.make(at: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 0)
  }

  @Test func `a file that is there stays as it is`() throws {
    let path = scratch.path + "/old"
    try Data([1, 2, 3]).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try PrivateFile.make(at: path)
    #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test func `a folder that is not there holds no file`() {
    #expect(throws: Errno.notFound) { try PrivateFile.make(at: scratch.path + "/no/file") }
  }

  private func path(_ bytes: [UInt8], mode: Int) throws -> String {
    let path = scratch.path + "/\(mode)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test(arguments: [0o600, 0o400, 0o700])
  func `a file that is its owner's alone is read`(mode: Int) throws {
    #expect(try PrivateFile.read(path([1, 2, 3], mode: mode), limit: 3) == [1, 2, 3])
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])
  func `a file that others have rights on is refused with its mode`(mode: Int) throws {
    let path = try path([1], mode: mode)
    #expect(throws: PrivateFile.Failure.openToOthers(mode: UInt32(mode))) {
      try PrivateFile.read(path, limit: 10)
    }
  }

  @Test func `the rights of a link are those of its file`() throws {
    let link = scratch.path + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: path([7], mode: 0o600))
    #expect(try PrivateFile.read(link, limit: 10) == [7])
  }

  @Test func `what is no file, not there or too long is refused`() throws {
    #expect(throws: PrivateFile.Failure.system(.notFound)) {
      try PrivateFile.read(scratch.path + "/none", limit: 10)
    }
    #expect(throws: PrivateFile.Failure.self) { try PrivateFile.read(scratch.path, limit: 10) }
    let path = try path([1, 2], mode: 0o600)
    #expect(throws: PrivateFile.Failure.system(.fileTooLarge)) {
      try PrivateFile.read(path, limit: 1)
    }
  }
}
