/// Ways to cut some bytes into pieces: in one, in every two, byte by byte, and a few by chance.
struct Cutting {
  let pieces: [[UInt8]]

  static func all(of bytes: [UInt8]) -> [Cutting] {
    let places = [[], Array(bytes.indices)] + bytes.indices.map { [$0] }
    let random = (0..<5).map { _ in bytes.indices.filter { _ in Int.random(in: 0..<5) == 0 } }
    return (places + random).map { Cutting(bytes, at: $0) }
  }

  private init(_ bytes: [UInt8], at places: [Int]) {
    pieces = zip([0] + places, places + [bytes.count]).map { Array(bytes[$0..<$1]) }
  }
}
