/// A set of bus types, kept in the order of their bytes: little room for few of them, and two sets are merged in one pass.
struct BusTypes: Equatable, Sendable {
  /// The types one behind the other, and where each ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []

  init() {}

  /// - Parameter types: each once, ascending by their bytes.
  init(sorted types: [ArraySlice<UInt8>]) {
    text.reserveCapacity(types.reduce(0) { $0 + $1.count })
    ends.reserveCapacity(types.count)
    for type in types { append(type) }
  }

  var count: Int { ends.count }

  /// How many bytes of memory it takes, about.
  var memoryBytes: Int { text.count + ends.count * 8 + 64 }

  subscript(number: Int) -> ArraySlice<UInt8> {
    text[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  /// Takes in the types of another set.
  ///
  /// - Complexity: O(*bytes of both*); less where the other has nothing new.
  mutating func merge(_ other: BusTypes) {
    if other.count == 0 || other == self { return }
    if count == 0 {
      self = other
      return
    }
    var merged = BusTypes()
    merged.text.reserveCapacity(text.count + other.text.count)
    merged.ends.reserveCapacity(max(count, other.count))
    var (mine, theirs) = (0, 0)
    while mine < count, theirs < other.count {
      let (first, second) = (self[mine], other[theirs])
      let isSecond = second.lexicographicallyPrecedes(first)
      merged.append(isSecond ? second : first)
      if isSecond {
        theirs += 1
      } else {
        mine += 1
        if first == second { theirs += 1 }
      }
    }
    for rest in mine..<count { merged.append(self[rest]) }
    for rest in theirs..<other.count { merged.append(other[rest]) }
    // It has taken more room than it needs if there was nothing new.
    if merged.count > count { self = merged }
  }

  private mutating func append(_ type: ArraySlice<UInt8>) {
    text.append(contentsOf: type)
    ends.append(text.count)
  }
}
