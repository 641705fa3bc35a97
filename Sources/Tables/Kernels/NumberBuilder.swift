/// Builds the numbers of a column in one piece of the input: of a number, a date, a time or a boolean.
///
/// A number is kept as its digits at the finest scale seen so far; only when they fit no mantissa at a common scale does the segment become
/// one of doubles.
struct NumberBuilder {
  let type: ColumnType
  /// Whether the type was asked for. If not, it is a guess, and cells that do not keep to it make it void.
  let isAsked: Bool
  /// How a date or a time is written that was asked for; none for the way of RFC 3339.
  private let formats: [DateFormat]
  /// The types that all cells so far could have.
  private(set) var candidates = CellTypes.any
  private var mantissas: [Int64] = []
  private var scale = 0
  private var least = Int64.max
  private var greatest = Int64.min
  /// Takes the place of the mantissas once they do not fit.
  private var doubles: [Double]?

  init(type: ColumnType, isAsked: Bool, formats: [DateFormat] = []) {
    self.type = type
    self.isAsked = isAsked
    self.formats = formats
  }

  /// Whether the guess still holds.
  var isFitting: Bool { isAsked || candidates.contains(guessed) }

  /// Whether a number and its guess are the same storage: whole numbers may turn out as decimal ones without being read again.
  private var guessed: CellTypes {
    switch type {
    case .integer, .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .datetime: .datetime
    case .text: .text
    }
  }

  /// The finished segment.
  var segment: NumberSegment {
    if let doubles { return NumberSegment(values: .double(doubles)) }
    guard least <= greatest else { return .nulls(mantissas.count) }
    if least > Int64(Int32.min), greatest <= Int64(Int32.max) {
      let narrow = mantissas.map { Int32(truncatingIfNeeded: max($0, Int64(Int32.min))) }
      return NumberSegment(values: .narrow(narrow), scale: scale, range: least...greatest)
    }
    return NumberSegment(values: .wide(mantissas), scale: scale, range: least...greatest)
  }

  /// Appends the cells of a block.
  ///
  /// - Returns: the rows of the block whose cells are not of the type asked for; they have no value.
  mutating func add(_ cells: BlockCells, _ column: Int) -> [Int] {
    guard isFitting else {
      unsafe cells.forEach(column) { _, cell in
        unsafe candidates.formIntersection(CellTypes(of: cell))
      }
      return []
    }
    switch type {
    case .integer, .decimal: return addNumbers(cells, column)
    case .boolean where isAsked: return unsafe addWhole(cells, column) { unsafe booleanWord($0) }
    case .boolean: return unsafe addWhole(cells, column) { unsafe booleanText($0) }
    case .date where !formats.isEmpty:
      return unsafe addWhole(cells, column) { [formats] cell in
        formats.lazy.compactMap { unsafe $0.date(cell) }.first
      }
    case .datetime where !formats.isEmpty:
      return unsafe addWhole(cells, column) { [formats] cell in
        formats.lazy.compactMap { unsafe $0.datetime(cell) }.first
      }
    case .date: return unsafe addWhole(cells, column) { unsafe TimeText.date($0) }
    case .datetime: return unsafe addWhole(cells, column) { unsafe TimeText.datetime($0) }
    case .text: preconditionFailure("a text is no number")
    }
  }

  /// Appends a block of numbers: those that fit the scale in one go, then the others one by one.
  ///
  /// Sound: there is one cell for each row.
  private mutating func addNumbers(_ cells: BlockCells, _ column: Int) -> [Int] {
    let isStrict = !isAsked
    let wantsWhole = isAsked && type == .integer
    let scale = doubles == nil ? scale : -1
    var (least, greatest) = (least, greatest)
    let powers = powersOfTen
    var isWhole = true
    var others: [Int] = []
    let block = unsafe [Int64].filling(cells.rowCount) { values, filled in
      unsafe cells.forEach(column) { row, cell in
        let bare = unsafe withoutBlanks(cell)
        unsafe values[row] = NumberSegment.wideNull
        if bare.isEmpty { return }
        let number = unsafe NumberText(bare, isStrict: isStrict)
        guard number.isExact, number.scale <= scale, number.form == .whole || !wantsWhole else {
          return others.append(row)
        }
        isWhole = isWhole && number.form == .whole
        var value = number.mantissa
        if number.scale < scale {
          let (finer, overflow) = value.multipliedReportingOverflow(
            by: powers[scale &- number.scale])
          if overflow || finer == NumberSegment.wideNull { return others.append(row) }
          value = finer
        }
        least = min(least, value)
        greatest = max(greatest, value)
        unsafe values[row] = value
      }
      filled = cells.rowCount
    }
    (self.least, self.greatest) = (least, greatest)
    if !isWhole { candidates.subtract(.integer) }
    append(block)
    let bad = others.isEmpty ? [] : place(others, cells, column, wantsWhole: wantsWhole)
    if hasValues { candidates.formIntersection(CellTypes(including: .integer)) }
    return bad
  }

  private mutating func append(_ block: [Int64]) {
    if doubles == nil {
      mantissas.append(contentsOf: block)
    } else {
      doubles?.append(contentsOf: repeatElement(.nan, count: block.count))
    }
  }

  /// Reads those rows of the last block again that do not fit the scale, or are no numbers.
  ///
  /// - Returns: the rows that are not of the type asked for.
  @inline(never)
  private mutating func place(
    _ rows: [Int], _ cells: BlockCells, _ column: Int, wantsWhole: Bool
  ) -> [Int] {
    var bad: [Int] = []
    let first = (doubles?.count ?? mantissas.count) - cells.rowCount
    for row in rows {
      unsafe cells.with(row, column) { cell in
        let bare = unsafe withoutBlanks(cell)
        let number = unsafe NumberText(bare, isStrict: !isAsked)
        if number.form == .none || wantsWhole && number.form != .whole {
          if isAsked {
            bad.append(row)
          } else {
            unsafe candidates.formIntersection(CellTypes(of: cell))
          }
          return
        }
        if number.form != .whole { candidates.subtract(.integer) }
        if number.form == .inexact {
          becomeDoubles()
          unsafe doubles?[first + row] = NumberText.nearest(bare) ?? .nan
        } else {
          place(number, at: first + row)
        }
      }
    }
    return bad
  }

  private mutating func place(_ number: NumberText, at row: Int) {
    if doubles == nil, number.scale > scale { refine(to: number.scale) }
    if doubles == nil {
      let (value, overflow) = number.mantissa
        .multipliedReportingOverflow(by: powersOfTen[scale - number.scale])
      if !overflow && value != NumberSegment.wideNull {
        least = min(least, value)
        greatest = max(greatest, value)
        mantissas[row] = value
        return
      }
      becomeDoubles()
    }
    doubles?[row] = nearestDouble(number.mantissa, scale: number.scale)
  }

  private var hasValues: Bool { least <= greatest || doubles != nil }

  @inline(__always)
  private mutating func addWhole(
    _ cells: BlockCells, _ column: Int, _ read: (UnsafeBufferPointer<UInt8>) -> Int64?
  ) -> [Int] {
    var bad: [Int] = []
    unsafe cells.forEach(column) { row, cell in
      let bare = unsafe withoutBlanks(cell)
      if let value = unsafe bare.isEmpty ? nil : read(bare) {
        least = min(least, value)
        greatest = max(greatest, value)
        mantissas.append(value)
      } else {
        mantissas.append(NumberSegment.wideNull)
        if bare.isEmpty { return }
        if isAsked {
          bad.append(row)
        } else {
          unsafe candidates.formIntersection(CellTypes(of: cell))
        }
      }
    }
    if hasValues { candidates.formIntersection(CellTypes(including: type)) }
    return bad
  }

  /// Brings all mantissas to a finer scale.
  private mutating func refine(to finer: Int) {
    defer { scale = finer }
    guard least <= greatest else { return }
    let factor = powersOfTen[finer - scale]
    let low = least.multipliedReportingOverflow(by: factor)
    let high = greatest.multipliedReportingOverflow(by: factor)
    guard !low.overflow, !high.overflow, low.partialValue != .min else { return becomeDoubles() }
    least = low.partialValue
    greatest = high.partialValue
    for row in mantissas.indices where mantissas[row] != NumberSegment.wideNull {
      mantissas[row] *= factor
    }
  }

  private mutating func becomeDoubles() {
    guard doubles == nil else { return }
    doubles = mantissas.map {
      $0 == NumberSegment.wideNull ? .nan : nearestDouble($0, scale: scale)
    }
    mantissas = []
  }
}
