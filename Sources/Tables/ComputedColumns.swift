extension Column {
  /// A column of values that were computed, so that filters, orders and writers can be used on them.
  ///
  /// - Parameter cells: null, or values of the type; a decimal column may hold integers as well, and an integer one decimals where a sum was
  ///   too large.
  package init(name: String, type: ColumnType, cells: [Cell]) {
    // A table without rows has no segment, nor have its columns.
    let segments = cells.isEmpty ? [] : [cells]
    let storage: Storage =
      type == .text
      ? .text(Self.texts(cells)) : .numbers(NumberColumn(segments.map(Self.numbers)))
    self.init(name: name, type: type, storage: storage)
  }

  private static func texts(_ cells: [Cell]) -> TextColumn {
    var words = WordTable()
    let slots = cells.map { cell -> UInt32 in
      guard case .text(let bytes) = cell else { return 0 }
      return UInt32(words.insert(bytes)) + 1
    }
    var segment = CodeSegment.empty
    segment.append(slots, greatest: slots.max() ?? 0)
    return TextColumn(segments: cells.isEmpty ? [] : [.coded(segment)], words: words)
  }

  private static func numbers(_ cells: [Cell]) -> NumberSegment {
    let isWhole = cells.allSatisfy { cell in
      if case .decimal = cell { false } else { cell.whole != NumberSegment.wideNull }
    }
    guard isWhole else {
      return NumberSegment(values: .double(cells.map { $0.number ?? .nan }))
    }
    let values = cells.compactMap(\.whole)
    guard let least = values.min(), let greatest = values.max() else { return .nulls(cells.count) }
    return NumberSegment(
      values: .wide(cells.map { $0.whole ?? NumberSegment.wideNull }), range: least...greatest)
  }
}

extension Table {
  /// A table of columns that were computed, each with a cell for every row.
  package init(computed columns: [Column], rowCount: Int) {
    self.init(columns: columns, segmentRows: rowCount == 0 ? [] : [rowCount])
  }
}

extension Cell {
  /// The number by which a column keeps the cell, if that is a whole one.
  fileprivate var whole: Int64? {
    switch self {
    case .integer(let value), .date(let value), .datetime(let value): value
    case .boolean(let value): value ? 1 : 0
    case .null, .decimal, .text: nil
    }
  }

  fileprivate var number: Double? {
    if case .decimal(let value) = self { value } else { whole.map { Double($0) } }
  }
}
