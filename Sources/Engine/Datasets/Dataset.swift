package import Tables

/// One version of a data set: where its bytes are, how they are read, and, once somebody has asked, its table.
///
/// It never changes. A new version is a new object; whoever holds an old one whose table is loaded goes on reading it.
package final class Dataset: Sendable {
  package let name: DatasetName
  /// Counts up with every change, also over a removal, and is never used twice.
  package let version: Int
  /// When the first version and this one came to be, in nanoseconds since 1970.
  package let createdNanoseconds: Int64
  package let changedNanoseconds: Int64
  /// The files whose rows follow one another; at least one.
  package let parts: [DatasetPart]
  /// What is known of the table; `nil` before it was ever loaded.
  package var shape: DatasetShape? { rows.loaded.map { DatasetShape($0.table) } ?? earlierShape }

  /// What was known when this object was made.
  private let earlierShape: DatasetShape?

  /// The table, once it is loaded.
  let rows: LoadedOnce<DatasetRows>
  /// The table as games, once somebody asked for games.
  let games = LoadedOnce<Table>()
  /// Its words, once somebody asked for similar rows.
  let termIndexes = TermIndexes()

  init(
    name: DatasetName, version: Int, createdNanoseconds: Int64, changedNanoseconds: Int64,
    parts: [DatasetPart], shape: DatasetShape?, rows: DatasetRows? = nil
  ) {
    self.name = name
    self.version = version
    self.createdNanoseconds = createdNanoseconds
    self.changedNanoseconds = changedNanoseconds
    self.parts = parts
    earlierShape = shape
    self.rows = LoadedOnce(rows)
  }

  /// Whether a person put it into the data folder, and nothing was added over HTTP.
  package var isOwnFile: Bool { parts.allSatisfy { $0.origin == .folder } }
}

/// The rows of a data set.
struct DatasetRows: Sendable {
  let table: Table
  /// How many of them each part has, in the order of the parts.
  let partRows: [Int]
}

/// The columns and the length of a table.
package struct DatasetShape: Equatable, Sendable {
  /// A column's name and type.
  package struct Column: Equatable, Sendable {
    package let name: String
    package let type: ColumnType

    package init(name: String, type: ColumnType) {
      self.name = name
      self.type = type
    }
  }

  package let columns: [Column]
  package let rowCount: Int

  package init(columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }

  /// A table of these columns without a row: what it can answer, every table of this shape can.
  package var emptyTable: Table {
    Table(
      computed: columns.map { Tables.Column(name: $0.name, type: $0.type, cells: []) }, rowCount: 0)
  }

  init(_ table: Table) {
    self.init(
      columns: table.columns.map { Column(name: $0.name, type: $0.type) }, rowCount: table.rowCount)
  }
}

/// One file of a data set.
package struct DatasetPart: Equatable, Sendable {
  /// Where a file came from.
  package enum Origin: String, Sendable {
    /// A person put it into the data folder.
    case folder
    case upload
    case `import`
  }

  /// Which one it is: 0 for the file of the data folder, then 1, 2, ... in the order in which they came.
  package let number: Int
  package let origin: Origin
  /// The file, below the data folder.
  package let path: String
  package let byteCount: Int
  /// When a file of the data folder was last changed, in nanoseconds since 1970; 0 for a file that only we write.
  package let modifiedNanoseconds: Int64
  /// The SHA-256 of the bytes in hexadecimal digits; empty for a file of the data folder that was not read yet.
  package let digest: String
  package let options: ReadOptions
  /// What was read from where, if it was imported.
  package let source: String?

  package init(
    number: Int, origin: Origin, path: String, byteCount: Int, modifiedNanoseconds: Int64 = 0,
    digest: String, options: ReadOptions, source: String? = nil
  ) {
    self.number = number
    self.origin = origin
    self.path = path
    self.byteCount = byteCount
    self.modifiedNanoseconds = modifiedNanoseconds
    self.digest = digest
    self.options = options
    self.source = source
  }
}

/// How a file is to be read, as somebody wrote it: what was not said is found out.
package struct ReadOptions: Equatable, Sendable {
  /// What becomes of a cell that is none of its column's type, or of a row with too many or too few cells.
  package enum OnError: String, CaseIterable, Sendable {
    /// Nothing is loaded.
    case abort
    /// A bad cell is null; a bad row is left out.
    case nullCell = "null_cell"
    /// The row is left out.
    case skipRow = "skip_row"
  }

  /// One character, or `tab`; `nil` to find out.
  package var delimiter: String?
  /// A name that `TextEncoding` knows; `nil` to find out.
  package var encoding: String?
  /// Types of columns as they are asked for, such as `text` or `date:%d/%m/%Y`, in the order of the columns' names.
  package var types: [String: String]
  package var onError: OnError

  package init(
    delimiter: String? = nil, encoding: String? = nil, types: [String: String] = [:],
    onError: OnError = .abort
  ) {
    self.delimiter = delimiter
    self.encoding = encoding
    self.types = types
    self.onError = onError
  }
}
