internal import CLinux
internal import Glibc

/// A connection: bytes in, bytes out, never blocking. It closes itself when it goes out of scope.
package struct Socket: ~Copyable, Sendable {
  private let descriptor: FileDescriptor
  /// The address of the other end.
  package let peer: PeerAddress

  /// Takes ownership of a connected socket that does not block.
  package init(owning descriptor: consuming FileDescriptor, peer: PeerAddress = PeerAddress()) {
    self.descriptor = descriptor
    self.peer = peer
  }

  static let nonBlockingAndPrivate =
    Int32(bitPattern: SOCK_NONBLOCK.rawValue) | Int32(bitPattern: SOCK_CLOEXEC.rawValue)

  /// The kernel's number, valid for as long as this value lives.
  package var number: Int32 { descriptor.number }

  /// Receives into the buffer from its start.
  ///
  /// - Returns: how many bytes came; 0 when the peer has sent its last one.
  /// - Throws: `Errno`; `.wouldBlock` when nothing is there.
  package borrowing func receive(into buffer: inout [UInt8]) throws(Errno) -> Int {
    let number = descriptor.number
    return try retrying {
      unsafe buffer.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, $0.count, 0) }
    }
  }

  /// Sends bytes from a place on.
  ///
  /// - Parameter moreFollows: the kernel may wait for company before it sends a packet that is not full.
  /// - Returns: how many were taken.
  /// - Throws: `Errno`; `.wouldBlock` when none fits.
  package borrowing func send(
    _ bytes: [UInt8], from start: Int, moreFollows: Bool = false
  ) throws(Errno) -> Int {
    let number = descriptor.number
    let flags =
      Int32(truncatingIfNeeded: MSG_NOSIGNAL)
      | (moreFollows ? Int32(truncatingIfNeeded: MSG_MORE) : 0)
    return try retrying {
      unsafe bytes.withUnsafeBytes {
        // Sound: the slice checks that `start` lies within the bytes.
        let rest = unsafe UnsafeRawBufferPointer(rebasing: $0[start...])
        return unsafe Glibc.send(number, rest.baseAddress, rest.count, flags)
      }
    }
  }

  /// Sends the rest of one buffer and then another in one call.
  ///
  /// - Returns: how many bytes were taken of both together.
  package borrowing func send(
    _ first: [UInt8], from start: Int, then second: [UInt8]
  ) throws(Errno) -> Int {
    let number = descriptor.number
    return try retrying {
      unsafe first.withUnsafeBytes { head in
        unsafe second.withUnsafeBytes { body in
          // Sound: the kernel only reads through these pointers, and only during the call.
          let rest = unsafe UnsafeRawBufferPointer(rebasing: head[start...])
          return unsafe tally_send_two(
            number, rest.baseAddress, rest.count, body.baseAddress, body.count)
        }
      }
    }
  }

  /// Sends a part of a file without copying it through the program.
  ///
  /// - Returns: how many bytes were taken; 0 when the file ends before `offset`.
  package borrowing func sendFile(
    _ file: Int32, from offset: Int, count: Int
  ) throws(Errno) -> Int {
    let number = descriptor.number
    var place = off_t(offset)
    return try retrying { unsafe sendfile(number, file, &place, count) }
  }

  /// Tells the peer that nothing more will come; reading goes on.
  package borrowing func finishSending() {
    _ = shutdown(descriptor.number, Int32(SHUT_WR))
  }

  /// Bytes that were taken from us and are not acknowledged by the peer's machine yet.
  package var unacknowledgedCount: Int {
    Int(max(0, tally_unacknowledged(descriptor.number)))
  }

  /// Keeps SIGPIPE from the calling thread: sendfile(2) would raise it for a peer that is gone, and has no flag against it.
  package static func blockBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  static func set(
    _ option: Int32, in level: Int32, to value: Int32, of descriptor: Int32
  ) throws(Errno) {
    var value = value
    _ = try retrying {
      unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
  }
}

/// Appends a part of an open file to the bytes, for those who hold only its number.
///
/// - Returns: how many bytes came; 0 at the end of the file.
package func readFile(
  _ file: Int32, from offset: Int, count: Int, into bytes: inout [UInt8]
) throws(Errno) -> Int {
  let old = bytes.count
  bytes.append(contentsOf: repeatElement(0, count: count))
  var taken = 0
  defer { bytes.removeLast(count - taken) }
  taken = try retrying {
    unsafe bytes.withUnsafeMutableBytes {
      // Sound: the room is the `count` bytes that were just appended.
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[old...])
      return unsafe pread(file, room.baseAddress, room.count, off_t(offset))
    }
  }
  return taken
}

/// A descriptor kept in reserve, to be given up when there is no other one left.
package struct SpareDescriptor: ~Copyable, Sendable {
  private var held: FileDescriptor?

  /// Takes a descriptor, if one can be had.
  package init() {
    held = nil
    refill()
  }

  /// Whether there is one to be given up.
  package var isHeld: Bool {
    switch held {
    case .some: true
    case .none: false
    }
  }

  /// Gives the descriptor back to the process.
  package mutating func release() {
    held = nil
  }

  /// Takes a descriptor again if one can be had.
  package mutating func refill() {
    guard !isHeld else { return }
    let number = eventfd(0, Int32(EFD_CLOEXEC))
    if number >= 0 { held = FileDescriptor(owning: number) }
  }
}
