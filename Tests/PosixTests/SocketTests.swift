import Glibc
import Posix
import Testing

struct SocketTests {
  private let scratch = ScratchFolder()

  /// Two connected sockets that do not block.
  private struct Pair: ~Copyable {
    let socket: Socket
    let peer: FileDescriptor

    init() throws {
      let (near, far) = try connectedEnds(blocking: false)
      socket = Socket(owning: FileDescriptor(owning: near))
      peer = FileDescriptor(owning: far)
    }
  }

  @Test func `bytes are sent from a place on and received from the start of the buffer`() throws {
    let pair = try Pair()
    let sent = try pair.socket.send([1, 2, 3, 4], from: 1)
    #expect(sent == 3)
    let read = try pair.peer.readAll(limit: 3)
    #expect(read == [2, 3, 4])
    try pair.peer.writeAll([9, 8])
    var buffer = [UInt8](repeating: 0, count: 4)
    let count = try pair.socket.receive(into: &buffer)
    #expect(count == 2)
    #expect(buffer == [9, 8, 0, 0])
  }

  @Test func `two buffers leave in one call and in order`() throws {
    let pair = try Pair()
    let sent = try pair.socket.send([1, 2, 3], from: 2, then: [4, 5])
    #expect(sent == 3)
    let read = try pair.peer.readAll(limit: 3)
    #expect(read == [3, 4, 5])
  }

  @Test func `what waits for company still arrives`() throws {
    let pair = try Pair()
    _ = try pair.socket.send([1], from: 0, moreFollows: true)
    _ = try pair.socket.send([2], from: 0)
    let read = try pair.peer.readAll(limit: 2)
    #expect(read == [1, 2])
  }

  @Test func `a socket with nothing to receive, or no room to send, would block`() throws {
    let pair = try Pair()
    var buffer = [UInt8](repeating: 0, count: 4)
    #expect(throws: Errno.wouldBlock) { _ = try pair.socket.receive(into: &buffer) }
    let bytes = [UInt8](repeating: 0, count: 1 << 20)
    #expect(throws: Errno.wouldBlock) {
      while try pair.socket.send(bytes, from: 0) > 0 {}
    }
  }

  @Test func `a peer that is gone is the end for reading and a broken pipe for sending`() throws {
    let (near, far) = try connectedEnds(blocking: false)
    let socket = Socket(owning: FileDescriptor(owning: near))
    close(far)
    var buffer = [UInt8](repeating: 0, count: 4)
    let count = try socket.receive(into: &buffer)
    #expect(count == 0)
    #expect(throws: Errno.brokenPipe) { _ = try socket.send([1], from: 0) }
    #expect(throws: Errno.brokenPipe) { _ = try socket.send([1], from: 0, then: [2]) }
  }

  @Test func `after the last byte was announced the peer sees the end and can still speak`() throws
  {
    let pair = try Pair()
    pair.socket.finishSending()
    let read = try pair.peer.readAll(limit: 1)
    #expect(read == [])
    try pair.peer.writeAll([5])
    var buffer = [UInt8](repeating: 0, count: 1)
    let count = try pair.socket.receive(into: &buffer)
    #expect(count == 1)
  }

  @Test func `a part of a file is sent without passing through the program`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array(0..<100), as: "x")
    let file = try #require(try folder.open("x"))
    let pair = try Pair()
    let sent = try pair.socket.sendFile(file.descriptor, from: 90, count: 50)
    #expect(sent == 10)
    let read = try pair.peer.readAll(limit: 10)
    #expect(read == Array(90..<100))
    let none = try pair.socket.sendFile(file.descriptor, from: 100, count: 5)
    #expect(none == 0)
  }

  @Test func `a part of a file is appended to bytes`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array(0..<100), as: "x")
    let file = try #require(try folder.open("x"))
    var bytes: [UInt8] = [7]
    #expect(try readFile(file.descriptor, from: 98, count: 10, into: &bytes) == 2)
    #expect(bytes == [7, 98, 99])
    #expect(try readFile(file.descriptor, from: 100, count: 10, into: &bytes) == 0)
    #expect(bytes == [7, 98, 99])
    #expect(throws: Errno(code: EBADF)) {
      _ = try readFile(-1, from: 0, count: 10, into: &bytes)
    }
    #expect(bytes == [7, 98, 99])
  }

  @Test func `bytes on their way to another machine are counted`() throws {
    let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false)
    let client = try FileDescriptor.connected(
      to: "127.0.0.1", port: listener.port, timeoutSeconds: 10)
    let socket = try listener.accept()
    let bytes = [UInt8](repeating: 0, count: 1 << 20)
    var sent = 0
    #expect(throws: Errno.wouldBlock) {
      while true { sent += try socket.send(bytes, from: 0) }
    }
    // The reader takes nothing, so what its window does not hold stays with us.
    let waiting = socket.unacknowledgedCount
    #expect(waiting > 0)
    #expect(waiting <= sent)
    let number = client.number
    #expect(number >= 0)
  }

  @Test func `a thread that blocks the signal survives a file sent to nobody`() async {
    await #expect(processExitsWith: .exitCode(3)) {
      Socket.blockBrokenPipeSignal()
      var ends: [Int32] = [0, 0]
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { exit(1) }
      close(ends[1])
      let socket = Socket(owning: FileDescriptor(owning: ends[0]))
      do throws(Errno) {
        _ = try socket.sendFile(open("/etc/passwd", O_RDONLY), from: 0, count: 10)
        exit(2)
      } catch {
        exit(error == .brokenPipe ? 3 : 4)
      }
    }
  }
}

struct SpareDescriptorTests {
  @Test func `a spare descriptor is given back and taken again`() {
    var spare = SpareDescriptor()
    let holds = [
      spare.isHeld,
      {
        spare.release()
        return spare.isHeld
      }(),
      {
        spare.refill()
        return spare.isHeld
      }(),
    ]
    #expect(holds == [true, false, true])
  }
}
