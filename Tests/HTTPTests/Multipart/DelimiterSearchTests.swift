@testable import HTTP
import Testing

struct DelimiterSearchTests {
  private static let delimiter = Array("\r\n--ab".utf8)

  /// The first place from which the bytes agree with the delimiter to its end or theirs.
  private static func naive(_ bytes: [UInt8], from start: Int, to end: Int) -> Int {
    (start..<end).first { place in
      let rest = bytes[place..<end].prefix(delimiter.count)
      return rest.elementsEqual(delimiter.prefix(rest.count))
    } ?? end
  }

  @Test func `it finds what the obvious search finds in bytes full of half delimiters`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      let count = Int.random(in: 0..<300, using: &random)
      while bytes.count < count {
        let half = Self.delimiter.prefix(Int.random(in: 0...5, using: &random))
        bytes += Bool.random(using: &random) ? Array(half) : Array("x-\r".utf8)
        if Int.random(in: 0..<40, using: &random) == 0 { bytes += Self.delimiter }
      }
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = Int.random(in: start...bytes.count, using: &random)
      let found = DelimiterSearch.place(of: Self.delimiter, in: bytes, from: start, to: end)
      #expect(found == Self.naive(bytes, from: start, to: end), "\(bytes) \(start) \(end)")
    }
  }

  @Test func `it finds a delimiter at every place of long content`() {
    for place in 0...200 {
      var bytes = [UInt8](repeating: UInt8(ascii: "-"), count: 206)
      bytes.replaceSubrange(place..<place + 6, with: Self.delimiter)
      #expect(DelimiterSearch.place(of: Self.delimiter, in: bytes, from: 0, to: 206) == place)
    }
  }

  @Test func `a beginning at the end counts, and one beyond the end does not`() {
    let bytes = [UInt8](repeating: 0x61, count: 100) + Self.delimiter
    for end in 101...105 {
      #expect(DelimiterSearch.place(of: Self.delimiter, in: bytes, from: 0, to: end) == 100)
    }
    #expect(DelimiterSearch.place(of: Self.delimiter, in: bytes, from: 0, to: 100) == 100)
    #expect(DelimiterSearch.place(of: Self.delimiter, in: [], from: 0, to: 0) == 0)
  }
}
