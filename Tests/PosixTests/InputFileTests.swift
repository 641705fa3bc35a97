import Glibc
@testable import Posix
import Testing

struct InputFileTests {
  private let scratch = ScratchFolder()

  private func written(_ bytes: [UInt8]) throws -> String {
    let folder = try Folder(path: scratch.path, creating: true)
    try folder.write(bytes, as: "x.csv")
    return scratch.path + "/x.csv"
  }

  @Test func `a file is read to its end`() throws {
    let input = try InputFile(path: try written([1, 2, 3, 4, 5]))
    #expect(try input.read(limit: 3) == [1, 2, 3])
    #expect(try input.read(limit: 3) == [4, 5])
    #expect(try input.read(limit: 3) == [])
  }

  @Test func `a file can be mapped until some of it was read`() throws {
    let input = try InputFile(path: try written([1, 2, 3]))
    let mappable = input.mappablePath
    let path = try #require(mappable)
    #expect(try MappedFile(path: path).prefix(10) == [1, 2, 3])
    _ = try input.read(limit: 1)
    let later = input.mappablePath
    #expect(later == nil)
  }

  @Test func `a pipe is read and never mapped`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try FileDescriptor(owning: ends[1]).writeAll([7, 8])
    let input = try InputFile(path: "/proc/self/fd/\(ends[0])")
    let path = input.mappablePath
    #expect(path == nil)
    #expect(try input.read(limit: 10) == [7, 8])
  }

  @Test func `a path without a file says why, and so does a folder`() throws {
    #expect(throws: Errno.notFound) { _ = try InputFile(path: scratch.path + "/none") }
    let folder = try InputFile(path: "/")
    let path = folder.mappablePath
    #expect(path == nil)
    #expect(throws: Errno.isADirectory) { _ = try folder.read(limit: 1) }
  }
}
