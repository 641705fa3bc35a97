/// Looks for a few bytes in many, ASCII letters of either case alike.
///
/// 64 places are tried at once: whether the first and the last of the wanted bytes stand there. Only where both do, the bytes between them are
/// compared (W. Muła, SIMD-friendly algorithms for substring searching, 2016).
struct ByteSearch: Sendable {
  /// What is looked for, in small letters; at least one byte.
  let wanted: [UInt8]
  /// What makes the first and the last byte of a place small, if they are to be letters.
  private let masks: (first: UInt8, last: UInt8)

  init(_ wanted: [UInt8]) {
    precondition(!wanted.isEmpty, "there is nothing to look for")
    self.wanted = wanted.map(CaseFolding.small)
    func mask(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "a") < 26 ? 0x20 : 0 }
    masks = (mask(self.wanted[0]), mask(self.wanted[wanted.count - 1]))
  }

  /// Where the bytes first stand from a place on; `nil` if they do not.
  ///
  /// Sound: 64 bytes are read at once only where as many are, counted to the last byte that is wanted.
  ///
  /// - Complexity: O(bytes), some gigabytes in a second, unless the first and the last byte stand nearly everywhere.
  func first(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    guard let base = unsafe UnsafeRawPointer(text.baseAddress) else { return nil }
    let last = wanted.count &- 1
    let end = text.count &- last
    var place = start
    let firsts = SIMD64<UInt8>(repeating: wanted[0])
    let lasts = SIMD64<UInt8>(repeating: wanted[last])
    let (firstMask, lastMask) = masks
    while place &+ 64 <= end {
      let here = unsafe base.loadUnaligned(fromByteOffset: place, as: SIMD64<UInt8>.self)
      let there = unsafe base.loadUnaligned(fromByteOffset: place &+ last, as: SIMD64<UInt8>.self)
      var hits = Self.bits(
        (here | SIMD64(repeating: firstMask)) .== firsts
          .& ((there | SIMD64(repeating: lastMask)) .== lasts))
      while hits != 0 {
        let found = place &+ hits.trailingZeroBitCount
        if unsafe stands(in: text, at: found) { return found }
        hits &= hits &- 1
      }
      place &+= 64
    }
    while place < end {
      if unsafe stands(in: text, at: place) { return place }
      place &+= 1
    }
    return nil
  }

  /// Whether the bytes stand at a place; there must be as many behind it.
  @inline(__always)
  func stands(in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    for index in 0..<wanted.count {
      if unsafe CaseFolding.small(text[place &+ index]) != wanted[index] { return false }
    }
    return true
  }

  /// One bit for each place of a mask. Where none is set, that shows soon.
  ///
  /// Sound: a mask of 64 places is 64 bytes that are 0 or 255.
  @inline(__always)
  private static func bits(_ mask: SIMDMask<SIMD64<Int8>>) -> UInt64 {
    let groups = unsafe unsafeBitCast(mask, to: SIMD8<UInt64>.self)
    let half = groups.lowHalf | groups.highHalf
    let quarter = half.lowHalf | half.highHalf
    if quarter[0] | quarter[1] == 0 { return 0 }
    var answer: UInt64 = 0
    for group in 0..<8 {
      answer |= gatheredBits(groups[group] & 0x0101_0101_0101_0101) &<< UInt64(group &* 8)
    }
    return answer
  }
}
