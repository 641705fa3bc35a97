import Tables

/// The outputs of an aggregate for groups of rows.
struct GroupStatistics: Sendable {
  /// An output with the columns that it looks at.
  struct Output: Sendable {
    let function: AggregateFunction
    let columns: [Column]
  }

  private let grouping: Grouping
  /// The rows, where there is one group of all of them because nobody asked for groups.
  private let whole: Selection?

  init(of grouping: Grouping, whole: Selection?) {
    self.grouping = grouping
    self.whole = whole
  }

  /// The values of some outputs for some groups: for each output a value for each group.
  func values(
    of outputs: [Output], at groups: [Int], on lanes: Lanes
  ) throws(Cancelled) -> [[AggregateValue]] {
    guard !groups.isEmpty else { return outputs.map { _ in [] } }
    var answer: [[AggregateValue]?] = []
    for output in outputs { answer.append(try quick(output, beside: outputs, groups, lanes)) }
    let rest = outputs.indices.filter { answer[$0] == nil }
    lanes.advance(outputs.count - rest.count, of: outputs.count)
    let share = lanes.part(outputs.count - rest.count, count: rest.count, of: outputs.count)
    if !rest.isEmpty {
      let works = try ColumnWork.works(of: rest.map { outputs[$0] }, on: lanes)
      let computed: [[AggregateValue]]
      if let whole {
        computed = [try all(whole, works, rest.count, share)]
      } else {
        computed = try each(of: groups, works, rest.count, share)
      }
      for (place, output) in rest.enumerated() { answer[output] = computed.map { $0[place] } }
    }
    return answer.map { $0 ?? [] }
  }

  /// What can be had from counts and sums alone; `nil` for other outputs, and where another output looks at every value anyway.
  private func quick(
    _ output: Output, beside others: [Output], _ groups: [Int], _ lanes: Lanes
  ) throws(Cancelled) -> [AggregateValue]? {
    guard let column = output.columns.first else {
      return groups.map { .cell(.integer(Int64(grouping.rowCounts[$0]))) }
    }
    guard whole == nil, case .measure(let measure, _) = output.function, measure.isTotal,
      others.allSatisfy({ $0.isQuick || !$0.columns.contains { $0.name == column.name } })
    else { return nil }
    if measure == .count {
      let counts = try grouping.valueCounts(of: column, on: lanes)
      return groups.map { .cell(.integer(Int64(counts[$0]))) }
    }
    guard let totals = try grouping.totals(of: column, on: lanes) else { return nil }
    return groups.map { group in
      .cell(measure == .sum ? totals.sum(of: group, as: column.type) : totals.mean(of: group))
    }
  }

  /// The values of all rows together. Each column uses all lanes.
  private func all(
    _ selection: Selection, _ works: [ColumnWork], _ count: Int, _ lanes: Lanes
  ) throws(Cancelled) -> [AggregateValue] {
    let rows = works.contains(where: \.needsRows) ? try grouping.rows(on: lanes)[0] : []
    var values = [AggregateValue](repeating: .cell(.null), count: count)
    for (place, work) in works.enumerated() {
      try work.fill(&values, of: selection, rows, on: lanes)
      lanes.advance(place + 1, of: works.count)
    }
    return values
  }

  /// The values of each group. Each lane takes other groups: neighbours share a block, and blocks are many, because groups differ in size.
  private func each(
    of groups: [Int], _ works: [ColumnWork], _ count: Int, _ lanes: Lanes
  ) throws(Cancelled) -> [[AggregateValue]] {
    let rows = try grouping.rows(on: lanes)
    let blockCount = min(groups.count, 64 * lanes.count)
    let blocks = try lanes.map(blockCount) { (block) throws(Cancelled) in
      var answer: [[AggregateValue]] = []
      let places = groups.count * block / blockCount..<groups.count * (block + 1) / blockCount
      for group in groups[places] {
        var values = [AggregateValue](repeating: .cell(.null), count: count)
        for work in works { try work.fill(&values, of: rows[group], on: lanes) }
        answer.append(values)
      }
      lanes.advance(block + 1, of: blockCount)
      return answer
    }
    return blocks.flatMap { $0 }
  }
}

extension GroupStatistics.Output {
  /// Whether counts and sums suffice.
  fileprivate var isQuick: Bool {
    if case .measure(let measure, _) = function { measure.isTotal } else { function == .count }
  }
}

extension Measure {
  fileprivate var isTotal: Bool { self == .count || self == .sum || self == .mean }
}
