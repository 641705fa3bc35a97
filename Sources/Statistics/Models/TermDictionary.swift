/// Words, each once, numbered from 0 in the order in which they came.
///
/// Words are found by a hash table with open addresses. The hash is the standard library's, whose seed differs from run to run, so
/// that nobody can send words that all meet in one place; numbers do not depend on it.
struct TermDictionary: Sendable {
  /// The words, one after the other.
  private var bytes: [UInt8] = []
  /// Where each word ends.
  private var ends: [Int] = []
  /// For each place the hash of a word in the upper half, and its number plus one in the lower; 0 where the place is free. Their
  /// count is a power of two.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)

  /// How many words there are.
  var count: Int { ends.count }

  /// The memory that the words and their table take.
  var byteCount: Int { bytes.count + 8 * (ends.count + slots.count) }

  /// A word by its number.
  func word(_ number: Int) -> ArraySlice<UInt8> { bytes[start(of: number)..<ends[number]] }

  /// The number of a word; `nil` if it is not there.
  func number(of word: Span<UInt8>) -> Int? {
    find(word, hash: Self.hash(word)).number
  }

  /// The number of a word, which is added if it is not there.
  mutating func number(adding word: Span<UInt8>) -> Int {
    let hash = Self.hash(word)
    let (number, slot) = find(word, hash: hash)
    if let number { return number }
    for place in word.indices { bytes.append(word[place]) }
    ends.append(bytes.count)
    slots[slot] = hash << 32 | UInt64(ends.count)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  private func start(of number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }

  /// The number of a word, or the free place where it belongs.
  private func find(_ word: Span<UInt8>, hash: UInt64) -> (number: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
      if slots[slot] >> 32 == hash && holds(word, number) { return (number, slot) }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private func holds(_ word: Span<UInt8>, _ number: Int) -> Bool {
    let start = start(of: number)
    guard ends[number] - start == word.count else { return false }
    for place in word.indices where bytes[start + place] != word[place] { return false }
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: 2 * old.count)
    let mask = slots.count - 1
    for entry in old where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  /// 32 bits that depend on every byte of the word.
  private static func hash(_ word: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    var piece: UInt64 = 1
    for place in word.indices {
      piece = piece << 8 | UInt64(word[place])
      // The one in front tells how many bytes a piece holds.
      if place % 7 == 6 {
        hasher.combine(piece)
        piece = 1
      }
    }
    hasher.combine(piece)
    return UInt64(UInt32(truncatingIfNeeded: hasher.finalize()))
  }
}
