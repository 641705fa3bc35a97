internal import CZlib

/// The CRC-32 of gzip and PNG (ISO 3309), by zlib. It finds what a disk or a cable has changed, not what a person has.
package enum Checksum {
  /// The checksum of some bytes, or of all bytes so far when `earlier` is that of those before them.
  package static func crc32(
    _ bytes: UnsafeRawBufferPointer, continuing earlier: UInt32 = 0
  ) -> UInt32 {
    // A null pointer would start anew.
    guard let start = bytes.baseAddress, bytes.count > 0 else { return earlier }
    // Sound: zlib reads as many bytes as there are.
    return unsafe UInt32(
      truncatingIfNeeded: crc32_z(
        UInt(earlier), start.assumingMemoryBound(to: UInt8.self), bytes.count))
  }

  /// The checksum of some bytes, or of all bytes so far when `earlier` is that of those before them.
  package static func crc32(_ bytes: [UInt8], continuing earlier: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBytes { unsafe crc32($0, continuing: earlier) }
  }
}
