@testable import HTTP

/// How a body is cut and limited, and what its Content-Type says, as the first bytes of an input say.
struct Order {
  static let byteCount = 4

  let limits: UploadReader.Limits
  let contentType: [UInt8]
  private let seed: UInt64

  init(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    var limits = UploadReader.Limits()
    if bytes[0] & 1 != 0 { limits.form.parts = Int(bytes[1] & 3) }
    if bytes[0] & 2 != 0 { limits.form.headBytes = Int(bytes[1]) + 1 }
    if bytes[0] & 4 != 0 { limits.fieldBytes = Int(bytes[1] & 31) }
    self.limits = limits
    let boundaries = ["x", "xYz", "\"a b\"", "----WebKitFormBoundary7MA4YWxkTrZu0gW"]
    contentType = Array("multipart/form-data; boundary=\(boundaries[Int(bytes[0] >> 6)])".utf8)
    seed = UInt64(bytes[2]) << 8 | UInt64(bytes[3])
  }

  /// Where a body of so many bytes is cut, in rising order.
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
