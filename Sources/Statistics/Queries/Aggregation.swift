package import Tables

extension AggregateQuery {
  /// How many groups an answer may have, on all pages.
  package static let groupLimit = 1_000_000

  /// Answers the query from a table. `limit` bounds the groups of the answer, `cursor` is not looked at.
  ///
  /// Without groups there is one row, also where no row of the table passes the filter. Outputs by which groups are neither chosen nor sorted are
  /// computed for the groups of the page alone.
  ///
  /// - Parameters:
  ///   - position: how many groups stand before the page.
  ///   - groupLimit: how many groups there may be on all pages.
  /// - Complexity: O(*rows* x *columns*), some nanoseconds each.
  package func answer(
    from table: Table, after position: Int = 0, groupLimit: Int = AggregateQuery.groupLimit,
    on lanes: Lanes
  ) throws(AggregateFailure) -> AggregateAnswer {
    let plan = try AggregatePlan(self, table)
    let selection = try rows(of: table, on: lanes)
    lanes.advance(1, of: 10)
    let grouping = try Self.grouped(
      selection, by: plan.keys, limit: groupLimit, on: lanes.part(1, count: 3, of: 10))
    lanes.advance(4, of: 10)
    let statistics = GroupStatistics(of: grouping, whole: plan.keys.isEmpty ? selection : nil)
    let page = try GroupPage(
      self, plan, grouping, statistics, after: max(0, position),
      on: lanes.part(4, count: 2, of: 10))
    do throws(Cancelled) {
      return try page.answer(labels: columnNames, on: lanes.part(6, count: 4, of: 10))
    } catch {
      throw .cancelled
    }
  }

  /// The rows that pass the filter.
  func rows(
    of table: Table, on lanes: Lanes
  ) throws(AggregateFailure) -> Selection {
    do throws(QueryFailure) {
      return try filter.selection(of: table, on: lanes)
    } catch {
      throw AggregateFailure(error)
    }
  }

  /// Which of some rows belong together.
  static func grouped(
    _ selection: Selection, by keys: [Grouping.Key], limit: Int, on lanes: Lanes
  ) throws(AggregateFailure) -> Grouping {
    do throws(GroupingFailure) {
      return try Grouping(of: selection, by: keys, limit: limit, on: lanes)
    } catch {
      switch error {
      case .tooManyGroups(let limit): throw .tooManyGroups(limit: limit)
      case .tooManyRows: throw .tooManyRows
      case .cancelled: throw .cancelled
      }
    }
  }
}

extension AggregateFailure {
  /// What stands in the way of a filter or an order stands in the way of the answer.
  fileprivate init(_ failure: QueryFailure) {
    self = failure == .cancelled ? .cancelled : .query(failure)
  }
}

/// The groups of one page of an answer, and what is known of them.
private struct GroupPage {
  private let plan: AggregatePlan
  private let grouping: Grouping
  private let statistics: GroupStatistics
  /// How many groups are on all pages, and how many stand before the next one.
  private let groupCount: Int
  private let next: Int?
  /// The numbers of the groups.
  private let groups: [Int]
  /// For each output, where it is computed for all groups: its values.
  private var known: [[AggregateValue]?]

  init(
    _ query: AggregateQuery, _ plan: AggregatePlan, _ grouping: Grouping,
    _ statistics: GroupStatistics, after position: Int, on lanes: Lanes
  ) throws(AggregateFailure) {
    self.plan = plan
    self.grouping = grouping
    self.statistics = statistics
    known = Array(repeating: nil, count: plan.outputs.count)
    let (end, overflow) = position.addingReportingOverflow(query.pageLimit ?? grouping.count)
    let limit = overflow ? grouping.count : min(end, grouping.count)
    if query.having.isEmpty && query.sort.isEmpty {
      groupCount = grouping.count
      groups = Array(min(position, limit)..<limit)
    } else {
      let asked = NameList(query.having.map(\.column) + query.sort.map(\.name))
      let outputs = query.outputs.indices.filter { asked.contains(query.outputs[$0].label) }
      let values: [[AggregateValue]]
      do throws(Cancelled) {
        values = try statistics.values(
          of: outputs.map { plan.outputs[$0] }, at: Array(0..<grouping.count), on: lanes)
      } catch {
        throw .cancelled
      }
      for (output, values) in zip(outputs, values) { known[output] = values }
      let table = try Self.table(query, plan, grouping, known, asked)
      (groupCount, groups) = try Self.chosen(
        query, from: table, after: position, limit: limit, on: lanes)
    }
    let following = position + groups.count
    next = groups.isEmpty || following >= groupCount ? nil : following
  }

  /// The groups as a table of what they are chosen and sorted by: its rows are filtered and sorted as those of any other.
  private static func table(
    _ query: AggregateQuery, _ plan: AggregatePlan, _ grouping: Grouping,
    _ known: [[AggregateValue]?], _ asked: NameList
  ) throws(AggregateFailure) -> Table {
    let all = Array(0..<grouping.count)
    var columns: [Column] = []
    for (number, key) in query.groupBy.enumerated() where asked.contains(key.column) {
      let cells = grouping.cells(of: number, at: all)
      columns.append(Column(name: key.column, type: plan.type(ofKey: number), cells: cells))
    }
    for (number, output) in query.outputs.enumerated() {
      guard let values = known[number] else { continue }
      guard let type = plan.type(ofOutput: number) else { throw .unorderedLabel(output.label) }
      columns.append(
        Column(name: output.label, type: type, cells: values.map { $0.cell ?? .null }))
    }
    return Table(computed: columns, rowCount: grouping.count)
  }

  private static func chosen(
    _ query: AggregateQuery, from table: Table, after position: Int, limit: Int, on lanes: Lanes
  ) throws(AggregateFailure) -> (count: Int, groups: [Int]) {
    do throws(QueryFailure) {
      let chosen = try Filter(all: query.having).selection(of: table, on: lanes)
      let order = RowOrder(query.sort.map { .init($0.name, isDescending: $0.isDescending) })
      let groups = try order.rows(of: chosen, in: table, after: nil, limit: limit, on: lanes)
      return (chosen.count, Array(groups.dropFirst(position)))
    } catch {
      if case .unknownColumn(let name, _) = error {
        throw .query(.unknownColumn(name, known: query.columnNames))
      }
      throw AggregateFailure(error)
    }
  }

  func answer(labels: [String], on lanes: Lanes) throws(Cancelled) -> AggregateAnswer {
    var columns = plan.keys.indices.map { key in
      grouping.cells(of: key, at: groups).map { AggregateValue.cell($0) }
    }
    let missing = known.indices.filter { known[$0] == nil }
    var values = known.map { all in all.map { all in groups.map { all[$0] } } }
    let computed = try statistics.values(
      of: missing.map { plan.outputs[$0] }, at: groups, on: lanes)
    for (output, computed) in zip(missing, computed) { values[output] = computed }
    columns += values.map { $0 ?? [] }
    var rows: [[AggregateValue]] = []
    rows.reserveCapacity(groups.count)
    for row in groups.indices {
      if row % (1 << 16) == 0 { try lanes.check() }
      rows.append(columns.map { $0[row] })
    }
    lanes.advance(1, of: 1)
    return AggregateAnswer(columns: labels, rows: rows, groupCount: groupCount, next: next)
  }
}
