/// The types that a cell, or all cells of a column so far, could have.
struct CellTypes: OptionSet, Sendable {
  let rawValue: UInt8

  static let integer = CellTypes(rawValue: 1)
  static let decimal = CellTypes(rawValue: 2)
  static let boolean = CellTypes(rawValue: 4)
  static let date = CellTypes(rawValue: 8)
  static let datetime = CellTypes(rawValue: 16)
  static let text = CellTypes(rawValue: 32)
  /// What nothing is known of: no cell has a value.
  static let any = CellTypes(rawValue: 63)

  /// The types that a value of a type could have as well.
  init(including type: ColumnType) {
    self =
      switch type {
      case .integer: [.integer, .decimal, .text]
      case .decimal: [.decimal, .text]
      case .boolean: [.boolean, .text]
      case .date: [.date, .datetime, .text]
      case .datetime: [.datetime, .text]
      case .text: .text
      }
  }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The types that a cell could have.
  init(of cell: UnsafeBufferPointer<UInt8>) {
    let bare = unsafe withoutBlanks(cell)
    guard !bare.isEmpty else {
      self = .any
      return
    }
    self =
      switch unsafe NumberText(bare, isStrict: true).form {
      case .whole: CellTypes(including: .integer)
      case .decimal, .inexact: CellTypes(including: .decimal)
      case .none: unsafe Self.otherTypes(bare)
      }
  }

  private static func otherTypes(_ cell: UnsafeBufferPointer<UInt8>) -> CellTypes {
    if unsafe TimeText.date(cell) != nil { return CellTypes(including: .date) }
    if unsafe TimeText.datetime(cell) != nil { return CellTypes(including: .datetime) }
    if unsafe booleanText(cell) != nil { return CellTypes(including: .boolean) }
    return .text
  }

  /// The narrowest of these types; text if nothing is known.
  var narrowest: ColumnType {
    if self == .any { return .text }
    if contains(.integer) { return .integer }
    if contains(.decimal) { return .decimal }
    if contains(.boolean) { return .boolean }
    if contains(.date) { return .date }
    return contains(.datetime) ? .datetime : .text
  }
}

/// A cell without blanks and tabs at its ends.
@inline(__always)
func withoutBlanks(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  if let first = unsafe cell.first, first > UInt8(ascii: " "),
    unsafe cell[cell.count &- 1] > UInt8(ascii: " ")
  {
    return unsafe cell
  }
  var start = 0
  var end = cell.count
  while start < end, unsafe isBlank(cell[start]) { start &+= 1 }
  while end > start, unsafe isBlank(cell[end &- 1]) { end &-= 1 }
  return unsafe UnsafeBufferPointer(rebasing: cell[start..<end])
}

@inline(__always)
func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

/// 1 for `true`, 0 for `false`, in letters of either case; `nil` for anything else.
func booleanText(_ cell: UnsafeBufferPointer<UInt8>) -> Int64? {
  unsafe reads("true", cell) ? 1 : reads("false", cell) ? 0 : nil
}

/// 1 for `true`, `yes`, `t`, `y` and `1`, 0 for `false`, `no`, `f`, `n` and `0`, in letters of either case; `nil` for anything else.
func booleanWord(_ cell: UnsafeBufferPointer<UInt8>) -> Int64? {
  if cell.count == 1 {
    switch unsafe cell[0] {
    case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "y"),
      UInt8(ascii: "Y"):
      return 1
    case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "n"),
      UInt8(ascii: "N"):
      return 0
    default: return nil
    }
  }
  return unsafe reads("yes", cell) ? 1 : reads("no", cell) ? 0 : booleanText(cell)
}

/// Whether a cell is a word of small letters, in letters of either case.
@inline(__always)
private func reads(_ word: StaticString, _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  word.utf8CodeUnitCount == cell.count
    && (0..<cell.count).allSatisfy { unsafe cell[$0] | 0x20 == word.utf8Start[$0] }
}
