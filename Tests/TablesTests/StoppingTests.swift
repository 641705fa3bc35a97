import Testing

@testable import Tables

/// Every long computation over tables: with a progress that nobody cancels it answers what it answers without, and cancelled at any of its steps
/// it answers that or nothing.
struct StoppingTests {
  struct Computation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let answer: @Sendable (Table, Lanes) throws -> String

    init(_ name: String, _ answer: @escaping @Sendable (Table, Lanes) throws -> String) {
      testDescription = name
      self.answer = answer
    }
  }

  static let computations: [Computation] = [
    Computation("filter") { table, lanes in
      let filter = Filter(all: [
        .init("narrow", .gt, ["-3"]), .init("spelled", .contains, ["a"]),
      ])
      return "\(try filter.selection(of: table, on: lanes).rows(from: 0, limit: .max))"
    },
    Computation("order") { table, lanes in
      let order = RowOrder([.init("coded"), .init("spelled", isDescending: true)])
      let all = Selection(all: table)
      return try [3, 40, .max].map { limit in
        "\(try order.rows(of: all, in: table, after: nil, limit: limit, on: lanes))"
      }.joined()
    },
    Computation("groups") { table, lanes in
      let keys = try ["coded", "wide", "spelled", "moment"].map {
        Grouping.Key(try #require(table.column($0)))
      }
      let all = Selection(all: table)
      let grouping = try Grouping(of: all, by: keys, limit: 1000, on: lanes)
      let rows = try grouping.rows(on: lanes)
      let decimal = try #require(table.column("decimal"))
      let totals = try grouping.totals(of: decimal, on: lanes)
      let counts = try grouping.valueCounts(of: decimal, on: lanes)
      let means = (0..<grouping.count).map { totals?.mean(of: $0) }
      return "\(grouping.rowCounts) \(rows.rows) \(rows.starts) \(means) \(counts)"
    },
    Computation("means of groups") { table, lanes in
      let columns = try ["coded", "spelled"].map { try #require(table.column($0)) }
      let value = try #require(table.column("decimal"))
      let all = Selection(all: table)
      return "\(try GroupedMoments(of: value, by: columns, in: all, on: lanes).groups(on: lanes))"
    },
    Computation("values") { table, lanes in
      let all = Selection(all: table)
      return try table.columns.map { column in
        let total = try column.total(in: all, on: lanes)
        let values = try column.distribution(in: all, on: lanes)?.values
        return "\(String(describing: values)) \(String(describing: total?.mean))"
      }.joined()
    },
    Computation("words") { table, lanes in
      try ["coded", "spelled"].map { name in
        let column = try #require(table.column(name))
        let tally = try #require(try WordTally(of: column, on: lanes))
        let words = try #require(try RankedWords(of: column, on: lanes))
        let extent = String(describing: try tally.extent(on: lanes))
        let ranked = (0..<words.count).map { Array(words.bytes(of: $0)) }
        return "\(tally.counts) \(extent) \(ranked)"
      }.joined()
    },
    Computation("times and numbers") { table, lanes in
      let columns = try ["day", "moment", "coded", "spelled"].map { try #require(table.column($0)) }
      let clocks = try columns.map { try $0.wallClock(on: lanes) }
      let doubles = try (columns + [#require(table.column("decimal"))])
        .map { try $0.doubles(on: lanes) }
      return "\(clocks) \(doubles)"
    },
    Computation("joining") { table, lanes in
      // Joining runs on the thread of the caller, so something else has to come before it.
      _ = try Filter().selection(of: table, on: lanes)
      let joined = try Table(joining: [table, table], on: lanes)
      return "\(joined.texts("coded")) \(joined.texts("spelled")) \(joined.texts("decimal"))"
    },
    Computation("column file") { table, lanes in
      let read = try ColumnFile.table(ColumnFile.bytes(of: table), on: lanes)
      return "\(ColumnFile.areSame(table, read))"
    },
    Computation("CSV") { _, lanes in
      var text = "number,guess,few,many\n"
      for row in 0..<600 {
        text += "\(row),\(row < 590 ? "\(row)" : "no number"),w\(row % 7),text \(row * 7919)\n"
      }
      var options = CSVOptions()
      (options.chunkBytes, options.blockBytes) = (900, 300)
      let table = try CSVLoader.load(Array(text.utf8), options, on: lanes).table
      return "\(table.columns.map { table.texts($0.name) })"
    },
  ]

  /// A new one each time: what columns make at the first need is not there yet.
  private func table() throws -> Table { try QuerySample(77, rows: 200, chunkBytes: 700).table }

  @Test(arguments: computations)
  func `a progress that nobody cancels changes no answer, and only grows`(
    _ computation: Computation
  ) throws {
    let expected = try computation.answer(table(), .single)
    for lanes in [Lanes.single, .threads(3)] {
      let progress = Progress()
      #expect(try computation.answer(table(), lanes.stopping(with: progress)) == expected)
      #expect((0...100).contains(progress.percent))
    }
  }

  @Test(arguments: computations)
  func `what is cancelled before it begins does not begin`(_ computation: Computation) throws {
    let progress = Progress()
    progress.cancel()
    let lanes = Lanes(count: 2) { _, _ in }.stopping(with: progress)
    #expect(try Self.answer(computation, table(), lanes) == nil)
  }

  @Test(arguments: computations)
  func `what is cancelled at any step gives its whole answer or none`(
    _ computation: Computation
  ) throws {
    let expected = try computation.answer(table(), .single)
    var stoppedCount = 0
    for isBefore in [true, false] {
      for step in 0... {
        let progress = Progress()
        let runs = PieceCounter()
        let lanes = Lanes(count: 3) { count, body in
          let isNow = runs.take() == step
          if isNow, isBefore { progress.cancel() }
          for piece in 0..<count {
            body(piece)
            if isNow { progress.cancel() }
          }
        }
        let table = try table()
        let answer = try Self.answer(computation, table, lanes.stopping(with: progress))
        if answer == nil { stoppedCount += 1 }
        #expect(answer == nil || answer == expected)
        // Nothing is left half made: who asks next gets all of it.
        #expect(try computation.answer(table, .single) == expected)
        if !progress.isCancelled { break }
        if isBefore { #expect(answer == nil, "step \(step)") }
      }
    }
    #expect(stoppedCount > 0)
  }

  @Test(arguments: computations)
  func `what another thread cancels gives its whole answer or none`(
    _ computation: Computation
  ) throws {
    let expected = try computation.answer(table(), .single)
    for round in 0..<20 {
      let progress = Progress()
      let table = try table()
      let outcomes = try Lanes.threads(2).map(2) { lane in
        guard lane == 0 else {
          for _ in 0..<round * 400 where progress.isCancelled { break }
          progress.cancel()
          return true
        }
        let lanes = Lanes.threads(2).stopping(with: progress)
        let answer = try? Self.answer(computation, table, lanes)
        return answer == .some(nil) || answer == .some(expected)
      }
      #expect(outcomes == [true, true])
    }
  }

  @Test func `a load tells how far it is, and can be cancelled by what it tells`() throws {
    let text = "n\n" + (0..<5000).map { "\($0)\n" }.joined()
    var options = CSVOptions()
    options.chunkBytes = 1000
    let progress = Progress()
    let loaded = try CSVLoader.load(
      Array(text.utf8), options, on: Lanes.single.stopping(with: progress))
    #expect(loaded.table.rowCount == 5000 && progress.percent == 100)
    let cancelled = Progress()
    let released = PieceCounter()
    options.release = { _ in if released.take() == 5 { cancelled.cancel() } }
    #expect(throws: TableFailure.cancelled) {
      try CSVLoader.load(Array(text.utf8), options, on: Lanes.single.stopping(with: cancelled))
    }
    #expect(released.take() == 6)
    #expect((10...20).contains(cancelled.percent))
  }

  /// The answer; `nil` if it was cancelled.
  private static func answer(
    _ computation: Computation, _ table: Table, _ lanes: Lanes
  ) throws -> String? {
    do {
      return try computation.answer(table, lanes)
    } catch {
      guard "\(error)".lowercased().contains("cancelled") else { throw error }
      return nil
    }
  }
}
