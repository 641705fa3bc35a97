/// A value of a column of numbers as a query writes it: a number, a day, a moment or a truth.
struct Quantity: Equatable, Sendable {
  /// The number, the days, the microseconds, 0 or 1.
  let exact: ExactDecimal
  /// The double next to it, for columns that keep doubles.
  let nearest: Double

  /// Reads a text as a column of this type reads its cells; `nil` if it is no value of the type.
  ///
  /// A whole number may be asked for as a decimal one; a truth may be 1 and 0, yes and no as well (`booleanWord`). A text is no quantity.
  ///
  /// Sound: what is lent is the copy without the bytes behind it.
  init?(_ text: String, as type: ColumnType) {
    let bytes = Array(text.utf8)
    let padded = bytes + [UInt8](repeating: 0, count: CSVLoader.slackBytes)
    let read: Quantity? = unsafe padded.withUnsafeBufferPointer { padded in
      let cell = unsafe withoutBlanks(UnsafeBufferPointer(rebasing: padded[..<bytes.count]))
      if cell.isEmpty { return nil }
      switch type {
      case .integer, .decimal: return unsafe Quantity(number: cell)
      case .boolean: return unsafe booleanWord(cell).map { Quantity($0) }
      case .date: return unsafe TimeText.date(cell).map { Quantity($0) }
      case .datetime: return unsafe TimeText.datetime(cell).map { Quantity($0) }
      case .text: return nil
      }
    }
    guard let read else { return nil }
    self = read
  }

  init(_ value: Int64) {
    exact = ExactDecimal(value)
    nearest = Double(value)
  }

  private init?(number: UnsafeBufferPointer<UInt8>) {
    guard unsafe NumberText(number, isStrict: false).form != .none,
      let nearest = unsafe NumberText.nearest(number)
    else { return nil }
    exact = ExactDecimal(unsafe Array(number))
    self.nearest = nearest
  }
}
