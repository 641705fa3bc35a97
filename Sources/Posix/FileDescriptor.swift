internal import Glibc

/// An open file, socket or pipe that closes itself when it goes out of scope.
package struct FileDescriptor: ~Copyable, Sendable {
  /// The kernel's number. It is valid for as long as this value lives.
  package let number: Int32

  /// Takes ownership of an open descriptor.
  package init(owning number: Int32) {
    self.number = number
  }

  deinit {
    // After a failed close(2) the state of the number is unspecified on Linux and closing again could hit a stranger's file.
    _ = close(number)
  }

  /// Gives the number up without closing it.
  package consuming func release() -> Int32 {
    let kept = number
    discard self
    return kept
  }
}

extension FileDescriptor {
  /// Reads what is there, at most the buffer's length.
  ///
  /// - Returns: the number of bytes read; 0 at the end of the stream.
  /// - Throws: `Errno`; `.wouldBlock` on a non-blocking descriptor with nothing to read.
  package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    let number = self.number
    return try retrying { unsafe Glibc.read(number, buffer.baseAddress, buffer.count) }
  }

  /// Writes all of the bytes to a blocking descriptor.
  package borrowing func writeAll(_ bytes: [UInt8]) throws(Errno) {
    try writeAll(bytes, in: 0..<bytes.count)
  }

  /// Writes all of a part of the bytes to a blocking descriptor.
  package borrowing func writeAll(_ bytes: [UInt8], in range: Range<Int>) throws(Errno) {
    var start = range.lowerBound
    while start < range.upperBound {
      let number = self.number
      let rest = start..<range.upperBound
      start += try retrying {
        unsafe bytes.withUnsafeBytes {
          // Sound: the slice checks that the range lies within the bytes.
          let part = unsafe UnsafeRawBufferPointer(rebasing: $0[rest])
          return unsafe Glibc.write(number, part.baseAddress, part.count)
        }
      }
    }
  }

  /// Waits until everything written is on the disk (fsync(2)).
  ///
  /// A failure is final: the kernel may have dropped the pages, so a second call that succeeds proves nothing.
  package borrowing func sync() throws(Errno) {
    let number = self.number
    _ = try retrying { fsync(number) }
  }
}

extension FileDescriptor {
  /// Everything up to the end of the file or stream, at most `limit` bytes of it.
  package borrowing func readAll(limit: Int) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(max(limit, 1), 64 << 10))
    while bytes.count < limit {
      let number = self.number
      let wanted = min(piece.count, limit - bytes.count)
      let count = try retrying {
        unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, wanted) }
      }
      if count == 0 { break }
      bytes.append(contentsOf: piece[..<count])
    }
    return bytes
  }
}
