import Tables

/// How often the values of a distribution occur.
struct Frequencies {
  let distinctCount: Int
  let zeroCount: Int
  /// The most frequent values, the most frequent one first; of equally frequent ones the least.
  let top: [(value: ExactValue, count: Int)]

  /// - Returns: `nil` for more than `Summary.distinctLimit` values that are not counted.
  /// - Complexity: O(*n*), some nanoseconds a value; O(*distinct*) for values that are counted.
  init?(
    of distribution: Distribution, top count: Int, on lanes: Lanes = .single
  ) throws(Cancelled) {
    var distinctCount = 0
    var zeroCount = 0
    // Values come in their order, so of equally frequent ones the first stays.
    var most = MostFrequent<ExactValue>(count) { _, _ in false }
    switch distribution.values {
    case .counts(let least, let counts):
      for (place, count) in counts.enumerated() where count != 0 {
        let mantissa = least + Int64(place)
        distinctCount += 1
        if mantissa == 0 { zeroCount = count }
        most.offer(.mantissa(mantissa), count: count)
      }
    case .mantissas, .doubles:
      guard distribution.count <= Summary.distinctLimit else { return nil }
      var keys = OrderedKeys(of: distribution)
      try keys.sort(on: lanes)
      try lanes.check()
      let isExact = if case .mantissas = distribution.values { true } else { false }
      Self.forEachRun(of: keys.keys) { key, count in
        let value: ExactValue =
          isExact ? .mantissa(OrderedKeys.mantissa(of: key)) : .double(OrderedKeys.double(of: key))
        distinctCount += 1
        if value == .mantissa(0) || value == .double(0) { zeroCount = count }
        most.offer(value, count: count)
      }
    }
    self.distinctCount = distinctCount
    self.zeroCount = zeroCount
    top = most.values
  }

  /// Calls `body` with each key of a sorted list and how often it stands there.
  private static func forEachRun(of keys: [UInt64], _ body: (UInt64, Int) -> Void) {
    var start = 0
    for place in 1..<max(1, keys.count) where keys[place] != keys[start] {
      body(keys[start], place - start)
      start = place
    }
    if start < keys.count { body(keys[start], keys.count - start) }
  }
}

/// The most frequent of the values that were offered, a few of them.
struct MostFrequent<Value> {
  /// The most frequent one first.
  private(set) var values: [(value: Value, count: Int)] = []
  private let limit: Int
  private let precedes: (Value, Value) -> Bool

  /// - Parameter precedes: which of two equally frequent values comes first, if not the one that was offered first.
  init(_ limit: Int, _ precedes: @escaping (Value, Value) -> Bool) {
    self.limit = limit
    self.precedes = precedes
  }

  /// - Complexity: O(1) for a value that is not frequent enough, else O(*limit*).
  mutating func offer(_ value: Value, count: Int) {
    if values.count == limit, let last = values.last, last.count >= count,
      last.count > count || !precedes(value, last.value)
    {
      return
    }
    let place =
      values.firstIndex { held in
        held.count < count || (held.count == count && precedes(value, held.value))
      } ?? values.count
    guard place < limit else { return }
    values.insert((value, count), at: place)
    if values.count > limit { values.removeLast() }
  }
}
