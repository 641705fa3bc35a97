/// The codes of one segment in as few bytes as they need. What is stored is 0 for null, and one more than the code for a word: a slot.
enum CodeSegment: Equatable, Sendable {
  case narrow([UInt8])
  case medium([UInt16])
  case wide([UInt32])

  static let empty = CodeSegment.narrow([])

  /// As many rows without a word.
  static func nulls(_ count: Int) -> CodeSegment {
    .narrow(Array(repeating: 0, count: count))
  }

  var count: Int {
    switch self {
    case .narrow(let slots): slots.count
    case .medium(let slots): slots.count
    case .wide(let slots): slots.count
    }
  }

  subscript(row: Int) -> Int {
    switch self {
    case .narrow(let slots): Int(slots[row])
    case .medium(let slots): Int(slots[row])
    case .wide(let slots): Int(slots[row])
    }
  }

  /// The slots in their widest form.
  func expanded() -> [UInt32] {
    switch self {
    case .narrow(let slots): converted(slots)
    case .medium(let slots): converted(slots)
    case .wide(let slots): slots
    }
  }

  /// Appends slots, and widens the segment if the greatest of them needs it.
  mutating func append(_ slots: [UInt32], greatest: UInt32) {
    widen(for: greatest)
    switch self {
    case .narrow(var held):
      self = .empty
      held.append(contentsOf: converted(slots) as [UInt8])
      self = .narrow(held)
    case .medium(var held):
      self = .empty
      held.append(contentsOf: converted(slots) as [UInt16])
      self = .medium(held)
    case .wide(var held):
      self = .empty
      held.append(contentsOf: slots)
      self = .wide(held)
    }
  }

  /// The same rows with other slots: slot `s` becomes `table[s]`.
  ///
  /// - Precondition: `table` has a place for each slot.
  func renumbered(_ table: [UInt32]) -> CodeSegment {
    if table.indices.allSatisfy({ table[$0] == UInt32($0) }) { return self }
    let narrow = table.prefix(256)
    if case .narrow(let slots) = self, narrow.allSatisfy({ $0 <= UInt8.max }) {
      var bytes = [UInt8](repeating: 0, count: 256)
      for (slot, other) in narrow.enumerated() { bytes[slot] = UInt8(other) }
      return .narrow(slots.map { bytes[Int($0)] })
    }
    let slots = expanded().map { table[Int($0)] }
    var answer = CodeSegment.empty
    answer.append(slots, greatest: slots.max() ?? 0)
    return answer
  }

  private mutating func widen(for greatest: UInt32) {
    switch self {
    case .narrow(let held) where greatest > UInt32(UInt16.max): self = .wide(converted(held))
    case .narrow(let held) where greatest > UInt32(UInt8.max): self = .medium(converted(held))
    case .medium(let held) where greatest > UInt32(UInt16.max): self = .wide(converted(held))
    default: break
    }
  }
}

/// The same numbers in another width, which the compiler does with vectors.
///
/// Sound: each of the numbers that are promised is written.
private func converted<From: FixedWidthInteger, To: FixedWidthInteger>(_ slots: [From]) -> [To] {
  unsafe slots.withUnsafeBufferPointer { slots in
    unsafe .filling(slots.count) { answer, filled in
      for row in 0..<slots.count {
        unsafe answer[row] = To(truncatingIfNeeded: slots[row])
      }
      filled = slots.count
    }
  }
}
