/// Finds where a multipart delimiter (CR LF, two hyphens, the boundary) begins in bytes that hold few of them.
enum DelimiterSearch {
  private static let blockBytes = 64

  /// The first place from which all bytes agree with the delimiter, up to its end or to the end of the bytes.
  ///
  /// - Parameter delimiter: begins with CR LF and two hyphens, and holds no other CR.
  /// - Returns: `end` when there is none.
  static func place(
    of delimiter: [UInt8], in bytes: [UInt8], from start: Int, to end: Int
  ) -> Int {
    var place = start
    while place < end {
      place = candidate(in: bytes, from: place, to: end)
      let stop = min(end, place + blockBytes)
      while place < stop {
        if bytes[place] == Characters.carriageReturn,
          agrees(delimiter, bytes, from: place, to: end)
        {
          return place
        }
        place += 1
      }
    }
    return end
  }

  private static func agrees(
    _ delimiter: [UInt8], _ bytes: [UInt8], from start: Int, to end: Int
  ) -> Bool {
    for place in start..<min(end, start + delimiter.count)
    where bytes[place] != delimiter[place - start] {
      return false
    }
    return true
  }

  /// A place before which no CR is followed by a hyphen at a distance of three; no more than a block before the first that is.
  ///
  /// Lines may end with CR LF, but few begin with a hyphen, so most blocks are passed by after two loads and compares of each
  /// sixteen bytes.
  private static func candidate(in bytes: [UInt8], from start: Int, to end: Int) -> Int {
    let returns = SIMD16<UInt8>(repeating: Characters.carriageReturn)
    let hyphens = SIMD16<UInt8>(repeating: UInt8(ascii: "-"))
    return unsafe bytes.withUnsafeBytes { all in
      precondition(0 <= start && start <= end && end <= all.count, "a part of the bytes")
      guard let base = all.baseAddress else { return end }
      var place = start
      // Sound: the last byte that is loaded stands 66 behind the block's begin, which is before `end`.
      while place &+ blockBytes &+ 3 <= end {
        var found = SIMD16<UInt8>()
        var step = place
        while step < place &+ blockBytes {
          let first = unsafe base.loadUnaligned(fromByteOffset: step, as: SIMD16<UInt8>.self)
          let fourth = unsafe base.loadUnaligned(fromByteOffset: step &+ 3, as: SIMD16<UInt8>.self)
          found.replace(with: 1, where: (first .== returns) .& (fourth .== hyphens))
          step &+= 16
        }
        let words = unsafe unsafeBitCast(found, to: SIMD2<UInt64>.self)
        if words[0] | words[1] != 0 { return place }
        place &+= blockBytes
      }
      return place
    }
  }
}
