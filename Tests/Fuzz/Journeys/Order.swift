/// What an input is and how it is cut, as its first bytes say.
struct Order {
  static let byteCount = 4

  /// Whether the rest is what an upstream answers, or what is in a store.
  let isAnswer: Bool
  let recordLimitBytes: Int
  /// How much of an object is gathered before it is read.
  let gatheredBytes: Int
  let busTypeLimit: Int
  private let seed: UInt64

  init(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    isAnswer = bytes[0] & 1 == 0
    recordLimitBytes = bytes[0] & 2 != 0 ? Int(bytes[1]) : 1 << 20
    gatheredBytes = bytes[0] & 4 != 0 ? Int(bytes[1] >> 2) : 1
    busTypeLimit = bytes[0] & 8 != 0 ? Int(bytes[1] & 3) : 1000
    seed = UInt64(bytes[2]) << 8 | UInt64(bytes[3])
  }

  /// Some bytes in pieces, one behind the other.
  func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let widest = UInt64(seed % 61) + 1
    var pieces: [[UInt8]] = []
    var place = 0
    while place < bytes.count {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      let end = min(place + Int(random % widest) + 1, bytes.count)
      pieces.append(Array(bytes[place..<end]))
      place = end
    }
    return pieces
  }
}
