/// Numbers of 64 bits, each once, coded in the order in which they came.
///
/// The hash is seeded anew for each table, so nobody can write a file whose numbers all meet in one place.
struct GroupKeyTable: Sendable {
  private(set) var keys: [UInt64] = []
  /// Open addressing, at most half full: one more than the code, 0 where there is none.
  private var places = [UInt32](repeating: 0, count: 64)
  private let seed = UInt64.random(in: .min ... .max)

  /// The code of a key, which is taken in if it is new.
  @inline(__always)
  mutating func code(of key: UInt64) -> UInt32 {
    let mask = places.count &- 1
    var place = hash(key) & mask
    while true {
      let held = places[place]
      if held == 0 { return add(key, at: place) }
      if keys[Int(held) &- 1] == key { return held &- 1 }
      place = (place &+ 1) & mask
    }
  }

  @inline(never)
  private mutating func add(_ key: UInt64, at place: Int) -> UInt32 {
    let code = UInt32(keys.count)
    keys.append(key)
    places[place] = code + 1
    if keys.count * 2 >= places.count { grow() }
    return code
  }

  private mutating func grow() {
    let mask = places.count * 2 - 1
    places = Array(repeating: 0, count: mask + 1)
    for (code, key) in keys.enumerated() {
      var place = hash(key) & mask
      while places[place] != 0 { place = (place + 1) & mask }
      places[place] = UInt32(code) + 1
    }
  }

  /// The halves of a product of 128 bits, one over the other, as in wyhash (Wang Yi, 2019).
  @inline(__always)
  private func hash(_ key: UInt64) -> Int {
    let product = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }

  /// Codes the keys of all segments: of each segment a code for each of its keys, and the keys in the order of their codes.
  ///
  /// Segments are coded on the lanes, each for itself; then their keys are brought together in the order of the segments, so that the codes do
  /// not depend on the lanes.
  ///
  /// - Returns: `nil` if there are more than `limit` different keys.
  static func codes(
    ofSegments count: Int, limit: Int, on lanes: Lanes,
    _ keys: @escaping @Sendable (Int) -> [UInt64]
  ) throws(Cancelled) -> (segments: [[UInt32]], keys: [UInt64])? {
    let parts = try lanes.map(count) { segment -> (codes: [UInt32], keys: [UInt64]) in
      var table = GroupKeyTable()
      let codes = keys(segment).map { table.code(of: $0) }
      return (codes, table.keys)
    }
    if parts.count == 1 {
      return parts[0].keys.count > limit ? nil : (parts.map(\.codes), parts[0].keys)
    }
    var all = GroupKeyTable()
    var renumbered: [[UInt32]] = []
    for part in parts {
      try lanes.check()
      renumbered.append(part.keys.map { all.code(of: $0) })
      if all.keys.count > limit { return nil }
    }
    let numbers = renumbered
    let segments = try lanes.map(count) { segment in
      let numbers = numbers[segment]
      return parts[segment].codes.map { numbers[Int($0)] }
    }
    return (segments, all.keys)
  }
}
