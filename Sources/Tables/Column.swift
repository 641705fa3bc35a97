/// One column of a table: its name, its type and a value or null for each row.
package struct Column: Sendable {
  /// The name in the header without surrounding blanks; `column_<n>` if it is empty there, with `_2`, `_3` ... if it is there twice.
  package let name: String
  /// What its values are, as it was asked for or found in all rows.
  package let type: ColumnType
  let storage: Storage

  /// How the values are kept.
  enum Storage: Sendable {
    case text(TextColumn)
    case numbers(NumberColumn)
  }

  /// Each word of the column once, in the order in which rows first bear them.
  ///
  /// - Returns: the words of a text column; no words for a column of another type.
  /// - Complexity: O(1), but O(*rows*) at the first call for a column whose texts mostly differ.
  package func categories() -> Categories {
    guard case .text(let texts) = storage else { return Categories(WordTable()) }
    return Categories(texts.coded.words)
  }

  /// Makes what `categories()` tells, if it is not there yet; that stops when the computation is cancelled.
  package func code(on lanes: Lanes) throws(Cancelled) {
    _ = try codes(on: lanes)
  }

  /// The column as numbers: the numbers themselves, days of a date, microseconds of a time, 0 and 1 of a boolean.
  var numbers: NumberColumn? {
    guard case .numbers(let numbers) = storage else { return nil }
    return numbers
  }

  /// The codes of a text column; `nil` for another type.
  var codes: CodedText? {
    guard case .text(let texts) = storage else { return nil }
    return texts.coded
  }

  /// The same; making them stops when the computation is cancelled.
  func codes(on lanes: Lanes) throws(Cancelled) -> CodedText? {
    guard case .text(let texts) = storage else { return nil }
    return try texts.coded(on: lanes)
  }
}
