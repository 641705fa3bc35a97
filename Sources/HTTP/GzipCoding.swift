internal import CZlib

/// Bytes in, gzip out (RFC 1952), piece by piece.
///
/// One thread at a time may use it; a `GzipProducer` owns one and is itself handed from lane to lane.
@safe final class GzipStream: @unchecked Sendable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Returns: `nil` when there is no memory for it (about 260 KiB).
  init?() {
    // Sound: zlib keeps the address of its stream, so the stream lives on the heap until `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe tally_gzip_start(stream, 6) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses the bytes and appends what comes of them; `isLast` ends the stream.
  ///
  /// - Returns: `false` when zlib reports a failure.
  func append(_ input: [UInt8], isLast: Bool, to output: inout [UInt8]) -> Bool {
    let mode = isLast ? Z_FINISH : Z_NO_FLUSH
    let step = 32 * 1024
    // Sound: zlib reads `input` and writes the room only during the calls in this closure; both outlive it.
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      while true {
        let old = output.count
        output.append(contentsOf: repeatElement(0, count: step))
        let result = unsafe output.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + old }
          unsafe stream.pointee.avail_out = UInt32(step)
          return unsafe deflate(stream, mode)
        }
        let left = unsafe Int(stream.pointee.avail_out)
        output.removeLast(left)
        if result == Z_STREAM_END { return true }
        // With nothing to do zlib reports a harmless buffer error.
        guard result == Z_OK || result == Z_BUF_ERROR else { return false }
        if left > 0 { return !isLast }
      }
    }
  }

  /// The bytes compressed at once; `nil` when that fails.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    guard let stream = GzipStream() else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 4)
    let piece = 1 << 30
    var start = 0
    repeat {
      // zlib counts in 32 bits.
      let end = min(start + piece, bytes.count)
      let part = start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
      guard stream.append(part, isLast: end == bytes.count, to: &result) else { return nil }
      start = end
    } while start < bytes.count
    return result
  }
}

/// A producer whose pieces are compressed.
struct GzipProducer: BodyProducer {
  private var source: any BodyProducer
  private var stream: GzipStream?
  private var piece: [UInt8] = []

  init(_ source: any BodyProducer) {
    self.source = source
  }

  mutating func next(into bytes: inout [UInt8]) -> Production {
    // Only now, on a lane, and only if the body is sent at all.
    guard let stream = stream ?? GzipStream() else { return .failed }
    self.stream = stream
    piece.removeAll(keepingCapacity: true)
    let production = source.next(into: &piece)
    switch production {
    case .failed: return .failed
    case .more: return stream.append(piece, isLast: false, to: &bytes) ? .more : .failed
    case .done: return stream.append(piece, isLast: true, to: &bytes) ? .done : .failed
    }
  }
}
