/// Which texts of a column are asked for. Null never is.
struct TextSieve: Sendable {
  enum Test: Sendable {
    /// One of these words, or none of them.
    case words([[UInt8]], isInverted: Bool)
    /// From one text to another, by bytes; `nil` is no bound.
    case range(from: [UInt8]?, to: [UInt8]?, isClosed: Bool)
    case pattern(CaselessPattern)
    /// Every text.
    case any
  }

  private let test: Test
  /// Of each slot of the column's words whether it passes, 1 or 0, and how many do.
  private let slots: [UInt8]
  private let passingCount: Int

  /// Decides about the words of a column, each once.
  init(_ test: Test, _ words: WordTable) {
    if case .words(let wanted, let isInverted) = test {
      self.test = .words(Self.ordered(wanted), isInverted: isInverted)
    } else {
      self.test = test
    }
    slots = Self.slots(self.test, words)
    passingCount = slots.reduce(0) { $0 + Int($1) }
  }

  /// Keeps the rows of a segment whose text passes.
  func keep(_ texts: TextColumn.Segment, in rows: inout SegmentBits) {
    switch texts {
    case .coded(.narrow(let codes)): keep(codes, in: &rows)
    case .coded(.medium(let codes)): keep(codes, in: &rows)
    case .coded(.wide(let codes)): keep(codes, in: &rows)
    case .spelled(let texts): keep(texts, in: &rows)
    }
  }

  /// Whether a look at a spelled column costs a search through its texts.
  var isSearch: Bool {
    if case .pattern = test { true } else { false }
  }

  private func keep<Slot: FixedWidthInteger>(_ codes: [Slot], in rows: inout SegmentBits) {
    if passingCount == 0 { return rows.removeAll() }
    if passingCount == slots.count - 1 { return rows.keep(codes) { $0 != 0 } }
    if passingCount == 1, let slot = slots.firstIndex(of: 1) {
      guard let wanted = Slot(exactly: slot) else { return rows.removeAll() }
      return rows.keep(codes) { $0 == wanted }
    }
    let slots = slots
    if rows.isSparse {
      rows.keepRows { slots[Int(codes[$0])] != 0 }
    } else {
      rows.keep(codes) { slots[Int($0)] != 0 }
    }
  }

  private func keep(_ texts: SpelledSegment, in rows: inout SegmentBits) {
    switch test {
    case .any: rows.keepRows { !texts.isNull($0) }
    case .pattern(let pattern): pattern.keep(texts, in: &rows)
    case .words(let words, let isInverted):
      if words.count == 1 {
        unsafe texts.keep(in: &rows) { unsafe isInverted != Self.areEqual($0, words[0]) }
      } else {
        unsafe texts.keep(in: &rows) { unsafe isInverted != Self.contains(words, $0) }
      }
    case .range(let from, let to, let isClosed):
      unsafe texts.keep(in: &rows) { unsafe Self.lies($0, from, to, isClosed) }
    }
  }

  // Words

  private static func slots(_ test: Test, _ words: WordTable) -> [UInt8] {
    var slots = [UInt8](repeating: 0, count: words.count + 1)
    if case .words(let wanted, let isInverted) = test {
      if isInverted { for slot in slots.indices.dropFirst() { slots[slot] = 1 } }
      for word in wanted {
        if let code = words.code(of: word) { slots[code + 1] = isInverted ? 0 : 1 }
      }
      return slots
    }
    var scratch: [UInt8] = []
    for code in 0..<words.count {
      let passes = unsafe words.bytes(of: code).withUnsafeBufferPointer {
        unsafe Self.passes($0, test, &scratch)
      }
      slots[code + 1] = passes ? 1 : 0
    }
    return slots
  }

  private static func passes(
    _ word: UnsafeBufferPointer<UInt8>, _ test: Test, _ scratch: inout [UInt8]
  ) -> Bool {
    switch test {
    case .words(let words, let isInverted): unsafe isInverted != contains(words, word)
    case .range(let from, let to, let isClosed): unsafe lies(word, from, to, isClosed)
    case .pattern(let pattern): unsafe pattern.agrees(with: word, &scratch)
    case .any: true
    }
  }

  // Leaves

  /// Each word once, ascending by bytes.
  private static func ordered(_ words: [[UInt8]]) -> [[UInt8]] {
    var ordered: [[UInt8]] = []
    for word in words.sorted(by: { $0.lexicographicallyPrecedes($1) }) where ordered.last != word {
      ordered.append(word)
    }
    return ordered
  }

  private static func lies(
    _ text: UnsafeBufferPointer<UInt8>, _ from: [UInt8]?, _ to: [UInt8]?, _ isClosed: Bool
  ) -> Bool {
    let least = isClosed ? 0 : 1
    if let from, unsafe order(text, from) < least { return false }
    if let to, unsafe order(text, to) > -least { return false }
    return true
  }

  @inline(__always)
  private static func areEqual(_ text: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    unsafe text.count == word.count && order(text, word) == 0
  }

  private static func contains(_ words: [[UInt8]], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low &+ high) / 2
      let order = unsafe order(text, words[middle])
      if order == 0 { return true }
      if order > 0 { low = middle &+ 1 } else { high = middle }
    }
    return false
  }

  private static func order(_ text: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Int {
    unsafe word.withUnsafeBufferPointer { unsafe orderOfBytes(text, $0) }
  }
}

/// -1 if the left text comes first by its bytes, 1 if the right one does, 0 if they are the same.
@inline(__always)
func orderOfBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
  let count = min(left.count, right.count)
  for place in 0..<count {
    let (one, other) = unsafe (left[place], right[place])
    if one != other { return one < other ? -1 : 1 }
  }
  return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
}

extension SpelledSegment {
  /// Keeps the rows whose text passes; the rows without a text are not kept.
  ///
  /// Sound: the ends of the texts ascend to the number of bytes; there is one for each row, which is checked.
  @inline(__always)
  func keep(in rows: inout SegmentBits, where passes: (UnsafeBufferPointer<UInt8>) -> Bool) {
    precondition(ends.count == rows.rowCount, "a column of another table")
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe ends.withUnsafeBufferPointer { ends in
        rows.keepRows { row in
          let start = unsafe row == 0 ? 0 : Int(ends[row &- 1])
          let end = unsafe Int(ends[row])
          if start == end { return false }
          return unsafe passes(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        }
      }
    }
  }
}
