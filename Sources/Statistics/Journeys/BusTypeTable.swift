/// Bus types while they are gathered, each once by its bytes.
struct BusTypeTable {
  /// How many there may be, and how many bytes they may have together.
  let limit: Int
  let limitBytes: Int

  private var text: [UInt8] = []
  /// Where each type ends in `text`.
  private var ends: [Int] = []
  /// Open addressing, at most half full: the hash of a type and one more than its number, 0 if there is none.
  private var places = [Place](repeating: Place(), count: 64)
  /// Taken anew for each table, so that nobody can send types that all meet in one place.
  private let seeds: (UInt64, UInt64) = (.random(in: .min ... .max), .random(in: .min ... .max))

  private struct Place {
    var hash: UInt64 = 0
    var slot = 0
  }

  init(limit: Int = 100_000, limitBytes: Int = 8 << 20) {
    self.limit = limit
    self.limitBytes = limitBytes
  }

  /// Takes in a type unless it is there.
  ///
  /// - Returns: `false` if there is no room for it.
  @inline(__always)
  mutating func insert(_ type: Span<UInt8>) -> Bool {
    let hash = hash(type)
    let mask = places.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let held = places[place]
      if held.slot == 0 { return add(type, hash, at: place) }
      if held.hash == hash, isType(held.slot &- 1, type) { return true }
      place = (place &+ 1) & mask
    }
  }

  /// The types in the order of their bytes.
  var sorted: BusTypes {
    let ranges = ends.indices.map { range(of: $0) }
    return BusTypes(
      sorted: ranges.map { text[$0] }.sorted { $0.lexicographicallyPrecedes($1) })
  }

  private func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number &- 1])..<ends[number]
  }

  private func isType(_ number: Int, _ type: Span<UInt8>) -> Bool {
    let range = range(of: number)
    guard range.count == type.count else { return false }
    for place in 0..<type.count where text[range.lowerBound &+ place] != type[place] {
      return false
    }
    return true
  }

  @inline(never)
  private mutating func add(_ type: Span<UInt8>, _ hash: UInt64, at place: Int) -> Bool {
    guard ends.count < limit, type.count <= limitBytes - text.count else { return false }
    for next in 0..<type.count { text.append(type[next]) }
    ends.append(text.count)
    places[place] = Place(hash: hash, slot: ends.count)
    if ends.count * 2 >= places.count { grow() }
    return true
  }

  private mutating func grow() {
    var larger = [Place](repeating: Place(), count: places.count * 2)
    let mask = larger.count - 1
    for held in places where held.slot != 0 {
      var place = Int(truncatingIfNeeded: held.hash) & mask
      while larger[place].slot != 0 { place = (place + 1) & mask }
      larger[place] = held
    }
    places = larger
  }

  /// Eight bytes after eight, each time the halves of a product of 128 bits one over the other, as in wyhash (Wang Yi, 2019).
  @inline(__always)
  private func hash(_ type: Span<UInt8>) -> UInt64 {
    var hash = seeds.0 ^ UInt64(truncatingIfNeeded: type.count)
    var place = 0
    while place < type.count {
      var word: UInt64 = 0
      let end = min(place &+ 8, type.count)
      while place < end {
        word = word &<< 8 | UInt64(type[place])
        place &+= 1
      }
      let product = (hash ^ word).multipliedFullWidth(by: seeds.1 | 1)
      hash = product.high ^ product.low
    }
    return hash
  }
}
