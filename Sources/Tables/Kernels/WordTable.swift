/// Words, each once, numbered in the order in which they came.
///
/// A word of up to 16 bytes is found by those bytes themselves, as two numbers; a longer one by a hash and a look at its text. The hash is of all
/// bytes and seeded anew for each table, so nobody can write a file whose words all meet in one place.
struct WordTable: Sendable {
  /// How many bytes behind the first one of a word must be readable.
  static let slackBytes = 16

  /// The words one behind the other.
  private(set) var text: [UInt8] = []
  /// Where each word begins in `text`, and the end of the last one.
  private(set) var bounds: [Int] = [0]
  /// Open addressing, at most half full.
  private var places: [Place]
  private let seeds: (UInt64, UInt64)

  /// A word that is there, or its key while it is looked for.
  private struct Place {
    /// The first 16 bytes of a word that has no more, zeros behind them; the hash of a longer one and its first 8 bytes.
    var first: UInt64 = 0
    var second: UInt64 = 0
    var count: UInt32 = 0
    /// One more than the code; 0 if there is no word.
    var slot: UInt32 = 0

    @inline(__always)
    func hasKey(of other: Place) -> Bool {
      first == other.first && second == other.second && count == other.count
    }
  }

  init() {
    places = Array(repeating: Place(), count: 16)
    seeds = (.random(in: .min ... .max), .random(in: .min ... .max))
  }

  /// Takes in words that stand one behind the other; `nil` if the bounds do not cut the text into words of at least a byte, or once the
  /// computation is cancelled.
  ///
  /// The words must differ. Of two that do not, the second has a code that no look-up finds.
  ///
  /// Sound: the bounds lie in the text, which is padded while keys are read.
  init?(text: [UInt8], bounds: [Int], on lanes: Lanes = .single) {
    guard bounds.first == 0, bounds.last == text.count, bounds.count <= Int(UInt32.max),
      zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.init()
    let padded = text + [UInt8](repeating: 0, count: Self.slackBytes)
    var room = places.count
    while room <= (bounds.count - 1) * 2 { room *= 2 }
    var places = Array(repeating: Place(), count: room)
    unsafe padded.withUnsafeBufferPointer { padded in
      for code in 0..<bounds.count - 1 {
        if code % (1 << 16) == 0, lanes.isCancelled { return }
        let word = unsafe UnsafeBufferPointer(rebasing: padded[bounds[code]..<bounds[code + 1]])
        var key = unsafe key(of: word)
        key.slot = UInt32(code + 1)
        var place = hash(key) & (room - 1)
        while places[place].slot != 0 { place = (place + 1) & (room - 1) }
        places[place] = key
      }
    }
    if lanes.isCancelled { return nil }
    self.text = text
    self.bounds = bounds
    self.places = places
  }

  var count: Int { bounds.count - 1 }

  /// How many bytes the words have together.
  var byteCount: Int { text.count }

  /// The bytes of the word of a code.
  func bytes(of code: Int) -> ArraySlice<UInt8> { text[bounds[code]..<bounds[code + 1]] }

  /// Whether the word of a code comes before that of another, byte by byte.
  func precedes(_ one: Int, _ other: Int) -> Bool {
    let (start, otherStart) = (bounds[one], bounds[other])
    let (count, otherCount) = (bounds[one + 1] - start, bounds[other + 1] - otherStart)
    let text = text.span
    for place in 0..<min(count, otherCount) {
      let (byte, otherByte) = (text[start + place], text[otherStart + place])
      if byte != otherByte { return byte < otherByte }
    }
    return count < otherCount
  }

  /// How many characters (code points of Unicode) begin in the word of a code.
  func characterCount(of code: Int) -> Int {
    let text = text.span.extracting(bounds[code]..<bounds[code + 1])
    var count = 0
    for place in text.indices where text[place] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The code of a word; `nil` if it is not there.
  func code(of word: some Collection<UInt8>) -> Int? {
    unsafe Self.withPadded(word) { word in
      let slot = unsafe places[find(key(of: word), word)].slot
      return slot == 0 ? nil : Int(slot) - 1
    }
  }

  /// The code of the word, which is taken in if it is new.
  mutating func insert(_ word: some Collection<UInt8>) -> Int {
    unsafe Self.withPadded(word) { unsafe Int(slot(of: $0)) - 1 }
  }

  /// One more than the code of each of some texts that stand one behind the other, 0 for an empty one. New words are taken in.
  ///
  /// Sound: each text lies in the bytes, and one with fewer than `slackBytes` from its first byte on is copied.
  ///
  /// - Parameters:
  ///   - start: where the first text begins.
  ///   - ends: where each of them ends, ascending.
  /// - Complexity: O(*texts* + their bytes), some tens of nanoseconds a text where most are new.
  mutating func slots(of bytes: [UInt8], from start: Int, ends: ArraySlice<UInt32>) -> [UInt32] {
    precondition(start >= 0)
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var start = start
      return ends.map { end in
        let end = Int(end)
        defer { start = end }
        precondition(start <= end && end <= bytes.count)
        if start == end { return 0 }
        if start + Self.slackBytes > bytes.count {
          return unsafe Self.withPadded(bytes[start..<end]) { unsafe slot(of: $0) }
        }
        return unsafe slot(of: UnsafeBufferPointer(rebasing: bytes[start..<end]))
      }
    }
  }

  /// One more than the code of the word, which is taken in if it is new.
  ///
  /// - Parameter word: `slackBytes` from its first byte on must be readable.
  /// - Complexity: O(length of the word).
  @inline(__always)
  mutating func slot(of word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let key = unsafe key(of: word)
    let place = unsafe find(key, word)
    let found = places[place].slot
    return found != 0 ? found : unsafe add(key, word, at: place)
  }

  /// Where a word is, or where it would be.
  @inline(__always)
  private func find(_ key: Place, _ word: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = places.count &- 1
    var place = hash(key) & mask
    while true {
      let held = places[place]
      if held.slot == 0 { return place }
      if held.hasKey(of: key), unsafe word.count <= 16 || isText(Int(held.slot) &- 1, word) {
        return place
      }
      place = (place &+ 1) & mask
    }
  }

  @inline(never)
  private mutating func add(
    _ key: Place, _ word: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> UInt32 {
    unsafe text.append(contentsOf: word)
    bounds.append(text.count)
    let slot = UInt32(count)
    places[place] = key
    places[place].slot = slot
    if count * 2 >= places.count { grow {} }
    return slot
  }

  /// Makes room for some more words, so that taking them in takes no time for that.
  ///
  /// - Parameter check: called once for some places; what it throws ends the work, and nothing has changed.
  mutating func makeRoom<Stop: Error>(
    for words: Int, _ check: () throws(Stop) -> Void
  ) throws(Stop) {
    while (count + words) * 2 >= places.count { try grow(check) }
  }

  private mutating func grow<Stop: Error>(_ check: () throws(Stop) -> Void) throws(Stop) {
    let mask = places.count * 2 - 1
    var larger = Array(repeating: Place(), count: mask + 1)
    for start in stride(from: 0, to: places.count, by: 1 << 16) {
      try check()
      for held in places[start..<min(start + 1 << 16, places.count)] where held.slot != 0 {
        var place = hash(held) & mask
        while larger[place].slot != 0 { place = (place + 1) & mask }
        larger[place] = held
      }
    }
    places = larger
  }

  @inline(__always)
  private func key(of word: UnsafeBufferPointer<UInt8>) -> Place {
    let count = word.count
    guard count > 0, let start = word.baseAddress else { return Place() }
    let bytes = unsafe UnsafeRawPointer(start)
    let first = unsafe load(bytes)
    if count > 16 {
      return Place(
        first: unsafe longHash(bytes, count), second: first,
        count: UInt32(truncatingIfNeeded: count))
    }
    let second = unsafe load(bytes + 8)
    return Place(
      first: count >= 8 ? first : first & (1 &<< UInt64(count &* 8) &- 1),
      second: count <= 8 ? 0 : count == 16 ? second : second & (1 &<< UInt64(count &* 8) &- 1),
      count: UInt32(truncatingIfNeeded: count))
  }

  @inline(__always)
  private func hash(_ key: Place) -> Int {
    Int(truncatingIfNeeded: folded(key.first ^ seeds.0, key.second ^ seeds.1 ^ UInt64(key.count)))
  }

  /// The hash of more than 16 bytes: two chains side by side, each of every other 16 bytes, and the last 16 in either case.
  @inline(__always)
  private func longHash(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var (even, odd) = seeds
    var place = 0
    while place < count &- 32 {
      even = unsafe folded(load(bytes + place) ^ even, load(bytes + (place &+ 8)) ^ seeds.1)
      odd = unsafe folded(load(bytes + (place &+ 16)) ^ odd, load(bytes + (place &+ 24)) ^ seeds.0)
      place &+= 32
    }
    if place < count &- 16 {
      even = unsafe folded(load(bytes + place) ^ even, load(bytes + (place &+ 8)) ^ seeds.1)
    }
    let last = unsafe bytes + (count &- 16)
    return unsafe even ^ folded(load(last) ^ odd, load(last + 8) ^ seeds.0)
  }

  /// Whether the word of a code, which is as long and longer than 16 bytes, is this one.
  @inline(__always)
  private func isText(_ code: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = bounds[code]
    precondition(bounds[code &+ 1] &- start == word.count)
    return unsafe text.withUnsafeBufferPointer { text in
      guard let text = text.baseAddress, let word = word.baseAddress else { return false }
      let (left, right) = unsafe (UnsafeRawPointer(text + start), UnsafeRawPointer(word))
      return unsafe areEqual(left, right, bounds[code &+ 1] &- start)
    }
  }

  /// Lends a copy of a word with readable bytes behind it.
  private static func withPadded<Answer>(
    _ word: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Answer
  ) -> Answer {
    let padded = Array(word) + [UInt8](repeating: 0, count: slackBytes)
    return unsafe padded.withUnsafeBufferPointer { padded in
      unsafe body(UnsafeBufferPointer(rebasing: padded[..<(padded.count - slackBytes)]))
    }
  }
}

/// Whether as many bytes, at least 16, are the same at two places.
@inline(__always)
private func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
  var difference = unsafe loadPair(left + (count &- 16)) ^ loadPair(right + (count &- 16))
  var place = 0
  while place < count &- 16 {
    unsafe difference |= loadPair(left + place) ^ loadPair(right + place)
    place &+= 16
  }
  return difference == .zero
}

@inline(__always)
private func loadPair(_ bytes: UnsafeRawPointer) -> SIMD2<UInt64> {
  unsafe bytes.loadUnaligned(as: SIMD2<UInt64>.self)
}

/// The halves of a product of 128 bits, one over the other, as in wyhash (Wang Yi, 2019).
@inline(__always)
private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

@inline(__always)
private func load(_ bytes: UnsafeRawPointer) -> UInt64 {
  unsafe bytes.loadUnaligned(as: UInt64.self)
}
