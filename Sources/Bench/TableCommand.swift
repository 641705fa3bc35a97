internal import JSON

/// The measurements over a CSV file, by the word that asks for each: `tally-bench load FILE ...`.
enum TableCommand: String, CaseIterable {
  /// How long a file takes to become typed columns, and how much memory.
  case load
  /// How long the means of a question take from the closed file, when only the columns that they need are loaded.
  case answer
  /// How long the mean of `Data_Value` by `LocationDesc` takes over the rows of one question, with the table in memory.
  case group
  /// How long ten statistics of a column take, with the table in memory.
  case statistics
  /// How long the mean of a column takes over the rows that keep some conditions, with the table in memory.
  case filter
  /// How long it takes to count the rows that keep some conditions and to take out the first of them, with the table in memory.
  case page

  /// What must be said beside the file.
  var needs: [TableOrder.Flag] {
    switch self {
    case .load: []
    case .answer, .group: [.question]
    case .statistics: [.column]
    case .filter: [.column, .condition]
    case .page: [.condition, .show, .limit]
    }
  }

  var usage: String {
    let needed = needs.map { "\($0.rawValue) \($0.placeholder)" }
    return (["tally-bench \(rawValue) FILE"] + needed + ["[--lanes N] [--rounds N]"])
      .joined(separator: " ")
  }

  func run(_ arguments: [String]) throws {
    let order = try TableOrder.parse(arguments, for: self)
    print(String(decoding: try measure(order).line, as: UTF8.self))
  }

  func measure(_ order: TableOrder) throws(TableBenchFailure) -> TableReport {
    switch self {
    case .load: try CSVBench.loads(order)
    case .answer: try CSVBench.answers(order)
    case .group, .statistics, .filter, .page: try KernelBench.measure(self, order)
    }
  }
}
