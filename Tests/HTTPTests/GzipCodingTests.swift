import CZlib
import Testing

@testable import HTTP

/// Why bytes are no gzip.
private struct NoGzip: Error {
  let code: Int32
}

/// What zlib itself makes of gzip.
func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  guard inflateInit2_(&stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { throw NoGzip(code: 0) }
  defer { inflateEnd(&stream) }
  var input = bytes
  var output: [UInt8] = []
  return try input.withUnsafeMutableBufferPointer { input in
    stream.next_in = input.baseAddress
    stream.avail_in = UInt32(input.count)
    while true {
      var room = [UInt8](repeating: 0, count: 1 << 16)
      let code = room.withUnsafeMutableBufferPointer { room in
        stream.next_out = room.baseAddress
        stream.avail_out = UInt32(room.count)
        return inflate(&stream, Z_NO_FLUSH)
      }
      output += room.dropLast(Int(stream.avail_out))
      if code == Z_STREAM_END { return output }
      guard code == Z_OK else { throw NoGzip(code: code) }
    }
  }
}

struct GzipCodingTests {
  private func random(_ count: Int) -> [UInt8] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 32)
    }
  }

  @Test(arguments: [0, 1, 1000, 32 * 1024, 32 * 1024 + 1, 3_000_000])
  func `what is compressed comes back, whether it becomes smaller or not`(count: Int) throws {
    for bytes in [random(count), [UInt8](repeating: 65, count: count)] {
      let smaller = try #require(GzipStream.compress(bytes))
      #expect(try inflated(smaller) == bytes)
    }
    #expect(try #require(GzipStream.compress([UInt8](repeating: 65, count: 100_000))).count < 500)
  }

  @Test func `pieces of any size make one stream`() throws {
    let bytes = random(100_000) + [UInt8](repeating: 7, count: 100_000)
    for size in [999, 70_000] {
      let stream = try #require(GzipStream())
      var output: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        let piece = Array(bytes[start..<min(start + size, bytes.count)])
        #expect(stream.append(piece, isLast: false, to: &output))
      }
      #expect(stream.append([], isLast: true, to: &output))
      #expect(try inflated(output) == bytes)
    }
  }

  @Test func `a producer that fails makes its compressed stream fail`() {
    var producer = GzipProducer(StreamBody(unfolding: 0) { _, _ in .failed }.producer)
    var bytes: [UInt8] = []
    guard case .failed = producer.next(into: &bytes) else {
      Issue.record("the failure was lost")
      return
    }
  }
}
