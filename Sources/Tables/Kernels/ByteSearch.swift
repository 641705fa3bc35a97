internal import CScan

/// Looks for a few bytes in many, ASCII letters of either case alike.
struct ByteSearch: Sendable {
  /// What is looked for, in small letters; at least one byte.
  let wanted: [UInt8]

  init(_ wanted: [UInt8]) {
    precondition(!wanted.isEmpty, "there is nothing to look for")
    self.wanted = wanted.map(CaseFolding.small)
  }

  /// Where the bytes first stand from a place on; `nil` if they do not.
  ///
  /// Sound: the vector code reads no byte that is not among those it is given.
  ///
  /// - Complexity: O(bytes), some gigabytes in a second, unless the first and the last byte stand nearly everywhere.
  func first(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    guard let base = text.baseAddress, start < text.count else { return nil }
    let count = text.count - start
    let place = unsafe wanted.withUnsafeBufferPointer { wanted in
      guard let bytes = wanted.baseAddress else { return count }
      return unsafe tally_find(base + start, count, bytes, wanted.count)
    }
    return place < count ? start + place : nil
  }

  /// Whether the bytes stand at a place; there must be as many behind it.
  @inline(__always)
  func stands(in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    for index in 0..<wanted.count {
      if unsafe CaseFolding.small(text[place &+ index]) != wanted[index] { return false }
    }
    return true
  }
}
