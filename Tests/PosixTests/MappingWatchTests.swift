import Glibc
import Testing

@testable import Posix

struct MappingWatchTests {
  private let scratch = ScratchFolder()
  private let byteCount = 8192

  /// Maps two pages of a file that has none, lends them, and tells whether the mapping was marked.
  private func lost(
    _ protection: Int32, _ body: (UnsafeMutablePointer<UInt64>) -> Void
  ) throws -> Bool {
    let file = FileDescriptor(owning: open(scratch.path + "/x", O_RDWR | O_CREAT, 0o600))
    let mapped = try #require(mmap(nil, byteCount, protection, MAP_SHARED, file.number, 0))
    try #require(mapped != MAP_FAILED)
    let place = MappingWatch.begin(mapped, byteCount, protection: protection)
    try #require(place >= 0)
    defer {
      MappingWatch.end(place)
      munmap(mapped, byteCount)
    }
    let before = MappingWatch.isChanged(place)
    #expect(!before)
    body(mapped.assumingMemoryBound(to: UInt64.self))
    return MappingWatch.isChanged(place)
  }

  @Test func `a lost page that is read is zeros`() throws {
    let isMarked = try lost(PROT_READ) { words in #expect(words[1000] == 0) }
    #expect(isMarked)
  }

  @Test func `a lost page of a mapping that can be written can be written`() throws {
    let isMarked = try lost(PROT_READ | PROT_WRITE) { words in
      words[3] = 7
      #expect(words[3] == 7)
      #expect(words[1000] == 0)
      words[1000] = 8
      #expect(words[1000] == 8)
    }
    #expect(isMarked)
  }

  @Test func `a mapping that nobody touches is not marked`() throws {
    let isMarked = try lost(PROT_READ) { _ in }
    #expect(!isMarked)
  }
}
