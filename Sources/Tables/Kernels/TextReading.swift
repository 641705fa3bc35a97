/// What is made of each text of a column: of a word once, however many rows bear it, and of texts that are spelled out row by row.
///
/// Sound: what is lent to the reading is as long as it says, and has the bytes behind it.
@safe struct TextReading<Value: Sendable>: Sendable {
  private let segments: [TextColumn.Segment]
  /// The value of each slot of the coded segments, that of null first.
  private let slotValues: [Value]
  private let read: @Sendable (UnsafeBufferPointer<UInt8>) -> Value

  /// Reads the words of a column.
  ///
  /// - Parameters:
  ///   - null: the value of a row without a text.
  ///   - read: the value of a text. `CSVLoader.slackBytes` behind it may be read.
  init(
    _ texts: TextColumn, null: Value, on lanes: Lanes,
    _ read: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Value
  ) throws(Cancelled) {
    segments = texts.segments
    unsafe self.read = read
    let words = PaddedTexts(texts.words.text, bounds: texts.words.bounds)
    let pieces = (words.count + checkedRows - 1) / checkedRows
    let parts = try lanes.map(pieces) { piece in
      let first = piece * checkedRows
      var values: [Value] = []
      unsafe words.forEach(in: first..<min(first + checkedRows, words.count)) {
        values.append(unsafe read($0))
      }
      return values
    }
    slotValues = try joined([[null]] + parts, on: lanes)
  }

  /// The value of each row of a segment.
  func values(of segment: Int, on lanes: Lanes) throws(Cancelled) -> [Value] {
    switch segments[segment] {
    case .coded(.narrow(let slots)): try values(slots, on: lanes)
    case .coded(.medium(let slots)): try values(slots, on: lanes)
    case .coded(.wide(let slots)): try values(slots, on: lanes)
    case .spelled(let texts): try values(texts, on: lanes)
    }
  }

  private func values<Slot: FixedWidthInteger>(
    _ slots: [Slot], on lanes: Lanes
  ) throws(Cancelled) -> [Value] {
    try values(rowCount: slots.count, on: lanes) { rows, values in
      for slot in slots[rows] { values.append(slotValues[Int(slot)]) }
    }
  }

  private func values(
    _ texts: SpelledSegment, on lanes: Lanes
  ) throws(Cancelled) -> [Value] {
    let null = slotValues[0]
    let padded = PaddedTexts(texts.bytes, bounds: [0] + texts.ends.map { Int($0) })
    return try values(rowCount: texts.count, on: lanes) { rows, values in
      unsafe padded.forEach(in: rows) { values.append($0.isEmpty ? null : unsafe read($0)) }
    }
  }

  /// Adds the values of some rows after the other.
  private func values(
    rowCount: Int, on lanes: Lanes, _ append: (Range<Int>, inout [Value]) -> Void
  ) throws(Cancelled) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(rowCount)
    for first in stride(from: 0, to: rowCount, by: checkedRows) {
      try lanes.check()
      append(first..<min(first + checkedRows, rowCount), &values)
    }
    return values
  }
}

/// How many rows or words are read between two looks at whether the answer is still wanted.
private let checkedRows = 1 << 16

/// Texts one behind the other, with bytes behind the last one that may be read.
private struct PaddedTexts: Sendable {
  private let bytes: [UInt8]
  private let bounds: [Int]

  /// - Parameter bounds: where each text begins, and the end of the last one.
  init(_ bytes: [UInt8], bounds: [Int]) {
    self.bytes = bytes + [UInt8](repeating: 0, count: CSVLoader.slackBytes)
    self.bounds = bounds
  }

  var count: Int { bounds.count - 1 }

  /// Sound: the bounds of a column lie in its text, and what is lent is not kept.
  @inline(__always)
  func forEach(in texts: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      for text in texts {
        unsafe body(UnsafeBufferPointer(rebasing: bytes[bounds[text]..<bounds[text + 1]]))
      }
    }
  }
}
