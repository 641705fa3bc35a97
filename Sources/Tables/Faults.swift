/// What is wrong at a place of the input.
struct Fault: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case ragged(cells: Int)
    case misplacedQuote(column: Int)
    case badCell(column: Int, type: ColumnType)
    case cellTooLong(column: Int)
    case rowTooLong
    case quoteNeverClosed
  }

  /// Where the row begins; for a quote that is never closed where its cell begins.
  let offset: Int
  let kind: Kind
  /// The cell as it stands in the file.
  var cell: Range<Int> = 0..<0

  /// Whether one fault stands before another in the file.
  static func comesBefore(_ one: Fault, _ other: Fault) -> Bool {
    (one.offset, one.cell.lowerBound) < (other.offset, other.cell.lowerBound)
  }
}

/// Turns faults into what people are told: lines, names of columns and the cells themselves.
struct FaultReport {
  static let shownBytes = 200

  let input: CSVInput
  let names: [String]
  private let options: CSVOptions
  /// Where lines have been counted to, so that faults in the order of the file cost one look at it.
  private var counted = (offset: 0, line: 1)

  init(_ input: CSVInput, names: [String], _ options: CSVOptions) {
    self.input = input
    self.names = names
    self.options = options
  }

  /// What is told of a fault that ends the load.
  mutating func failure(_ fault: Fault) -> TableFailure {
    let line = line(of: fault.offset)
    return switch fault.kind {
    case .ragged(let cells): .ragged(line: line, cells: cells, expected: names.count)
    case .misplacedQuote(let column):
      .misplacedQuote(line: line, column: names[column], value: value(fault))
    case .badCell(let column, let type):
      .badCell(
        line: line, column: names[column], value: value(fault), type: type,
        formats: options.formats(of: names[column]))
    case .cellTooLong(let column):
      .cellTooLong(line: line, column: names[column], limitBytes: options.cellLimitBytes)
    case .rowTooLong: .rowTooLong(line: line, limitBytes: options.rowLimitBytes)
    case .quoteNeverClosed: .quoteNeverClosed(line: line)
    }
  }

  /// What is told of a fault that leaves something out. For one that stands before the last, lines are counted from the start again.
  ///
  /// - Precondition: it is none that ends the load.
  mutating func reject(_ fault: Fault) -> Reject {
    let line = line(of: fault.offset)
    return switch fault.kind {
    case .ragged(let cells):
      Reject(
        line: line, column: nil, value: "",
        reason: raggedReason(cells: cells, expected: names.count))
    case .misplacedQuote(let column):
      Reject(line: line, column: names[column], value: value(fault), reason: misplacedQuoteReason)
    case .badCell(let column, let type):
      Reject(
        line: line, column: names[column], value: value(fault),
        reason: type.refusal(options.formats(of: names[column])))
    case .cellTooLong, .rowTooLong, .quoteNeverClosed:
      preconditionFailure("a fault that ends the load is no reject")
    }
  }

  private func value(_ fault: Fault) -> String {
    let shown = fault.cell.prefix(Self.shownBytes)
    return String(
      decoding: input.bytes(shown.lowerBound..<shown.lowerBound + shown.count), as: UTF8.self)
  }

  private mutating func line(of offset: Int) -> Int {
    if offset < counted.offset { counted = (0, 1) }
    counted.line += input.occurrences(of: CSVInput.lineFeed, in: counted.offset..<offset)
    counted.offset = offset
    return counted.line
  }
}
