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
}
