extension Column {
  /// The values of some rows, in the order in which the rows are given.
  ///
  /// - Parameter rows: numbers of rows of the table, from 0, in any order.
  /// - Complexity: O(*rows*), some nanoseconds each while neighbours stand in one segment; O(log *segments*) more where they do not.
  package func cells(at rows: ArraySlice<Int>) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(rows.count)
    let firstRows = Tables.firstRows(segmentRows)
    var rest = rows
    while let row = rest.first {
      let segment = segmentIndex(of: row, firstRows)
      let range = firstRows[segment]..<firstRows[segment + 1]
      let end = rest.firstIndex { !range.contains($0) } ?? rest.endIndex
      append(segment, rest[..<end], from: range.lowerBound, to: &cells)
      rest = rest[end...]
    }
    return cells
  }

  /// The value of a row.
  ///
  /// - Complexity: O(*segments*); `cells(at:)` is for many rows.
  package func cell(at row: Int) -> Cell {
    cells(at: [row]).first ?? .null
  }

  /// How many rows have no value.
  ///
  /// - Complexity: O(*rows*), about a tenth of a nanosecond each.
  package var nullCount: Int {
    switch storage {
    case .numbers(let numbers): numbers.segments.reduce(0) { $0 + $1.nullCount }
    case .text(let texts): texts.segments.reduce(0) { $0 + $1.nullCount }
    }
  }

  /// How many rows stand in each segment.
  private var segmentRows: [Int] {
    switch storage {
    case .numbers(let numbers): numbers.segments.map(\.count)
    case .text(let texts): texts.segments.map(\.count)
    }
  }

  /// Appends rows of one segment, which begins with the row `first` of the table.
  private func append(
    _ segment: Int, _ rows: ArraySlice<Int>, from first: Int, to cells: inout [Cell]
  ) {
    switch storage {
    case .numbers(let numbers):
      let held = numbers.segments[segment]
      switch held.values {
      case .narrow(let values):
        for row in rows {
          let value = values[row - first]
          cells.append(
            value == NumberSegment.narrowNull ? .null : cell(Int64(value), scale: held.scale))
        }
      case .wide(let values):
        for row in rows {
          let value = values[row - first]
          cells.append(value == NumberSegment.wideNull ? .null : cell(value, scale: held.scale))
        }
      case .double(let values):
        for row in rows {
          let value = values[row - first]
          cells.append(value.isNaN ? .null : .decimal(value))
        }
      }
    case .text(let texts):
      switch texts.segments[segment] {
      case .coded(let codes):
        for row in rows {
          let slot = codes[row - first]
          cells.append(slot == 0 ? .null : .text(texts.words.bytes(of: slot - 1)))
        }
      case .spelled(let texts):
        for row in rows {
          let bytes = texts.bytes(row - first)
          cells.append(bytes.isEmpty ? .null : .text(bytes))
        }
      }
    }
  }

  @inline(__always)
  private func cell(_ mantissa: Int64, scale: Int) -> Cell {
    switch type {
    case .integer where scale == 0: .integer(mantissa)
    case .boolean: .boolean(mantissa != 0)
    case .date: .date(mantissa)
    case .datetime: .datetime(mantissa)
    case .integer, .decimal, .text: .decimal(nearestDouble(mantissa, scale: scale))
    }
  }
}

extension NumberSegment {
  /// How many rows have no value.
  fileprivate var nullCount: Int {
    switch values {
    case .narrow(let values): values.reduce(0) { $0 &+ ($1 == Self.narrowNull ? 1 : 0) }
    case .wide(let values): values.reduce(0) { $0 &+ ($1 == Self.wideNull ? 1 : 0) }
    case .double(let values): values.reduce(0) { $0 &+ ($1.isNaN ? 1 : 0) }
    }
  }
}

extension TextColumn.Segment {
  /// How many rows have no text.
  fileprivate var nullCount: Int {
    switch self {
    case .coded(.narrow(let slots)): slots.reduce(0) { $0 &+ ($1 == 0 ? 1 : 0) }
    case .coded(.medium(let slots)): slots.reduce(0) { $0 &+ ($1 == 0 ? 1 : 0) }
    case .coded(.wide(let slots)): slots.reduce(0) { $0 &+ ($1 == 0 ? 1 : 0) }
    case .spelled(let texts):
      texts.ends.indices.reduce(0) { $0 &+ (texts.isNull($1) ? 1 : 0) }
    }
  }
}

extension TextColumn.Segment {
  var count: Int {
    switch self {
    case .coded(let codes): codes.count
    case .spelled(let texts): texts.count
    }
  }
}
