package import Statistics
package import Tables

extension Catalog {
  /// The rows of a data set as games, made at the first question.
  ///
  /// - Throws: `DatasetFailure.join` if it lacks columns of games.
  package func games(of dataset: Dataset) throws(DatasetFailure) -> Table {
    if let table = dataset.games.loaded { return table }
    return try dataset.games.value { () throws(DatasetFailure) in
      let rows = try self.rows(of: dataset)
      try Self.checkGames(rows.table, dataset.name)
      let uploads = zip(dataset.parts, rows.partRows).map { (number: $0.number, rows: $1) }
      return GamesTable.view(rows.table, uploads: uploads)
    }
  }

  /// Adds the rows of a file to the games, or begins them.
  package func addGames(
    _ file: ArrivedFile, _ options: ReadOptions, origin: DatasetPart.Origin, source: String?,
    at wallNanoseconds: Int64, progress: Progress? = nil
  ) throws(DatasetFailure) -> Arrival {
    var options = options
    options.types = GamesTable.types.mapValues(\.word)
    do throws(DatasetFailure) {
      return try add(
        file, as: .games, .append, options, origin: origin, source: source, at: wallNanoseconds,
        progress: progress
      ) { (table) throws(DatasetFailure) in try Self.checkGames(table, .games) }
    } catch {
      // The types are ours, so a column that is not there is the file's fault.
      guard case .table(.unknownColumn(let name)) = error else { throw error }
      throw .join(.games, .otherColumns(missing: [name], unknown: []))
    }
  }

  private static func checkGames(_ table: Table, _ name: DatasetName) throws(DatasetFailure) {
    let missing = GamesTable.missingColumns(of: table)
    if !missing.isEmpty { throw .join(name, .otherColumns(missing: missing, unknown: [])) }
  }

  /// How many different words all rows may have together; a word of a row takes 12 bytes.
  private static let postingLimit = 1 << 27

  /// The index of the words of some columns, made at the first question. The last few indexes of a version are kept.
  package func termIndex(
    of dataset: Dataset, _ table: Table, _ columns: [String], progress: Progress? = nil
  ) throws(DatasetFailure) -> TermIndex {
    let place = dataset.termIndexes.index(of: columns)
    return try place.value(stoppingWith: progress) { () throws(DatasetFailure) in
      let lanes = lanes.stopping(with: progress)
      let texts = columns.compactMap { table.column($0) }
      do throws(TermIndexFailure) {
        var options = TermIndex.Options()
        options.postingLimit = Self.postingLimit
        return try TermIndex(documents: table.rowCount, options: options, on: lanes) { row, text in
          for column in texts {
            if !text.isEmpty { text.append(UInt8(ascii: " ")) }
            column.appendText(of: row, to: &text)
          }
        }
      } catch {
        throw error == .cancelled ? .cancelled : .tooManyWords
      }
    }
  }
}
