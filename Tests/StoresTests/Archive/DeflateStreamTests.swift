import CZlib
import Testing

@testable import Stores

struct DeflateStreamTests {
  /// What zlib makes of some deflate data, if that ends where the bytes do.
  private func inflated(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var input = bytes
    var output: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 4096)
    return input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while true {
        let (result, count) = room.withUnsafeMutableBufferPointer { room in
          stream.next_out = room.baseAddress
          stream.avail_out = UInt32(room.count)
          let result = inflate(&stream, Z_NO_FLUSH)
          return (result, room.count - Int(stream.avail_out))
        }
        output += room[..<count]
        if result == Z_STREAM_END { return stream.avail_in == 0 ? output : nil }
        guard result == Z_OK else { return nil }
      }
    }
  }

  private func deflated(_ stream: DeflateStream, _ pieces: [[UInt8]]) -> [UInt8]? {
    var output: [UInt8] = []
    for piece in pieces {
      guard stream.append(piece, isLast: false, to: &output) else { return nil }
    }
    return stream.append([], isLast: true, to: &output) ? output : nil
  }

  @Test func `texts one after the other come out as they went in, in whatever pieces`() throws {
    let stream = try #require(DeflateStream())
    var random = SystemRandomNumberGenerator()
    for length in [0, 1, 100, 70_000, 400_000] {
      let text = (0..<length).map { _ in UInt8.random(in: 97...104, using: &random) }
      let step = max(1, length / 7)
      let pieces = stride(from: 0, to: length, by: step).map {
        Array(text[$0..<min($0 + step, length)])
      }
      for pieces in [pieces, [text]] {
        let bytes = try #require(deflated(stream, pieces))
        #expect(inflated(bytes) == text)
        #expect(length < 1000 || bytes.count < length / 2)
      }
    }
  }

  @Test func `the same pieces make the same bytes, whatever came before`() throws {
    let stream = try #require(DeflateStream())
    let text = Array(repeating: Array("abcabcd".utf8), count: 100)
    let first = try #require(deflated(stream, text))
    _ = deflated(stream, [[1, 2, 3]])
    #expect(deflated(stream, text) == first)
    #expect(deflated(try #require(DeflateStream()), text) == first)
  }
}
