internal import Synchronization

/// The texts of a column, segment by segment: as codes, or as they are where most of them differ.
struct TextColumn: Sendable {
  enum Segment: Sendable {
    case coded(CodeSegment)
    case spelled(SpelledSegment)
  }

  let segments: [Segment]
  /// The words of the coded segments.
  let words: WordTable
  private let onDemand: OnDemand?

  init(segments: [Segment], words: WordTable) {
    self.segments = segments
    self.words = words
    let isCoded = segments.allSatisfy { if case .coded = $0 { true } else { false } }
    onDemand = isCoded ? nil : OnDemand()
  }

  /// The column as codes. What is spelled out is coded at the first call, and kept.
  var coded: CodedText {
    guard let onDemand else {
      return CodedText(
        words: words,
        segments: segments.compactMap { segment in
          if case .coded(let codes) = segment { codes } else { nil }
        })
    }
    if let kept = onDemand.reference.load() { return kept.coded }
    return onDemand.reference.storeIfNil(Kept(encoded {})).coded
  }

  /// The same. What has to be made stops when the computation is cancelled, and nothing is kept of it then.
  func coded(on lanes: Lanes) throws(Cancelled) -> CodedText {
    guard let onDemand, onDemand.reference.load() == nil else { return coded }
    let made = try encoded { () throws(Cancelled) in try lanes.check() }
    return onDemand.reference.storeIfNil(Kept(made)).coded
  }

  /// Whether the codes stand ready: from the start, or since somebody asked for them.
  var hasCodes: Bool {
    onDemand.map { $0.reference.load() != nil } ?? true
  }

  /// The texts of some columns one behind the other; words are numbered by their first column, then by their code there.
  init(joining columns: [TextColumn], on lanes: Lanes = .single) throws(Cancelled) {
    var all = WordTable()
    var segments: [Segment] = []
    for column in columns {
      var slots: [UInt32] = [0]
      slots.reserveCapacity(column.words.count + 1)
      for code in 0..<column.words.count {
        if code % Self.checkedRows == 0 {
          let words = min(Self.checkedRows, column.words.count - code)
          try all.makeRoom(for: words) { () throws(Cancelled) in try lanes.check() }
        }
        slots.append(UInt32(all.insert(column.words.bytes(of: code))) + 1)
      }
      for segment in column.segments {
        try lanes.check()
        if case .coded(let codes) = segment {
          segments.append(.coded(codes.renumbered(slots)))
        } else {
          segments.append(segment)
        }
      }
    }
    self.init(segments: segments, words: all)
  }

  /// Whether no row has a text.
  var isEmpty: Bool {
    segments.allSatisfy { segment in
      switch segment {
      case .coded(let codes): codes == .nulls(codes.count)
      case .spelled(let texts): texts.bytes.isEmpty
      }
    }
  }

  /// The place for what is made at the first call. Two callers at once may both make it; one of the equal answers is kept.
  private final class OnDemand: Sendable {
    let reference = AtomicLazyReference<Kept>()
  }

  private final class Kept: Sendable {
    let coded: CodedText

    init(_ coded: CodedText) {
      self.coded = coded
    }
  }

  /// How many words are numbered between two looks at whether the column is still wanted.
  private static let checkedRows = 1 << 16

  /// Numbers all words anew, in the order of the rows.
  ///
  /// - Parameter check: called once for some rows; what it throws ends the work.
  private func encoded<Stop: Error>(_ check: () throws(Stop) -> Void) throws(Stop) -> CodedText {
    var all = WordTable()
    var coded: [CodeSegment] = []
    for segment in segments {
      try check()
      var builder = CodeSegment.empty
      switch segment {
      case .coded(let codes):
        // Of each word the new slot, once a row has borne it.
        var renumbered = [UInt32](repeating: 0, count: words.count + 1)
        let slots = codes.expanded().map { slot -> UInt32 in
          if slot == 0 { return 0 }
          if renumbered[Int(slot)] == 0 {
            renumbered[Int(slot)] = UInt32(all.insert(words.bytes(of: Int(slot) - 1))) + 1
          }
          return renumbered[Int(slot)]
        }
        builder.append(slots, greatest: slots.max() ?? 0)
      case .spelled(let texts):
        var slots: [UInt32] = []
        slots.reserveCapacity(texts.count)
        for row in stride(from: 0, to: texts.count, by: Self.checkedRows) {
          let rows = row..<min(row + Self.checkedRows, texts.count)
          try check()
          try all.makeRoom(for: rows.count, check)
          slots += all.slots(
            of: texts.bytes, from: row == 0 ? 0 : Int(texts.ends[row - 1]), ends: texts.ends[rows])
        }
        builder.append(slots, greatest: slots.max() ?? 0)
      }
      coded.append(builder)
    }
    return CodedText(words: all, segments: coded)
  }
}

/// A text column as codes into its words.
struct CodedText: Sendable {
  let words: WordTable
  let segments: [CodeSegment]
}

/// The texts of a segment one behind the other. A null is an empty text: there is no other empty text in a table.
struct SpelledSegment: Sendable {
  var bytes: [UInt8] = []
  /// Where each text ends.
  var ends: [UInt32] = []

  var count: Int { ends.count }

  func bytes(_ row: Int) -> ArraySlice<UInt8> {
    bytes[(row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])]
  }
}
