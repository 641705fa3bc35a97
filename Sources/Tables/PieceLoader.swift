/// How a column is to be read.
enum ColumnPlan: Equatable, Sendable {
  /// Not at all.
  case skip
  /// As codes of words.
  case coded
  /// As texts, because most of them differ.
  case spelled
  /// As numbers of a type, which either was asked for, perhaps with the ways it is written, or is a guess.
  case typed(ColumnType, isAsked: Bool, formats: [DateFormat] = [])

  /// Whether so many of the texts of some rows are different words that codes would cost more than the texts: more than two thirds.
  static func mostlyDiffer(_ words: Int, of rows: Int) -> Bool {
    words > 64 && words * 3 > rows * 2
  }
}

/// One piece of the input as columns.
struct LoadedPiece: Sendable {
  enum Values: Sendable {
    case none
    /// Slots of the lane's own words; `newWords` are the codes that the lane gave for the first time in this piece.
    case coded(CodeSegment, newWords: Range<Int>)
    case spelled(SpelledSegment)
    /// The numbers, and the types that all cells could have.
    case numbers(NumberSegment, CellTypes)
    /// The guess was wrong; these are the types that all cells could have.
    case unfit(CellTypes)
  }

  /// Which lane read it.
  let lane: Int
  var columns: [Values] = []
  var rowCount = 0
  /// How many rows stand in the piece, blank lines aside.
  var rowsRead = 0
  /// What was left out, at least the first `CSVOptions.rejectLimit` of them in the order of the file, and how many there were in all.
  var rejects: [Fault] = []
  var rejectCount = 0
  /// Why the load fails; the first reason in the order of the file.
  var failure: Fault?
}

/// Reads pieces of the input, one after the other, on one lane.
struct PieceLoader {
  private let plan: [ColumnPlan]
  private let options: CSVOptions
  private let lane: Int
  private var scanner: CSVScanner
  /// The words of each column, in the order in which this lane met them.
  private(set) var words: [WordTable]

  /// Whether the rejects of this block may be among the first.
  private var keepsRejects = true
  /// The columns of codes whose words turned out to be too many to be worth codes in the pieces to come.
  private var isSpelledOut: [Bool]
  /// How many bytes the texts of each spelled column had in the last piece: about as many as they will have in the next.
  private var spelledBytes: [Int]

  private enum Builder {
    case none
    case codes(CodeBuilder, wordsBefore: Int)
    case spelled(SpelledBuilder)
    case numbers(NumberBuilder)
  }

  init(_ input: CSVInput, _ plan: [ColumnPlan], _ options: CSVOptions, lane: Int) {
    self.plan = plan
    self.options = options
    self.lane = lane
    scanner = CSVScanner(
      input, columnCount: plan.count, delimiter: options.delimiter,
      rowLimitBytes: options.rowLimitBytes, blockBytes: options.blockBytes)
    words = plan.map { _ in WordTable() }
    isSpelledOut = plan.map { _ in false }
    spelledBytes = plan.map { _ in 0 }
  }

  /// Reads a piece up to its end or to what makes the load fail.
  mutating func load(_ range: Range<Int>) -> LoadedPiece {
    var piece = LoadedPiece(lane: lane)
    var builders = plan.indices.map(builder)
    var rest = range
    while !rest.isEmpty && piece.failure == nil {
      var block = scanner.next(of: rest)
      keepsRejects = piece.rejects.count < options.rejectLimit
      piece.rowsRead += block.firstCells.count + block.raggedRows.count
      refuseRows(&block, &piece)
      piece.rowCount += block.firstCells.count
      for column in plan.indices {
        build(&builders[column], column, block, &piece)
      }
      forgetLaterRejects(&piece)
      rest = block.end..<rest.upperBound
      if piece.failure == nil, let stop = block.stop {
        piece.failure = fault(stop, rowOffset: block.end)
      }
    }
    piece.columns = zip(builders, words).map { finish($0, wordCount: $1.count) }
    spellOut(piece)
    return piece
  }

  /// Lends the cells of the first block of a piece, without the rows that are to be skipped.
  mutating func withFirstRows<Answer>(
    of range: Range<Int>, _ body: (BlockCells) -> Answer
  ) -> Answer {
    var block = scanner.next(of: range)
    var piece = LoadedPiece(lane: lane)
    refuseRows(&block, &piece)
    return BlockCells.with(scanner, block, body)
  }

  /// Decides which columns get no more codes, so that words that hardly come again fill no tables, and notes how long texts are.
  private mutating func spellOut(_ piece: LoadedPiece) {
    for (column, values) in piece.columns.enumerated() {
      if case .spelled(let texts) = values { spelledBytes[column] = texts.bytes.count }
      guard case .coded(_, let newWords) = values else { continue }
      isSpelledOut[column] =
        ColumnPlan.mostlyDiffer(newWords.count, of: piece.rowCount)
        || words[column].count > 1 << 18 && newWords.count > piece.rowCount / 8
    }
  }

  private func builder(_ column: Int) -> Builder {
    switch plan[column] {
    case .skip: .none
    case .coded where !isSpelledOut[column]:
      .codes(CodeBuilder(), wordsBefore: words[column].count)
    case .coded, .spelled:
      .spelled(SpelledBuilder(expecting: spelledBytes[column] + spelledBytes[column] / 16))
    case .typed(let type, let isAsked, let formats):
      .numbers(NumberBuilder(type: type, isAsked: isAsked, formats: formats))
    }
  }

  private mutating func build(
    _ builder: inout Builder, _ column: Int, _ block: CSVScanner.Block, _ piece: inout LoadedPiece
  ) {
    switch builder {
    case .none: break
    case .codes(var codes, let wordsBefore):
      builder = .none
      BlockCells.with(scanner, block) { codes.add($0, column, &words[column]) }
      builder = .codes(codes, wordsBefore: wordsBefore)
    case .spelled(var texts):
      builder = .none
      BlockCells.with(scanner, block) { texts.add($0, column) }
      builder = .spelled(texts)
    case .numbers(var numbers):
      builder = .none
      let bad = BlockCells.with(scanner, block) { numbers.add($0, column) }
      builder = .numbers(numbers)
      for row in bad {
        let kind = Fault.Kind.badCell(column: column, type: numbers.type)
        note(fault(kind, block, row, column), isFailure: options.badCells == .abort, &piece)
      }
    }
  }

  private func finish(_ builder: Builder, wordCount: Int) -> LoadedPiece.Values {
    switch builder {
    case .none: .none
    case .codes(let codes, let wordsBefore):
      .coded(codes.codes, newWords: wordsBefore..<wordCount)
    case .spelled(let texts): .spelled(texts.texts)
    case .numbers(let numbers):
      numbers.isFitting ? .numbers(numbers.segment, numbers.candidates) : .unfit(numbers.candidates)
    }
  }

  // MARK: What is wrong

  /// Finds what is wrong with whole rows of a block, and takes out the rows that are to be skipped.
  private func refuseRows(_ block: inout CSVScanner.Block, _ piece: inout LoadedPiece) {
    for row in block.raggedRows {
      note(
        Fault(offset: row.offset, kind: .ragged(cells: row.cells)),
        isFailure: options.raggedRows == .abort, &piece)
    }
    if block.end - block.start > options.cellLimitBytes {
      refuseLongCells(block, &piece)
    }
    let isSkipping = options.badCells == .skipRow
    guard isSkipping || block.hasMisplacedQuotes else { return }
    var skipped = [Fault?](repeating: nil, count: isSkipping ? block.firstCells.count : 0)
    BlockCells.with(scanner, block) { cells in
      for (row, column) in cells.misplacedCells() {
        let found = fault(.misplacedQuote(column: column), block, row, column)
        if isSkipping {
          skipped[row] = skipped[row] ?? found
        } else {
          note(found, isFailure: options.badCells == .abort, &piece)
        }
      }
      guard isSkipping else { return }
      for (column, plan) in plan.enumerated() {
        guard case .typed(let type, isAsked: true, let formats) = plan else { continue }
        var trial = NumberBuilder(type: type, isAsked: true, formats: formats)
        for row in trial.add(cells, column) where skipped[row] == nil {
          skipped[row] = fault(.badCell(column: column, type: type), block, row, column)
        }
      }
    }
    for case let fault? in skipped { note(fault, isFailure: false, &piece) }
    if isSkipping {
      block.firstCells = zip(block.firstCells, skipped).compactMap { $1 == nil ? $0 : nil }
    }
  }

  private func refuseLongCells(_ block: CSVScanner.Block, _ piece: inout LoadedPiece) {
    BlockCells.with(scanner, block) { cells in
      for row in 0..<cells.rowCount {
        for column in plan.indices where cells.range(row, column).count > options.cellLimitBytes {
          note(fault(.cellTooLong(column: column), block, row, column), isFailure: true, &piece)
        }
      }
    }
  }

  private func fault(
    _ kind: Fault.Kind, _ block: CSVScanner.Block, _ row: Int, _ column: Int
  ) -> Fault {
    BlockCells.with(scanner, block) { cells in
      let cell = cells.range(row, column)
      return Fault(
        offset: block.start + cells.range(row, 0).lowerBound, kind: kind,
        cell: block.start + cell.lowerBound..<block.start + cell.upperBound)
    }
  }

  private func fault(_ stop: CSVScanner.Stop, rowOffset: Int) -> Fault {
    switch stop {
    case .rowTooLong: Fault(offset: rowOffset, kind: .rowTooLong)
    case .quoteNeverClosed(let quote): Fault(offset: quote, kind: .quoteNeverClosed)
    }
  }

  /// Keeps a fault: as the failure, if it is one and the first, else as a reject.
  private func note(_ fault: Fault, isFailure: Bool, _ piece: inout LoadedPiece) {
    if isFailure {
      if piece.failure.map({ fault.offset < $0.offset }) ?? true { piece.failure = fault }
    } else {
      piece.rejectCount += 1
      if keepsRejects { piece.rejects.append(fault) }
    }
  }

  /// Keeps the first rejects. Those of a block come column by column, so which these are shows at its end.
  private func forgetLaterRejects(_ piece: inout LoadedPiece) {
    guard piece.rejects.count > options.rejectLimit else { return }
    piece.rejects.sort(by: Fault.comesBefore)
    piece.rejects = Array(piece.rejects.prefix(options.rejectLimit))
  }
}
