/// One load from its header to its table.
///
/// Lanes read pieces of the file to columns, each lane with words of its own. Then the words of a column are numbered anew in the order in which
/// the file bears them, which does not depend on who read what. The types of columns are guesses from the first rows; a column that does not
/// keep to its guess is read a second time, as what all of its cells turned out to be.
struct Loading {
  /// How much of the file the guesses are made from.
  private static let sampleBytes = 512 << 10

  private let input: CSVInput
  private let options: CSVOptions
  private let lanes: Lanes
  private let header: Header

  /// The pieces in the order of the file, and the words of each lane.
  private struct Pass {
    var pieces: [LoadedPiece]
    let words: [Int: [WordTable]]
  }

  init(_ input: CSVInput, _ options: CSVOptions, _ lanes: Lanes) throws(TableFailure) {
    self.input = input
    self.options = options.withinBounds
    self.lanes = lanes
    header = try Header(input, self.options)
    let asked = Set(options.types.keys).union(options.formats.keys).union(options.columns ?? [])
    for name in asked.sorted() where !header.names.contains(name) {
      throw .unknownColumn(name)
    }
  }

  func table() throws(TableFailure) -> LoadedTable {
    var plan = firstPlan()
    let first = try run(plan, lanes.part(0, count: 8, of: 10))
    let failures = first.pieces.compactMap(\.failure)
    if let failure = failures.first {
      var report = FaultReport(input, names: header.names, options)
      throw report.failure(failure)
    }
    let second = try rereading(first, &plan)
    let wanted = header.names.indices.filter { options.loads(header.names[$0]) }
    do throws(Cancelled) {
      let columns = try lanes.map(wanted.count) { [plan] (place) throws(Cancelled) in
        let column = wanted[place]
        return try self.column(column, plan[column], second[column] ?? first)
      }
      lanes.advance(1, of: 1)
      return loaded(first, columns)
    } catch {
      throw .cancelled
    }
  }

  // Reading

  /// - Parameter lanes: those of the load, for this part of it.
  private func run(_ plan: [ColumnPlan], _ lanes: Lanes) throws(TableFailure) -> Pass {
    let cutter = CSVCutter(input, from: header.end, chunkBytes: options.chunkBytes)
    let pieces = Gathering<LoadedPiece>(count: cutter.pieceLimit)
    let words = Gathering<[WordTable]>(count: lanes.count)
    let (input, options) = (input, options)
    lanes.run(min(lanes.count, cutter.pieceLimit)) { lane in
      var loader = PieceLoader(input, plan, options, lane: lane)
      while !lanes.isCancelled, let piece = cutter.take() {
        let loaded = loader.load(piece.range)
        pieces.fill(piece.number, with: loaded)
        if loaded.failure != nil { cutter.stop() }
        options.release?(piece.range)
        lanes.advance(piece.range.upperBound, of: input.count)
      }
      words.fill(lane, with: loader.words)
    }
    if lanes.isCancelled { throw .cancelled }
    let filled = (0..<lanes.count).compactMap { lane in words.element(at: lane).map { (lane, $0) } }
    return Pass(pieces: pieces.elements, words: Dictionary(uniqueKeysWithValues: filled))
  }

  /// Reads those columns again whose guesses were wrong, and notes in the plan what they are.
  private func rereading(
    _ first: Pass, _ plan: inout [ColumnPlan]
  ) throws(TableFailure) -> [Int: Pass] {
    var again = [ColumnPlan](repeating: .skip, count: plan.count)
    for (column, guess) in plan.enumerated() {
      guard case .typed(let type, isAsked: false, _) = guess else { continue }
      let found = candidates(first, column).narrowest
      if found == type { continue }
      let isUnfit = first.pieces.contains {
        if case .unfit = $0.columns[column] { true } else { false }
      }
      plan[column] = found == .text ? .coded : .typed(found, isAsked: false)
      if isUnfit { again[column] = plan[column] }
    }
    let columns = again.indices.filter { again[$0] != .skip }
    if columns.isEmpty { return [:] }
    if options.badCells == .skipRow {
      for (column, asked) in plan.enumerated() {
        if case .typed(_, isAsked: true, _) = asked { again[column] = asked }
      }
    }
    let second = try run(again, lanes.part(8, of: 10))
    guard second.pieces.map(\.rowCount) == first.pieces.map(\.rowCount) else {
      throw .changedWhileReading
    }
    return Dictionary(uniqueKeysWithValues: columns.map { ($0, second) })
  }

  // Guessing

  private func firstPlan() -> [ColumnPlan] {
    var sampling = options
    sampling.blockBytes = Self.sampleBytes
    let asked = header.names.map { name -> ColumnPlan in
      if let type = options.types[name], type != .text {
        .typed(type, isAsked: true, formats: options.formats(of: name))
      } else {
        .skip
      }
    }
    var loader = PieceLoader(input, asked, sampling, lane: 0)
    return loader.withFirstRows(of: header.end..<input.count) { cells in
      header.names.enumerated().map { column, name in
        // A column that is asked to be of a type is read even if nobody wants it, because a bad cell may cost a row.
        switch options.types[name] {
        case .some(let type) where type != .text: asked[column]
        case _ where !options.loads(name): .skip
        case .some: Self.textPlan(cells, column)
        case nil: Self.guess(cells, column)
        }
      }
    }
  }

  private static func guess(_ cells: BlockCells, _ column: Int) -> ColumnPlan {
    let types = cells.types(of: column)
    // A column without values may still be of any type; whole numbers are the guess that costs least.
    if types == .any { return .typed(.integer, isAsked: false) }
    return types == .text ? textPlan(cells, column) : .typed(types.narrowest, isAsked: false)
  }

  /// Texts become codes unless most of them differ.
  private static func textPlan(_ cells: BlockCells, _ column: Int) -> ColumnPlan {
    var words = WordTable()
    var codes = CodeBuilder()
    codes.add(cells, column, &words)
    return ColumnPlan.mostlyDiffer(words.count, of: cells.rowCount) ? .spelled : .coded
  }

  /// The types that all cells of a column could have.
  private func candidates(_ pass: Pass, _ column: Int) -> CellTypes {
    pass.pieces.reduce(into: CellTypes.any) { types, piece in
      switch piece.columns[column] {
      case .numbers(_, let candidates), .unfit(let candidates): types.formIntersection(candidates)
      case .none, .coded, .spelled: types.formIntersection(.text)
      }
    }
  }

  // Putting together

  private func column(
    _ column: Int, _ plan: ColumnPlan, _ pass: Pass
  ) throws(Cancelled) -> Column {
    let name = header.names[column]
    switch plan {
    case .typed(let type, _, _):
      let numbers = NumberColumn(
        pass.pieces.map { piece in
          // A second reading that finds other cells than the first: the file changed, but the column stays as long as the table.
          if case .numbers(let segment, _) = piece.columns[column] {
            segment
          } else {
            .nulls(piece.rowCount)
          }
        })
      return Column(name: name, type: type, storage: .numbers(numbers))
    case .coded, .spelled, .skip:
      return Column(name: name, type: .text, storage: .text(try texts(column, pass)))
    }
  }

  /// Numbers the words of a column in the order in which the file bears them: those that are new in a piece to the lane that read it come in
  /// the order of the piece, and the pieces come in the order of the file.
  private func texts(_ column: Int, _ pass: Pass) throws(Cancelled) -> TextColumn {
    var all = WordTable()
    var slots = [[UInt32]](repeating: [0], count: lanes.count)
    for piece in pass.pieces {
      try lanes.check()
      guard case .coded(_, let newWords) = piece.columns[column], let words = pass.words[piece.lane]
      else { continue }
      try all.makeRoom(for: newWords.count) { () throws(Cancelled) in try lanes.check() }
      for code in newWords {
        slots[piece.lane].append(UInt32(all.insert(words[column].bytes(of: code))) + 1)
      }
    }
    var segments: [TextColumn.Segment] = []
    for piece in pass.pieces {
      try lanes.check()
      switch piece.columns[column] {
      case .coded(let codes, _): segments.append(.coded(codes.renumbered(slots[piece.lane])))
      case .spelled(let texts): segments.append(.spelled(texts))
      case .none, .numbers, .unfit:
        // No cell of the column has a value.
        segments.append(.coded(.nulls(piece.rowCount)))
      }
    }
    return TextColumn(segments: segments, words: all)
  }

  private func loaded(_ pass: Pass, _ columns: [Column]) -> LoadedTable {
    var report = FaultReport(input, names: header.names, options)
    let faults = pass.pieces.flatMap(\.rejects).sorted(by: Fault.comesBefore)
    return LoadedTable(
      table: Table(columns: columns, segmentRows: pass.pieces.map(\.rowCount)),
      rejects: faults.prefix(options.rejectLimit).map { report.reject($0) },
      rejectCount: pass.pieces.reduce(0) { $0 + $1.rejectCount },
      rowsRead: pass.pieces.reduce(0) { $0 + $1.rowsRead }, dialect: header.dialect)
  }
}
