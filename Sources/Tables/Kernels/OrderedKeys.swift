/// Values as unsigned numbers in the same order, so that places in that order are found by looking at bits.
///
/// What is asked for is found in few passes whatever the values are: no input makes the selection or the sort slower than others of its length.
package struct OrderedKeys: Sendable {
  /// Fewer keys than this are sorted by comparing them.
  private static let fewKeys = 256
  /// Keys are counted by so many bits.
  private static let bucketBits = 11
  /// Keys are sorted by so many bits at a time: more places to write to at once would not stay in the nearest cache.
  private static let digitBits = 8

  /// The keys, in the order of the values until `sort()` is called.
  package private(set) var keys: [UInt64]
  private var isSorted = false

  /// Keys that are what is looked for.
  package init(_ keys: [UInt64]) {
    self.keys = keys
  }

  package init(mantissas: [Int64]) {
    keys = mantissas.map { UInt64(bitPattern: $0) ^ 1 << 63 }
  }

  /// - Parameter doubles: none is NaN; both zeros count as the same value.
  package init(doubles: [Double]) {
    keys = doubles.map { value in
      // Negative numbers grow with falling bits. A sum with 0 has the sign of +0.
      let bits = (value + 0).bitPattern
      return bits ^ (bits >> 63 == 1 ? .max : 1 << 63)
    }
  }

  /// The mantissa that has this key.
  package static func mantissa(of key: UInt64) -> Int64 {
    Int64(bitPattern: key ^ 1 << 63)
  }

  /// The double that has this key.
  package static func double(of key: UInt64) -> Double {
    Double(bitPattern: key ^ (key >> 63 == 1 ? 1 << 63 : .max))
  }

  /// The keys at some places of the order, without sorting the others.
  ///
  /// The keys are counted by their highest bits that differ; only those that share them with a key that is asked for are looked at again.
  ///
  /// - Parameter ranks: ascending, each from 0 to below the number of keys.
  /// - Returns: one for each rank.
  /// - Complexity: O(*n*), a few nanoseconds a key.
  package func keys(at ranks: [Int]) -> [UInt64] {
    if isSorted { return ranks.map { keys[$0] } }
    return select(ranks[...], from: keys)
  }

  /// Sorts the keys, by digits of their bits from the lowest up.
  ///
  /// - Complexity: O(*n*), about two nanoseconds a key for every 8 bits that differ; needs room for as many keys again.
  /// - Source: D. E. Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R.
  package mutating func sort() {
    sort {}
  }

  /// Sorts the keys in the same way, and stops between two digits when the computation is cancelled.
  package mutating func sort(on lanes: Lanes) throws(Cancelled) {
    try sort { () throws(Cancelled) in try lanes.check() }
  }

  /// - Parameter check: called before each digit; what it throws ends the work.
  private mutating func sort<Stop: Error>(_ check: () throws(Stop) -> Void) throws(Stop) {
    guard !isSorted else { return }
    guard keys.count >= Self.fewKeys else {
      keys.sort()
      isSorted = true
      return
    }
    let bounds = bounds(of: keys)
    var spare = keys
    for shift in stride(from: 0, to: bitCount(bounds.greatest - bounds.least), by: Self.digitBits) {
      try check()
      if distribute(keys, into: &spare, least: bounds.least, shift: shift) {
        swap(&keys, &spare)
      }
    }
    isSorted = true
  }

  /// How many different keys there are, and which is the most frequent; of equally frequent ones the least.
  ///
  /// - Returns: `nil` if there is no key.
  /// - Complexity: O(*n*) once they are sorted, which this does.
  package mutating func frequencies() -> (distinctCount: Int, mode: UInt64)? {
    sort()
    guard var current = keys.first else { return nil }
    var best = (key: current, count: 0)
    var distinctCount = 1
    var count = 0
    for key in keys {
      if key != current {
        if count > best.count { best = (current, count) }
        (current, count) = (key, 0)
        distinctCount += 1
      }
      count += 1
    }
    return (distinctCount, count > best.count ? current : best.key)
  }

  private func select(_ ranks: ArraySlice<Int>, from keys: [UInt64]) -> [UInt64] {
    guard !ranks.isEmpty else { return [] }
    guard keys.count >= Self.fewKeys else {
      let sorted = keys.sorted()
      return ranks.map { sorted[$0] }
    }
    let (least, greatest) = bounds(of: keys)
    let digits = max(4, min(Self.bucketBits, bitCount(UInt64(keys.count)) - 4))
    let shift = max(0, bitCount(greatest - least) - digits)
    let counts = counts(of: keys, least: least, shift: shift, buckets: 1 << digits)
    var answer: [UInt64] = []
    var (bucket, before) = (0, 0)
    var rest = ranks
    while let rank = rest.first {
      while before + counts[bucket] <= rank {
        before += counts[bucket]
        bucket += 1
      }
      let end = before + counts[bucket]
      let inside = rest.prefix { $0 < end }
      rest = rest[inside.endIndex...]
      if shift == 0 {
        answer.append(contentsOf: repeatElement(least + UInt64(bucket), count: inside.count))
      } else {
        let part = part(of: keys, least: least, shift: shift, bucket, count: counts[bucket])
        answer += select(inside.map { $0 - before }[...], from: part)
      }
    }
    return answer
  }

  private func bounds(of keys: [UInt64]) -> (least: UInt64, greatest: UInt64) {
    var (least, greatest) = (UInt64.max, UInt64.min)
    for key in keys {
      least = min(least, key)
      greatest = max(greatest, key)
    }
    return (least, greatest)
  }

  /// Sound: `shift` leaves no bits above those that number the buckets.
  private func counts(of keys: [UInt64], least: UInt64, shift: Int, buckets: Int) -> [Int] {
    unsafe .filling(buckets) { counts, filled in
      unsafe counts.initialize(repeating: 0)
      filled = buckets
      for key in keys {
        unsafe counts[
          Int(truncatingIfNeeded: (key &- least) &>> UInt64(shift)) & (buckets &- 1)] &+= 1
      }
    }
  }

  /// The keys of a bucket.
  ///
  /// Sound: there is room for one more than the bucket has, where keys of other buckets fall.
  private func part(
    of keys: [UInt64], least: UInt64, shift: Int, _ bucket: Int, count: Int
  ) -> [UInt64] {
    unsafe .filling(count + 1) { part, filled in
      for key in keys {
        unsafe part[filled] = key
        let isInside = (key &- least) &>> UInt64(shift) == UInt64(bucket)
        filled &+= isInside && filled < count ? 1 : 0
      }
    }
  }

  /// Writes the keys in the order of one digit, equal digits in the order in which they come.
  ///
  /// Sound: both arrays have the same length, and the place of each digit begins where the keys of the lesser digits end.
  ///
  /// - Returns: whether there was anything to do: no, if all keys have the same digit.
  private func distribute(
    _ keys: [UInt64], into sorted: inout [UInt64], least: UInt64, shift: Int
  ) -> Bool {
    precondition(sorted.count == keys.count, "no room for the keys")
    let mask = UInt64(1) << UInt64(Self.digitBits) - 1
    var places = Array(repeating: 0, count: 1 << Self.digitBits)
    for key in keys {
      places[Int(truncatingIfNeeded: ((key &- least) &>> UInt64(shift)) & mask)] &+= 1
    }
    if places.contains(keys.count) { return false }
    var place = 0
    for digit in places.indices {
      let count = places[digit]
      places[digit] = place
      place += count
    }
    unsafe sorted.withUnsafeMutableBufferPointer { sorted in
      unsafe places.withUnsafeMutableBufferPointer { places in
        for key in keys {
          let digit = Int(truncatingIfNeeded: ((key &- least) &>> UInt64(shift)) & mask)
          unsafe sorted[places[digit]] = key
          unsafe places[digit] &+= 1
        }
      }
    }
    return true
  }
}

/// How many bits a number takes; 0 for 0.
private func bitCount(_ number: UInt64) -> Int { UInt64.bitWidth - number.leadingZeroBitCount }
