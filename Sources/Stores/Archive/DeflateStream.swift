internal import CZlib

/// Bytes in, deflate out (RFC 1951), piece by piece, one text after the other.
///
/// One thread at a time may use it; who owns it is itself handed from lane to lane.
@safe final class DeflateStream: @unchecked Sendable {
  private static let stepBytes = 32 << 10

  private let stream: UnsafeMutablePointer<z_stream>

  /// - Returns: `nil` when there is no memory for it (about 260 KiB).
  init?() {
    // Sound: zlib keeps the address of its stream, so the stream lives on the heap until `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe tally_deflate_start(stream, 6) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses the bytes and appends what comes of them. `isLast` ends the text; what comes next is another one.
  ///
  /// - Parameter input: less than 4 GiB, which is as far as zlib counts.
  /// - Returns: `false` when zlib reports a failure.
  func append(_ input: [UInt8], isLast: Bool, to output: inout [UInt8]) -> Bool {
    // Sound: zlib reads `input` and writes the room only during the calls in this closure; both outlive it.
    unsafe input.withUnsafeBufferPointer { input in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      while true {
        let old = output.count
        output.append(contentsOf: repeatElement(0, count: Self.stepBytes))
        let result = unsafe output.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + old }
          unsafe stream.pointee.avail_out = UInt32(Self.stepBytes)
          return unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
        let left = unsafe Int(stream.pointee.avail_out)
        output.removeLast(left)
        if result == Z_STREAM_END { return unsafe deflateReset(stream) == Z_OK }
        // With nothing to do zlib reports a harmless buffer error.
        guard result == Z_OK || result == Z_BUF_ERROR else { return false }
        if left > 0 { return !isLast }
      }
    }
  }
}
