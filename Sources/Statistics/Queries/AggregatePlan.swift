import Tables

/// An aggregate as it is asked of one table: every column is there, and every function suits its column.
struct AggregatePlan {
  let keys: [Grouping.Key]
  let outputs: [GroupStatistics.Output]

  init(_ query: AggregateQuery, _ table: Table) throws(AggregateFailure) {
    var keys: [Grouping.Key] = []
    for key in query.groupBy {
      let column = try Self.column(key.column, table)
      if let unit = key.unit, !unit.suits(column.type) {
        throw .unsuitableUnit(unit, column: column.name, column.type)
      }
      keys.append(Grouping.Key(column, unit: key.unit))
    }
    self.keys = keys
    var outputs: [GroupStatistics.Output] = []
    for output in query.outputs {
      var columns: [Column] = []
      for name in output.function.columns {
        let column = try Self.column(name, table)
        guard output.function.suits(column.type) else {
          throw .unsuitableFunction(output.function.name, column: column.name, column.type)
        }
        columns.append(column)
      }
      outputs.append(GroupStatistics.Output(function: output.function, columns: columns))
    }
    self.outputs = outputs
  }

  private static func column(_ name: String, _ table: Table) throws(AggregateFailure) -> Column {
    if let column = table.column(name) { return column }
    throw .query(.unknownColumn(name, known: table.columnNames))
  }

  /// What the values of a column of the answer are.
  func type(ofKey key: Int) -> ColumnType {
    guard let unit = keys[key].unit else { return keys[key].column.type }
    return unit.isOfDays ? .date : .datetime
  }

  /// What the values of an output are; `nil` for histograms, which have no order.
  func type(ofOutput output: Int) -> ColumnType? {
    switch outputs[output].function {
    case .count: return .integer
    case .first, .last: return outputs[output].columns[0].type
    case .correlation: return .decimal
    case .histogram: return nil
    case .measure(let measure, _):
      let type = outputs[output].columns[0].type
      switch measure {
      case .count, .countDistinct: return .integer
      case .min, .max, .mode: return type
      case .sum, .range: return type == .boolean ? .integer : type
      default: return .decimal
      }
    }
  }
}

extension TimeUnit {
  fileprivate func suits(_ type: ColumnType) -> Bool {
    type == .datetime || (type == .date && isOfDays)
  }
}

extension AggregateFunction {
  /// Whether columns of this type have such a statistic: the mean of truths is the share of those that are true; days and moments can be
  /// compared and counted, texts as well.
  fileprivate func suits(_ type: ColumnType) -> Bool {
    switch self {
    case .count, .first, .last, .measure(.count, _), .measure(.countDistinct, _),
      .measure(.min, _), .measure(.max, _), .measure(.mode, _):
      true
    case .measure(.sum, _), .measure(.mean, _):
      type == .integer || type == .decimal || type == .boolean
    case .measure, .correlation, .histogram: type == .integer || type == .decimal
    }
  }
}
