/// Which rows of a column have a value.
package struct PresentRows: Sendable {
  private let storage: Column.Storage
  /// The number of the first row of each segment, and of the row behind the last one.
  private let firstRows: [Int]

  package init(of column: Column) {
    storage = column.storage
    switch column.storage {
    case .text(let texts): firstRows = Tables.firstRows(texts.segments.map(\.count))
    case .numbers(let numbers): firstRows = Tables.firstRows(numbers.segments.map(\.count))
    }
  }

  /// The first of some rows that has a value; `nil` if none has.
  ///
  /// - Parameter rows: row numbers of the table.
  package func first(of rows: ArraySlice<UInt32>) -> Int? {
    rows.first { isPresent(Int($0)) }.map { Int($0) }
  }

  /// The last of some rows that has a value; `nil` if none has.
  package func last(of rows: ArraySlice<UInt32>) -> Int? {
    rows.last { isPresent(Int($0)) }.map { Int($0) }
  }

  /// Calls `body` with the place in `rows` of each row that has a value; the rows are counted from the first one of the segment.
  @inline(__always)
  func forEach(of rows: [UInt32], in segment: Int, _ body: (Int) -> Void) {
    switch storage {
    case .numbers(let numbers):
      switch numbers.segments[segment].values {
      case .narrow(let values):
        for (place, row) in rows.enumerated() where values[Int(row)] != NumberSegment.narrowNull {
          body(place)
        }
      case .wide(let values):
        for (place, row) in rows.enumerated() where values[Int(row)] != NumberSegment.wideNull {
          body(place)
        }
      case .double(let values):
        for (place, row) in rows.enumerated() where !values[Int(row)].isNaN { body(place) }
      }
    case .text(let texts):
      switch texts.segments[segment] {
      case .coded(let codes):
        for (place, row) in rows.enumerated() where codes[Int(row)] != 0 { body(place) }
      case .spelled(let texts):
        for (place, row) in rows.enumerated() where !texts.isNull(Int(row)) { body(place) }
      }
    }
  }

  private func isPresent(_ row: Int) -> Bool {
    let segment = segmentIndex(of: row, firstRows)
    let place = row - firstRows[segment]
    switch storage {
    case .numbers(let numbers):
      switch numbers.segments[segment].values {
      case .narrow(let values): return values[place] != NumberSegment.narrowNull
      case .wide(let values): return values[place] != NumberSegment.wideNull
      case .double(let values): return !values[place].isNaN
      }
    case .text(let texts):
      switch texts.segments[segment] {
      case .coded(let codes): return codes[place] != 0
      case .spelled(let texts): return !texts.isNull(place)
      }
    }
  }
}
