internal import Posix
internal import Statistics
package import Tables

/// A table of this server: a file of the data folder, or a data set.
package enum DataReference: Hashable, Sendable {
  case file(DataPath)
  case dataset(DatasetName)
}

/// What a table begins with.
package struct DataPreview: Sendable {
  /// The names of the columns.
  package let headers: [String]
  /// The first rows, table by table: a data set of several files may need the rows of several. The last one may have more than are asked for.
  package let tables: [Table]
}

// Looks at files of the data folder and at data sets as tables. All of it may block.

extension TallyEngine {
  /// The first rows of a table, read from the beginning of its file alone.
  package func preview(
    _ reference: DataReference, rowCount: Int
  ) throws(DataFileFailure) -> DataPreview {
    switch reference {
    case .file(let path):
      let file = try dataFiles.open(path)
      let preview = FilePreview(options: catalog.options(of: path), name: path.reference)
      let table = try Self.reading { () throws(DatasetFailure) in
        try preview.table(of: file, rowCount: rowCount)
      }
      return DataPreview(headers: table.columns.map(\.name), tables: [table])
    case .dataset(let name):
      return try Self.reading { () throws(DatasetFailure) in
        try catalog.retrying(name) { (dataset) throws(DatasetFailure) in
          try preview(dataset, rowCount: rowCount)
        }
      }
    }
  }

  private func preview(
    _ dataset: Dataset, rowCount: Int
  ) throws(DatasetFailure) -> DataPreview {
    var tables: [Table] = []
    var missing = rowCount
    for part in dataset.parts where missing > 0 || tables.isEmpty {
      let preview = FilePreview(options: part.options, name: part.path)
      let table = try preview.table(of: catalog.file(of: part), rowCount: missing)
      missing -= table.rowCount
      tables.append(table)
    }
    return DataPreview(headers: tables.first?.columns.map(\.name) ?? [], tables: tables)
  }

  /// The different values of a column.
  ///
  /// Of a file that column alone is loaded, which is not kept; a data set is loaded as for any other question.
  package func values(
    of column: String, in reference: DataReference, limit: Int
  ) throws(DataFileFailure) -> ColumnValues {
    let table: Table
    switch reference {
    case .file(let path): table = try self.table(of: column, in: path)
    case .dataset(let name):
      table = try Self.reading { () throws(DatasetFailure) in
        try catalog.table(of: catalog.loaded(name))
      }
    }
    guard let found = table.column(column) else {
      throw Self.unknown(column, in: table.columns.map(\.name))
    }
    do throws(GroupingFailure) {
      return try ColumnValues(of: found, in: table, limit: limit, on: lanes)
    } catch {
      throw .unreadable(.cancelled)
    }
  }

  private func table(
    of column: String, in path: DataPath
  ) throws(DataFileFailure) -> Table {
    let file = try dataFiles.open(path)
    // Open for as long as it is read by its number.
    defer { withExtendedLifetime(file) {} }
    let name = "/proc/self/fd/\(file.descriptor)"
    let options = catalog.options(of: path)
    var reader = catalog.reader
    reader.columnNames = [column]
    do throws(DatasetFailure) {
      return try reader.read(
        path: name, name: path.reference, options, behind: nil,
        isLenient: options.onError == .skipRow
      ).loaded.table
    } catch {
      guard case .table(.unknownColumn(let unknown)) = error, unknown == column else {
        throw .unreadable(error)
      }
      let first = try preview(.file(path), rowCount: 1)
      throw Self.unknown(column, in: first.headers)
    }
  }

  private static func unknown(_ column: String, in names: [String]) -> DataFileFailure {
    .unknownColumn(column, nearest: nearestName(to: column, in: names))
  }

  private static func reading<Answer>(
    _ body: () throws(DatasetFailure) -> Answer
  ) throws(DataFileFailure) -> Answer {
    do throws(DatasetFailure) {
      return try body()
    } catch {
      throw .unreadable(error)
    }
  }
}

extension Catalog {
  /// How a file of the data folder is read: as it was when it came, if it is a data set or a part of one.
  package func options(of path: DataPath) -> ReadOptions {
    // A person's file is read as far as it can be.
    part(at: path)?.options ?? ReadOptions(onError: .skipRow)
  }

  /// The part of a data set that is a file of the data folder; `nil` for a file of which no data set has been made.
  func part(at path: DataPath) -> DatasetPart? {
    for dataset in all {
      for part in dataset.parts where part.path.utf8.elementsEqual(path.description.utf8) {
        return part
      }
    }
    return nil
  }

  /// Looks at the files of a data set, and once more if it was replaced meanwhile.
  fileprivate func retrying<Answer>(
    _ name: DatasetName, _ look: (Dataset) throws(DatasetFailure) -> Answer
  ) throws(DatasetFailure) -> Answer {
    while true {
      let dataset = try dataset(name)
      do throws(DatasetFailure) {
        return try look(dataset)
      } catch {
        guard case .fileGone = error, try self.dataset(name).version != dataset.version else {
          throw error
        }
      }
    }
  }
}
