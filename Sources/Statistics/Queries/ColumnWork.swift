import Tables

/// What is computed of one column of each group, or of a pair of columns, and where it stands in the answer.
struct ColumnWork: Sendable {
  private enum Kind: Sendable {
    /// Measures and histograms, which share the look at the values.
    case numbers(Column, [(measure: Measure, place: Int)], [(bins: Int, place: Int)])
    /// Measures of texts, made from the texts' places in their order.
    case words(RankedWords, Column, [(measure: Measure, place: Int)])
    case first(Column, PresentRows, place: Int)
    case last(Column, PresentRows, place: Int)
    case correlation(Column, Column, place: Int)
  }

  private let kind: Kind

  /// The work of some outputs. None of them is a count of rows.
  static func works(
    of outputs: [GroupStatistics.Output], on lanes: Lanes
  ) throws(Cancelled) -> [ColumnWork] {
    var works: [ColumnWork] = []
    var names: [String] = []
    for (place, output) in outputs.enumerated() {
      guard let column = output.columns.first else { continue }
      switch output.function {
      case .count: break
      case .measure, .histogram:
        if !names.contains(column.name) {
          names.append(column.name)
          works.append(try ColumnWork(of: column, outputs, on: lanes))
        }
      case .first:
        works.append(ColumnWork(kind: .first(column, PresentRows(of: column), place: place)))
      case .last:
        works.append(ColumnWork(kind: .last(column, PresentRows(of: column), place: place)))
      case .correlation:
        works.append(ColumnWork(kind: .correlation(column, output.columns[1], place: place)))
      }
    }
    return works
  }

  private init(kind: Kind) {
    self.kind = kind
  }

  /// All measures and histograms of a column that are among the outputs.
  private init(
    of column: Column, _ outputs: [GroupStatistics.Output], on lanes: Lanes
  ) throws(Cancelled) {
    var measures: [(measure: Measure, place: Int)] = []
    var histograms: [(bins: Int, place: Int)] = []
    for (place, output) in outputs.enumerated() where output.columns.first?.name == column.name {
      if case .measure(let measure, _) = output.function { measures.append((measure, place)) }
      if case .histogram(_, let bins) = output.function { histograms.append((bins, place)) }
    }
    let isOrdered = measures.contains { $0.measure != .count && $0.measure != .countDistinct }
    if let words = isOrdered
      ? try RankedWords(of: column, on: lanes) : try .unordered(of: column, on: lanes)
    {
      kind = .words(words, column, measures)
    } else {
      kind = .numbers(column, measures, histograms)
    }
  }

  /// Whether it cannot be done without the numbers of the rows.
  var needsRows: Bool {
    if case .numbers = kind { false } else { true }
  }

  /// Puts the values of a group into their places.
  func fill(
    _ values: inout [AggregateValue], of rows: ArraySlice<UInt32>, on lanes: Lanes
  ) throws(Cancelled) {
    try lanes.check()
    if case .numbers(let column, _, _) = kind, let distribution = column.distribution(at: rows) {
      try fill(&values, of: distribution, on: lanes)
      return
    }
    switch kind {
    case .numbers: break
    case .words(let words, let column, let measures):
      let ranks = words.distribution(at: rows)
      let found = try Measure.values(of: measures.map(\.measure), of: ranks, on: lanes)
      for ((measure, place), value) in zip(measures, found) {
        values[place] = .cell(measure.cell(value, of: column, words))
      }
    case .first(let column, let present, let place):
      values[place] = .cell(present.first(of: rows).map { column.cell(at: $0) } ?? .null)
    case .last(let column, let present, let place):
      values[place] = .cell(present.last(of: rows).map { column.cell(at: $0) } ?? .null)
    case .correlation(let one, let other, let place):
      let coefficient = try correlation(one, other, at: rows, on: lanes)
      values[place] = .cell(coefficient.map { .decimal($0) } ?? .null)
    }
  }

  /// Puts the values of all selected rows into their places.
  ///
  /// - Parameter rows: the same rows by their numbers; empty if no work needs them.
  func fill(
    _ values: inout [AggregateValue], of selection: Selection, _ rows: ArraySlice<UInt32>,
    on lanes: Lanes
  ) throws(Cancelled) {
    if case .numbers(let column, _, _) = kind,
      let distribution = try column.distribution(in: selection, on: lanes)
    {
      try fill(&values, of: distribution, on: lanes)
    } else {
      try fill(&values, of: rows, on: lanes)
    }
  }

  private func fill(
    _ values: inout [AggregateValue], of distribution: Distribution, on lanes: Lanes
  ) throws(Cancelled) {
    guard case .numbers(let column, let measures, let histograms) = kind else { return }
    let found = try Measure.values(of: measures.map(\.measure), of: distribution, on: lanes)
    for ((measure, place), value) in zip(measures, found) {
      values[place] = .cell(measure.cell(value, of: column))
    }
    for (bins, place) in histograms {
      try lanes.check()
      values[place] = .histogram(distribution.histogram(bins: bins))
    }
  }
}

extension Measure {
  /// What it comes to, as a value of the column where it is one.
  ///
  /// - Parameter words: the texts for whose ranks a value stands.
  func cell(_ value: MeasureValue, of column: Column, _ words: RankedWords? = nil) -> Cell {
    switch (self, value) {
    case (_, .undefined): .null
    case (_, .number(let number)): .decimal(number)
    case (.min, .integer(let number)), (.max, .integer(let number)), (.mode, .integer(let number)):
      words.map { .text($0.bytes(of: Int(number))) } ?? column.cell(of: number)
    case (.sum, .integer(let number)), (.range, .integer(let number)):
      column.type == .decimal ? .decimal(Double(number)) : .integer(number)
    case (_, .integer(let number)): .integer(number)
    }
  }
}

extension Column {
  /// A value of the column that is kept as this number.
  func cell(of number: Int64) -> Cell {
    switch type {
    case .integer, .text: .integer(number)
    case .decimal: .decimal(Double(number))
    case .boolean: .boolean(number != 0)
    case .date: .date(number)
    case .datetime: .datetime(number)
    }
  }
}
