@testable import HTTP

/// How a stream is cut and limited, as the first bytes of an input say.
struct Order {
  static let byteCount = 4

  let limits: RequestParser.Limits
  /// Whether bodies are kept, and how long those may be whose limit is named.
  let keepsBodies: Bool
  let bodyLimitBytes: Int?
  /// Whether bodies whose limit is named are passed on instead.
  let passesBodies: Bool
  private let seed: UInt64

  init(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    var limits = RequestParser.Limits()
    if bytes[0] & 1 != 0 { limits.headBytes = Int(bytes[1]) + 1 }
    if bytes[0] & 2 != 0 { limits.fieldCount = Int(bytes[1] & 7) }
    if bytes[0] & 4 != 0 { limits.targetBytes = Int(bytes[1] >> 3) + 1 }
    if bytes[0] & 8 != 0 { limits.bodyBytes = Int(bytes[1] & 31) }
    self.limits = limits
    keepsBodies = bytes[0] & 64 == 0
    passesBodies = bytes[0] & 32 != 0
    bodyLimitBytes = bytes[0] & 128 != 0 ? Int(bytes[1] >> 2) : nil
    seed = UInt64(bytes[2]) << 8 | UInt64(bytes[3])
  }

  /// Where a stream of so many bytes is cut, in rising order.
  func cuts(of count: Int) -> [Int] {
    var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let widest = UInt64(seed % 61) + 1
    var cuts: [Int] = []
    var place = 0
    while true {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      place += Int(random % widest) + 1
      if place >= count { return cuts }
      cuts.append(place)
    }
  }
}
