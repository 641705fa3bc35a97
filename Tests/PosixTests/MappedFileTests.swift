import Foundation
import Posix
import Testing

struct MappedFileTests {
  private let scratch = ScratchFolder()

  @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000])
  func `the bytes are those of the file and zeros stand behind them`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 1) }
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.path + "/x"))
    let file = try MappedFile(path: scratch.path + "/x")
    let mappedCount = file.count
    #expect(mappedCount == count)
    let isRight = file.withBytes { mapped in
      let behind = UnsafeRawBufferPointer(
        start: mapped.baseAddress.map { $0 + count }, count: MappedFile.slackBytes)
      return mapped.elementsEqual(bytes) && behind.allSatisfy { $0 == 0 }
    }
    #expect(isRight)
    let isChanged = file.changedWhileReading
    #expect(!isChanged)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 4096, 4103])
  func `words are those of the file, up to the last whole one`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 1) }
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.path + "/x"))
    let file = try MappedFile(path: scratch.path + "/x")
    let words = file.withWords { span in span.indices.map { span[$0] } }
    let expected = (0..<count / 8).map { place in
      bytes[8 * place..<8 * place + 8].withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    }
    #expect(words == expected)
  }

  @Test func `a prefix is a copy of the first bytes, or of all there are`() throws {
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: scratch.path + "/x"))
    let file = try MappedFile(path: scratch.path + "/x")
    let prefixes = [0, 2, 3, 100].map { file.prefix($0) }
    #expect(prefixes == [[], [1, 2], [1, 2, 3], [1, 2, 3]])
  }

  @Test func `a file that is truncated while it is read kills nobody and is noticed`() throws {
    let path = scratch.path + "/x"
    try Data(repeating: 7, count: 1 << 20).write(to: URL(fileURLWithPath: path))
    let file = try MappedFile(path: path)
    let sum = file.withBytes { bytes -> Int in
      let first = Int(bytes[0])
      _ = truncate(path, 4096)
      return first + bytes[500_000...].reduce(0) { $0 + Int($1) }
    }
    #expect(sum == 7)
    let isChanged = file.changedWhileReading
    #expect(isChanged)
  }

  @Test func `a file that was written to is noticed`() throws {
    let path = scratch.path + "/x"
    try Data(repeating: 7, count: 100).write(to: URL(fileURLWithPath: path))
    let file = try MappedFile(path: path)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([1]))
    let isChanged = file.changedWhileReading
    #expect(isChanged)
  }

  @Test func `a file keeps its identity until somebody changes it or puts another in its place`()
    throws
  {
    let path = scratch.path + "/x"
    let url = URL(fileURLWithPath: path)
    func identity() throws -> String {
      let file = try MappedFile(path: path)
      return file.identity
    }
    func set(_ bytes: [UInt8], seconds: Double, inPlace: Bool = true) throws {
      try Data(bytes).write(to: url, options: inPlace ? [] : .atomic)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
    }
    try set([1, 2, 3], seconds: 1_000_000_000.25)
    let first = try identity()
    #expect(try identity() == first)
    try set([1, 2, 3], seconds: 1_000_000_000.5)
    let touched = try identity()
    try set([1, 2, 3, 4], seconds: 1_000_000_000.5)
    let longer = try identity()
    // The file before lives on under another name, so that its number is not given again.
    try FileManager.default.linkItem(atPath: path, toPath: path + ".old")
    try set([1, 2, 3, 4], seconds: 1_000_000_000.5, inPlace: false)
    #expect(try Set([first, touched, longer, identity()]).count == 4)
  }

  @Test func `a file that is longer than any memory is refused`() throws {
    // The file systems of disks stop far below.
    let path = "/dev/shm/tally-test-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try #require(truncate(path, .max) == 0)
    #expect(throws: Errno.fileTooLarge) { _ = try MappedFile(path: path).count }
  }

  @Test func `what is no file is a failure`() {
    #expect(throws: Errno.notFound) { _ = try MappedFile(path: scratch.path + "/none").count }
    #expect(throws: Errno.isADirectory) { _ = try MappedFile(path: scratch.path).count }
    #expect(throws: Errno.invalid) { _ = try MappedFile(path: "/dev/null").count }
  }
}
