@testable import Tables

/// What a load came to: a failure, or all that a table tells.
struct Outcome: Equatable {
  /// A column as it can be asked for.
  struct Values: Equatable {
    let name: String
    let type: ColumnType
    let words: [[UInt8]]
    /// For each row the code, or the bits of the number; `nil` for null.
    let values: [UInt64?]
  }

  let failure: TableFailure?
  let loaded: LoadedTable?
  let columns: [Values]

  init(_ file: [UInt8], _ options: CSVOptions, on lanes: Lanes) {
    do throws(TableFailure) {
      let loaded = try CSVLoader.load(file, options, on: lanes)
      failure = nil
      self.loaded = loaded
      columns = loaded.table.columns.map(Self.values)
    } catch {
      failure = error
      loaded = nil
      columns = []
    }
  }

  static func == (one: Outcome, other: Outcome) -> Bool {
    one.failure == other.failure && one.columns == other.columns
      && one.loaded?.rejects == other.loaded?.rejects
      && one.loaded?.rejectCount == other.loaded?.rejectCount
      && one.loaded?.rowsRead == other.loaded?.rowsRead
      && one.loaded?.table.rowCount == other.loaded?.table.rowCount
  }

  private static func values(_ column: Column) -> Values {
    var values: [UInt64?] = []
    var words: [[UInt8]] = []
    if let numbers = column.numbers {
      for segment in numbers.segments {
        values += (0..<segment.count).map { segment[$0]?.bitPattern }
      }
    } else if let codes = column.codes {
      words = (0..<codes.words.count).map { Array(codes.words.bytes(of: $0)) }
      for segment in codes.segments {
        values += (0..<segment.count).map { segment[$0] == 0 ? nil : UInt64(segment[$0] - 1) }
      }
    }
    return Values(name: column.name, type: column.type, words: words, values: values)
  }
}
