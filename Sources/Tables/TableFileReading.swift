/// Reads a column file. Nothing in it is taken on trust: what kernels rely on is looked at, after it has been copied.
struct TableFileReading {
  /// The most rows of a segment.
  private static let segmentRowLimit = 1 << 30

  private let sections: [TableFileBytes]
  private let segmentRows: [Int]
  private let checksum: TableFile.Checksum

  init(
    _ bytes: TableFileBytes, key: [UInt8], _ checksum: TableFile.Checksum
  ) throws(TableFileFailure) {
    var rest = bytes
    try Self.checkStart(&rest)
    guard let header = rest.section() else { throw .malformed(section: 0) }
    guard header.hasChecksum(checksum) else { throw .otherChecksum(section: 0) }
    var contents = header.contents
    guard let found = contents.bytes(TableFile.keyBytes),
      let segmentRows = contents.list(of: Int.self), let columns = contents.number(),
      contents.isAtEnd, segmentRows.allSatisfy((0...Self.segmentRowLimit).contains),
      columns > 0 || segmentRows.isEmpty
    else { throw .malformed(section: 0) }
    guard found == key else { throw .otherKey }
    var sections: [TableFileBytes] = []
    while !rest.isAtEnd {
      guard let section = rest.section() else { throw .malformed(section: sections.count + 1) }
      sections.append(section)
    }
    guard UInt64(sections.count) == columns else { throw .malformed(section: sections.count + 1) }
    self.sections = sections
    self.segmentRows = segmentRows
    self.checksum = checksum
  }

  private static func checkStart(_ rest: inout TableFileBytes) throws(TableFileFailure) {
    guard rest.bytes(TableFile.magic.count) == TableFile.magic, let version = rest.shortNumber(),
      let byteOrder = rest.shortNumber()
    else { throw .noColumnFile }
    guard byteOrder == TableFile.byteOrder else { throw .otherByteOrder }
    guard version == TableFile.version else { throw .otherVersion(version) }
  }

  /// The table; its columns are read side by side.
  func table(on lanes: Lanes) throws(TableFileFailure) -> Table {
    let read: [Result<Column, TableFileFailure>]
    do throws(Cancelled) {
      read = try lanes.map(sections.count) { number in
        Result { () throws(TableFileFailure) in try column(number, lanes) }
      }
    } catch {
      throw .cancelled
    }
    var columns: [Column] = []
    for column in read { columns.append(try column.get()) }
    return Table(columns: columns, segmentRows: segmentRows)
  }

  private func column(_ number: Int, _ lanes: Lanes) throws(TableFileFailure) -> Column {
    let section = sections[number]
    let isWhole = section.hasChecksum(checksum, on: lanes)
    if lanes.isCancelled { throw .cancelled }
    guard isWhole else { throw .otherChecksum(section: number + 1) }
    var contents = section.contents
    guard let typeNumber = contents.number(),
      let type = ColumnType.allCases.first(where: { $0.number == typeNumber }),
      let name = contents.list(of: UInt8.self),
      let storage = type == .text ? texts(&contents, lanes) : numbers(&contents, type, lanes),
      contents.isAtEnd
    else { throw lanes.isCancelled ? .cancelled : .malformed(section: number + 1) }
    return Column(name: String(decoding: name, as: UTF8.self), type: type, storage: storage)
  }

  // Numbers

  private func numbers(
    _ contents: inout TableFileBytes, _ type: ColumnType, _ lanes: Lanes
  ) -> Column.Storage? {
    var segments: [NumberSegment] = []
    for rows in segmentRows {
      guard !lanes.isCancelled, let segment = Self.numberSegment(&contents, rows),
        type.allows(segment)
      else {
        return nil
      }
      segments.append(segment)
    }
    return .numbers(NumberColumn(segments))
  }

  private static func numberSegment(
    _ contents: inout TableFileBytes, _ rows: Int
  ) -> NumberSegment? {
    guard let form = contents.number(), let scale = contents.number(),
      let scale = Int(exactly: scale), powersOfTen.indices.contains(scale)
    else { return nil }
    switch TableFile.Form(rawValue: form) {
    case .narrow:
      guard let values = contents.list(of: Int32.self), values.count == rows else { return nil }
      let range = mantissaRange(values)
      return NumberSegment(values: .narrow(values), scale: scale, range: range)
    case .wide:
      guard let values = contents.list(of: Int64.self), values.count == rows else { return nil }
      return NumberSegment(values: .wide(values), scale: scale, range: mantissaRange(values))
    case .double:
      guard let values = contents.list(of: Double.self), values.count == rows, scale == 0,
        !hasInfinity(values)
      else { return nil }
      return NumberSegment(values: .double(values))
    case .medium, .spelled, nil: return nil
    }
  }

  // Texts

  private func texts(_ contents: inout TableFileBytes, _ lanes: Lanes) -> Column.Storage? {
    guard let bounds = contents.list(of: Int.self), let text = contents.list(of: UInt8.self),
      let words = WordTable(text: text, bounds: bounds, on: lanes)
    else { return nil }
    var segments: [TextColumn.Segment] = []
    for rows in segmentRows {
      guard !lanes.isCancelled,
        let segment = Self.textSegment(&contents, rows, wordCount: words.count)
      else { return nil }
      segments.append(segment)
    }
    return .text(TextColumn(segments: segments, words: words))
  }

  private static func textSegment(
    _ contents: inout TableFileBytes, _ rows: Int, wordCount: Int
  ) -> TextColumn.Segment? {
    func slots<Slot: FixedWidthInteger & BitwiseCopyable>(_ type: Slot.Type) -> [Slot]? {
      guard let slots = contents.list(of: type), slots.count == rows,
        greatest(slots) <= wordCount
      else { return nil }
      return slots
    }
    guard let form = contents.number() else { return nil }
    switch TableFile.Form(rawValue: form) {
    case .narrow: return slots(UInt8.self).map { .coded(.narrow($0)) }
    case .medium: return slots(UInt16.self).map { .coded(.medium($0)) }
    case .wide: return slots(UInt32.self).map { .coded(.wide($0)) }
    case .spelled:
      guard let ends = contents.list(of: UInt32.self), ends.count == rows,
        let bytes = contents.list(of: UInt8.self), areAscending(ends),
        Int(ends.last ?? 0) == bytes.count
      else { return nil }
      return .spelled(SpelledSegment(bytes: bytes, ends: ends))
    case .double, nil: return nil
    }
  }
}

extension ColumnType {
  /// Whether a column of this type may have such numbers. Those of days and moments are years of four digits, and a day more for zones.
  fileprivate func allows(_ segment: NumberSegment) -> Bool {
    let days = TimeText.days(-1, 12, 31)...TimeText.days(10_000, 1, 1)
    let unit = TimeText.microsecondsPerDay
    let allowed: ClosedRange<Int64>
    switch self {
    case .decimal: return true
    case .integer: allowed = .min ... .max
    case .boolean: allowed = 0...1
    case .date: allowed = days
    case .datetime: allowed = days.lowerBound * unit...days.upperBound * unit + unit - 1
    case .text: return false
    }
    return segment.scale == 0 && !segment.isInexact
      && (segment.range.map { allowed.contains($0.lowerBound) && allowed.contains($0.upperBound) }
        ?? true)
  }
}
