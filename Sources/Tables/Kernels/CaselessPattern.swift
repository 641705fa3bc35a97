/// A text that others are to contain, to begin with or to end with, ignoring case: in small letters (`CaseFolding`) both are compared by bytes.
struct CaselessPattern: Sendable {
  enum Place: Sendable {
    case anywhere, start, end
  }

  private let place: Place
  /// The text in small letters.
  private let search: ByteSearch
  private let isASCII: Bool
  /// Whether characters beyond ASCII may become what is wanted: the sign of the kelvin is a capital k, and the i with a dot above begins with
  /// an i when it is made small.
  private let meetsOddLetters: Bool

  private static let oddLetters = ["\u{212A}", "\u{130}"].map { ByteSearch(Array($0.utf8)) }

  /// - Returns: `nil` for the empty text, with which every text agrees.
  init?(_ text: String, at place: Place) {
    var folded: [UInt8] = []
    unsafe Array(text.utf8).withUnsafeBufferPointer {
      unsafe CaseFolding.fold($0, into: &folded)
    }
    if folded.isEmpty { return nil }
    self.place = place
    search = ByteSearch(folded)
    isASCII = folded.allSatisfy { $0 < 0x80 }
    meetsOddLetters = folded.contains(UInt8(ascii: "k")) || folded.contains(UInt8(ascii: "i"))
  }

  /// Whether a text agrees with the pattern.
  ///
  /// - Parameter scratch: what stands there is lost; the same array saves room for many texts.
  func agrees(with text: UnsafeBufferPointer<UInt8>, _ scratch: inout [UInt8]) -> Bool {
    if isASCII {
      if unsafe stands(in: text) { return true }
      if !meetsOddLetters { return false }
    }
    if unsafe CaseFolding.isASCII(text) { return false }
    unsafe CaseFolding.fold(text, into: &scratch)
    return unsafe scratch.withUnsafeBufferPointer { unsafe stands(in: $0) }
  }

  private func stands(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= search.wanted.count else { return false }
    switch place {
    case .anywhere: return unsafe search.first(in: text) != nil
    case .start: return unsafe search.stands(in: text, at: 0)
    case .end: return unsafe search.stands(in: text, at: text.count - search.wanted.count)
    }
  }

  /// Keeps the rows whose text agrees with the pattern.
  ///
  /// Where many rows of a segment are left, their texts are searched as one.
  func keep(_ texts: SpelledSegment, in rows: inout SegmentBits) {
    if isASCII, case .anywhere = place, !rows.isSparse {
      keepInOneSearch(texts, in: &rows)
    } else {
      var scratch: [UInt8] = []
      unsafe texts.keep(in: &rows) { unsafe agrees(with: $0, &scratch) }
    }
  }

  private func keepInOneSearch(_ texts: SpelledSegment, in rows: inout SegmentBits) {
    var found = SegmentBits(none: texts.count)
    Self.rows(of: texts, with: search) { found.insert($0) }
    if meetsOddLetters {
      var odd = SegmentBits(none: texts.count)
      for letter in Self.oddLetters { Self.rows(of: texts, with: letter) { odd.insert($0) } }
      odd.subtract(found)
      var scratch: [UInt8] = []
      unsafe texts.keep(in: &odd) { unsafe agrees(with: $0, &scratch) }
      found.formUnion(odd)
    }
    rows.formIntersection(found)
  }

  /// The rows of a segment that contain some bytes, each once. What stands across the end of a text is no finding.
  private static func rows(
    of texts: SpelledSegment, with search: ByteSearch, _ body: (Int) -> Void
  ) {
    unsafe texts.bytes.withUnsafeBufferPointer { bytes in
      unsafe texts.ends.withUnsafeBufferPointer { ends in
        var place = 0
        var row = 0
        while let found = unsafe search.first(in: bytes, from: place) {
          while unsafe Int(ends[row]) <= found { row &+= 1 }
          let end = unsafe Int(ends[row])
          if found &+ search.wanted.count <= end {
            body(row)
            place = end
          } else {
            place = found &+ 1
          }
        }
      }
    }
  }
}
