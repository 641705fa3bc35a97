/// Why tables cannot follow one another as one.
package enum JoinFailure: Error, Equatable, Sendable {
  /// The columns are others than those of the first table.
  case otherColumns(missing: [String], unknown: [String])
  /// A column has another type than before.
  case otherType(column: String, expected: ColumnType, found: ColumnType)
  /// Nobody wants the rows any more.
  case cancelled
}

extension Table {
  /// The rows of some tables one behind the other, with the columns of the first in their order.
  ///
  /// Whole and decimal numbers make decimal ones. A column without a single value may be of any type.
  ///
  /// - Precondition: there is a table.
  /// - Complexity: O(*columns* × *segments*); for a text column also its words and their rows.
  package init(joining tables: [Table], on lanes: Lanes = .single) throws(JoinFailure) {
    precondition(!tables.isEmpty, "there is nothing to join")
    let names = tables[0].columns.map(\.name)
    for table in tables.dropFirst() {
      let others = Set(table.columns.map(\.name))
      let missing = names.filter { !others.contains($0) }
      let unknown = table.columns.map(\.name).filter { !names.contains($0) }
      guard missing.isEmpty, unknown.isEmpty else {
        throw .otherColumns(missing: missing, unknown: unknown)
      }
    }
    var columns: [Column] = []
    for name in names {
      let pieces = tables.map { table in
        (column: table.columns.first { $0.name == name }, segmentRows: table.segmentRows)
      }
      columns.append(try Self.joined(name, pieces, lanes))
    }
    self.init(columns: columns, segmentRows: tables.flatMap(\.segmentRows))
  }

  private static func joined(
    _ name: String, _ pieces: [(column: Column?, segmentRows: [Int])], _ lanes: Lanes
  ) throws(JoinFailure) -> Column {
    var type: ColumnType?
    for column in pieces.compactMap(\.column) where !column.isEmpty {
      guard let known = type else {
        type = column.type
        continue
      }
      guard let common = commonType(known, column.type) else {
        throw .otherType(column: name, expected: known, found: column.type)
      }
      type = common
    }
    let common = type ?? pieces[0].column?.type ?? .text
    if common == .text {
      let texts = pieces.map { column, segmentRows -> TextColumn in
        if case .text(let texts)? = column?.storage { return texts }
        return TextColumn(
          segments: segmentRows.map { .coded(.nulls($0)) }, words: WordTable())
      }
      do throws(Cancelled) {
        return Column(
          name: name, type: .text, storage: .text(try TextColumn(joining: texts, on: lanes)))
      } catch {
        throw .cancelled
      }
    }
    let segments = pieces.flatMap { column, segmentRows in
      column?.numbers?.segments ?? segmentRows.map { NumberSegment.nulls($0) }
    }
    return Column(name: name, type: common, storage: .numbers(NumberColumn(segments)))
  }

  private static func commonType(_ left: ColumnType, _ right: ColumnType) -> ColumnType? {
    if left == right { return left }
    let numbers: Set<ColumnType> = [.integer, .decimal]
    return numbers.contains(left) && numbers.contains(right) ? .decimal : nil
  }
}

extension Column {
  /// Whether no row has a value.
  fileprivate var isEmpty: Bool {
    switch storage {
    case .numbers(let numbers):
      numbers.segments.allSatisfy { segment in
        switch segment.values {
        case .narrow, .wide: segment.range == nil
        case .double(let values): values.allSatisfy(\.isNaN)
        }
      }
    case .text(let texts): texts.isEmpty
    }
  }
}

extension Table {
  /// The same rows under other columns: some of this table's, renamed, and others that are as long and cut alike.
  package func view(_ columns: [Column]) -> Table {
    Table(columns: columns, segmentRows: segmentRows)
  }

  /// A column of whole numbers, made row by row from the number of the row.
  package func integers(_ name: String, _ value: (Int) -> Int64) -> Column {
    var first = 0
    let segments = segmentRows.map { rows -> NumberSegment in
      defer { first += rows }
      return NumberSegment(integers: (first..<first + rows).map(value))
    }
    return Column(name: name, type: .integer, storage: .numbers(NumberColumn(segments)))
  }
}

extension Column {
  /// The same column under another name.
  package func named(_ name: String) -> Column {
    Column(name: name, type: type, storage: storage)
  }

  /// The same column under another name and, as far as its values are of it, of another type: whole numbers are decimal ones too, and a
  /// column of texts without a single one is of any type.
  package func named(_ name: String, as wanted: ColumnType) -> Column {
    switch storage {
    case .numbers where type == .integer && wanted == .decimal:
      return Column(name: name, type: wanted, storage: storage)
    case .text(let texts) where wanted != .text && texts.isEmpty:
      let nulls = texts.segments.map { NumberSegment.nulls($0.count) }
      return Column(name: name, type: wanted, storage: .numbers(NumberColumn(nulls)))
    case .numbers, .text: return named(name)
    }
  }

  /// Appends the text of a row as it stands in the file; of null, and of a column of another type, nothing.
  package func appendText(of row: Int, to bytes: inout [UInt8]) {
    if case .text(let text) = cell(at: row) { bytes.append(contentsOf: text) }
  }

  /// The days that the texts of a column spell; null where none of the formats reads one. A column of another type stays as it is.
  ///
  /// - Parameter formats: tried in turn, once for each word, or for each row where most differ.
  package func dates(in formats: [DateFormat]) -> Column {
    let none = NumberSegment.wideNull
    guard case .text(let texts) = storage else { return self }
    func day(_ text: ArraySlice<UInt8>) -> Int64? {
      formats.lazy.compactMap { $0.days(of: text) }.first
    }
    var days: [Int64] = []
    let segments = texts.segments.map { segment -> NumberSegment in
      switch segment {
      case .coded(let codes):
        if days.isEmpty {
          days = [none] + (0..<texts.words.count).map { day(texts.words.bytes(of: $0)) ?? none }
        }
        return NumberSegment(integers: codes.expanded().map { days[Int($0)] })
      case .spelled(let spelled):
        return NumberSegment(integers: (0..<spelled.count).map { day(spelled.bytes($0)) ?? none })
      }
    }
    return Column(name: name, type: .date, storage: .numbers(NumberColumn(segments)))
  }
}

extension NumberSegment {
  /// Whole numbers; `wideNull` stands for null.
  fileprivate init(integers: [Int64]) {
    let present = integers.lazy.filter { $0 != Self.wideNull }
    guard let least = present.min(), let greatest = present.max() else {
      self = .nulls(integers.count)
      return
    }
    let fitsNarrow = least > Int64(Int32.min) && greatest <= Int64(Int32.max)
    self.init(
      values: fitsNarrow
        ? .narrow(integers.map { Int32(truncatingIfNeeded: max($0, Int64(Int32.min))) })
        : .wide(integers),
      range: least...greatest)
  }
}
