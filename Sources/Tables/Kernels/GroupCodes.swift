/// A column that rows are grouped by, as codes: a small number for each value that occurs, and one for null.
struct GroupCodes: Sendable {
  /// What the codes stand for.
  enum Values: Sendable {
    /// 0 for null, and one more than the code of a word.
    case words(WordTable)
    /// Whole numbers from `least` on; the last code is null.
    case numbers(least: Int64)
    /// Numbers in whose place an unsigned one of the same order stands, and 0 for null.
    case keys([UInt64])
  }

  /// For each segment the codes of those rows that are grouped.
  let segments: [[UInt32]]
  /// How many codes there are.
  let count: Int
  let values: Values
  private let column: Column
  private let unit: TimeUnit?

  /// Codes some rows of a column.
  ///
  /// - Parameters:
  ///   - rows: for each segment its rows.
  ///   - rowCount: how many they are.
  /// - Returns: `nil` if more than `limit` values would have to be looked up.
  init?(
    of column: Column, _ unit: TimeUnit?, _ rows: [[UInt32]], rowCount: Int, limit: Int,
    on lanes: Lanes
  ) throws(Cancelled) {
    self.column = column
    self.unit = unit
    switch column.storage {
    case .text:
      guard let coded = try column.codes(on: lanes) else { return nil }
      values = .words(coded.words)
      count = coded.words.count + 1
      segments = try lanes.map(rows.count) { codes(coded.segments[$0], rows[$0]) }
    case .numbers(let numbers):
      if let range = Self.range(of: numbers, column.type, unit) {
        let (span, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        if !overflow, span <= Int64(max(1 << 16, rowCount)) {
          let nullCode = UInt32(span + 1)
          values = .numbers(least: range.lowerBound)
          count = Int(span) + 2
          segments = try lanes.map(rows.count) { segment in
            Self.mantissas(numbers, segment, rows[segment], column.type, unit) { value in
              value == NumberSegment.wideNull
                ? nullCode : UInt32(truncatingIfNeeded: value &- range.lowerBound)
            }
          }
          return
        }
      }
      let coded = try GroupKeyTable.codes(
        ofSegments: rows.count, limit: limit, on: lanes
      ) { segment in
        Self.keys(numbers, segment, rows[segment], column.type, unit)
      }
      guard let coded else { return nil }
      values = .keys(coded.keys)
      count = coded.keys.count
      segments = coded.segments
    }
  }

  /// The value of a code.
  func cell(of code: UInt32) -> Cell {
    switch values {
    case .words(let words): code == 0 ? .null : .text(words.bytes(of: Int(code) - 1))
    case .numbers(let least): Int(code) == count - 1 ? .null : cell(least + Int64(code))
    case .keys(let keys):
      keys[Int(code)] == 0
        ? .null
        : isInexact
          ? .decimal(OrderedKeys.double(of: keys[Int(code)]))
          : cell(OrderedKeys.mantissa(of: keys[Int(code)]))
    }
  }

  /// Puts codes in the order of their values, null last: for each of them its place in that order, and how many places there are.
  ///
  /// - Complexity: O(*codes* + *d* log *d*) for *d* different ones.
  func ranks(
    of codes: [UInt32], on lanes: Lanes
  ) throws(Cancelled) -> (ranks: [UInt32], count: Int) {
    if case .numbers = values { return (codes, count) }
    var ranks = [UInt32](repeating: .max, count: count)
    for code in codes { ranks[Int(code)] = 0 }
    let used = (0..<UInt32(count)).filter { ranks[Int($0)] == 0 }
    let sorted: [UInt32]
    switch values {
    case .words(let words): sorted = try RankedWords.sorted(used, words, on: lanes)
    case .keys(let keys):
      // What is one less than 0 is the greatest of all.
      var keyed = used.map { (key: keys[Int($0)] &- 1, code: $0) }
      try keyed.sort(on: lanes) { $0.key < $1.key }
      sorted = keyed.map(\.code)
    case .numbers: sorted = used
    }
    for (rank, code) in sorted.enumerated() { ranks[Int(code)] = UInt32(rank) }
    return (codes.map { ranks[Int($0)] }, sorted.count)
  }

  private var isInexact: Bool { column.numbers?.isInexact ?? false }

  private func cell(_ number: Int64) -> Cell {
    if let unit { return unit.start(of: number) }
    switch column.type {
    case .boolean: return .boolean(number != 0)
    case .date: return .date(number)
    case .datetime: return .datetime(number)
    case .integer where column.numbers?.scale == 0: return .integer(number)
    case .integer, .decimal, .text:
      return .decimal(nearestDouble(number, scale: column.numbers?.scale ?? 0))
    }
  }

  /// Where the numbers that rows are grouped by lie; `nil` for doubles, and where there is none.
  private static func range(
    of numbers: NumberColumn, _ type: ColumnType, _ unit: TimeUnit?
  ) -> ClosedRange<Int64>? {
    guard let range = numbers.range, let unit else { return numbers.range }
    return type == .date
      ? unit.stretch(ofDay: range.lowerBound)...unit.stretch(ofDay: range.upperBound)
      : unit.stretch(ofMoment: range.lowerBound)...unit.stretch(ofMoment: range.upperBound)
  }

  /// For each row an unsigned number in the order of the values; 0 for null.
  private static func keys(
    _ numbers: NumberColumn, _ segment: Int, _ rows: [UInt32], _ type: ColumnType, _ unit: TimeUnit?
  ) -> [UInt64] {
    if case .double(let values) = numbers.segments[segment].values {
      return rows.map { row in
        let value = values[Int(row)] + 0
        let bits = value.bitPattern
        return value.isNaN ? 0 : bits ^ (bits >> 63 == 1 ? .max : 1 << 63)
      }
    }
    return mantissas(numbers, segment, rows, type, unit) { UInt64(bitPattern: $0) ^ 1 << 63 }
  }

  /// What is made of the number of each row: a mantissa at the scale of the column, or a stretch of time; null is the least of all.
  @inline(__always)
  private static func mantissas<Code>(
    _ numbers: NumberColumn, _ segment: Int, _ rows: [UInt32], _ type: ColumnType,
    _ unit: TimeUnit?, _ code: (Int64) -> Code
  ) -> [Code] {
    let held = numbers.segments[segment]
    let factor = powersOfTen[numbers.scale - held.scale]
    guard let unit else {
      return mantissas(held, rows, factor, code)
    }
    return mantissas(held, rows, 1) { value in
      if value == NumberSegment.wideNull { return code(value) }
      return code(type == .date ? unit.stretch(ofDay: value) : unit.stretch(ofMoment: value))
    }
  }

  @inline(__always)
  private static func mantissas<Code>(
    _ held: NumberSegment, _ rows: [UInt32], _ factor: Int64, _ code: (Int64) -> Code
  ) -> [Code] {
    switch held.values {
    case .narrow(let values):
      return rows.map { row in
        let value = values[Int(row)]
        return code(
          value == NumberSegment.narrowNull ? NumberSegment.wideNull : Int64(value) &* factor)
      }
    case .wide(let values):
      return rows.map { row in
        let value = values[Int(row)]
        return code(value == NumberSegment.wideNull ? value : value &* factor)
      }
    case .double: preconditionFailure("doubles have no mantissas")
    }
  }
}

/// The slots of some rows of a segment.
private func codes(_ segment: CodeSegment, _ rows: [UInt32]) -> [UInt32] {
  switch segment {
  case .narrow(let slots): rows.map { UInt32(slots[Int($0)]) }
  case .medium(let slots): rows.map { UInt32(slots[Int($0)]) }
  case .wide(let slots): rows.map { slots[Int($0)] }
  }
}
