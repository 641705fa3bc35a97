import Posix
import Testing

struct FileSystemRoomTests {
  private let scratch = ScratchFolder()

  @Test func `a file system has as much room at most as it is large`() throws {
    let room = try FileSystemRoom(of: scratch.path)
    #expect(room.totalBytes > 0)
    #expect((0...room.totalBytes).contains(room.freeBytes))
    #expect(room.freeFiles ?? 0 >= 0)
  }

  @Test func `where nothing is there is no file system to ask`() {
    #expect(throws: Errno.notFound) { try FileSystemRoom(of: scratch.path + "/nothing") }
  }
}
