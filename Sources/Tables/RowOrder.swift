/// The order in which rows are answered: by some columns in turn, and rows that agree in all of them in the order of the file.
///
/// Null comes last, whether a column ascends or descends. Texts are compared by bytes, everything else by value.
package struct RowOrder: Equatable, Sendable {
  /// A column and its direction.
  package struct Key: Equatable, Sendable {
    package var column: String
    package var isDescending: Bool

    package init(_ column: String, isDescending: Bool = false) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// What comes first counts most. Without keys rows stand in the order of the file.
  package var keys: [Key]

  package init(_ keys: [Key] = []) {
    self.keys = keys
  }

  /// The first `limit` of the selected rows in this order that stand behind a row.
  ///
  /// - Parameter row: the number of any row of the table, selected or not; `nil` for the beginning. Behind a number that is no row there is
  ///   nothing.
  /// - Returns: numbers of rows, from 0.
  /// - Throws: `QueryFailure.unknownColumn`, or `cancelled`.
  /// - Complexity: O(*rows*), whatever `row` is; O(answer x log answer) more. O(answer + *segments*) without keys.
  package func rows(
    of selection: Selection, in table: Table, after row: Int?, limit: Int, on lanes: Lanes
  ) throws(QueryFailure) -> [Int] {
    var ranked: [RankedKey] = []
    for key in keys {
      ranked.append(RankedKey(try table.named(key.column), isDescending: key.isDescending))
    }
    if let row, !(0..<table.rowCount).contains(row) { return [] }
    guard limit > 0 else { return [] }
    if ranked.isEmpty {
      return selection.rows(from: row.map { $0 + 1 } ?? 0, limit: limit)
    }
    let firstRows = firstRows(table.segmentRows)
    let start = row.map { row in
      let segment = segmentIndex(of: row, firstRows)
      return RowPlace(segment: segment, row: row - firstRows[segment])
    }
    do throws(Cancelled) {
      return try LeastRows(ranked, of: selection, after: start, limit: limit).places(on: lanes)
        .map { firstRows[$0.segment] + $0.row }
    } catch {
      throw .cancelled
    }
  }
}
