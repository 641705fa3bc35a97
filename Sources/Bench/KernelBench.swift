internal import JSON
internal import Posix
internal import Tables

/// `tally-bench group FILE --question TEXT [--lanes N] [--rounds N]`: how long the mean of `Data_Value` by `LocationDesc` takes over
/// the rows of one question, with the table in memory.
enum KernelBench {
  static let usage = "tally-bench group FILE --question TEXT [--lanes N] [--rounds N]"

  private static let columns = (
    question: "Question", location: "LocationDesc", value: "Data_Value"
  )

  /// What was measured, and what was computed, so that it can be compared.
  struct Report {
    /// From the question as text to a mean for each location, for each round.
    var seconds: [Double] = []
    /// How many rows the table has.
    var rows = 0
    /// The most memory that was resident since the process began.
    var peakResidentBytes = 0
    var means: [(location: String, mean: Double)] = []

    /// One line of JSON, without its end.
    var line: [UInt8] {
      var writer = JSONWriter()
      writer.beginObject()
      writer.measured(seconds, rows: rows, peakResidentBytes: peakResidentBytes)
      writer.key("means")
      writer.beginObject()
      for (location, mean) in means {
        writer.key(location)
        writer.double(mean)
      }
      writer.endObject()
      writer.endObject()
      return writer.bytes
    }
  }

  static func run(_ arguments: [String]) throws {
    let order = try TableOrder.parse(arguments, takesQuestion: true, usage: usage)
    print(String(decoding: try measure(order).line, as: UTF8.self))
  }

  /// Loads the file, asks once unmeasured, then as often as asked.
  static func measure(_ order: TableOrder) throws(TableBenchFailure) -> Report {
    let table = try CSVBench.load(order)
    var report = Report()
    report.rows = table.rowCount
    report.means = try means(in: table, order)
    for _ in 0..<order.rounds {
      let start = Moment.now()
      report.means = try means(in: table, order)
      report.seconds.append(start.secondsToNow)
    }
    report.peakResidentBytes = try PeakMemory.residentBytes()
    return report
  }

  /// The mean of the question's values at each location that has one.
  private static func means(
    in table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> [(location: String, mean: Double)] {
    guard let question = table.column(columns.question),
      let location = table.column(columns.location),
      let value = table.column(columns.value)
    else {
      let missing = [columns.question, columns.location, columns.value]
        .filter { table.column($0) == nil }
      throw .missingColumns(missing, path: order.path)
    }
    guard let code = question.categories().code(of: order.question) else {
      throw .unknownQuestion(order.question, path: order.path)
    }
    var selection = Selection(all: table)
    selection.keep(question, code: code)
    let locations = location.categories()
    return GroupedMoments(of: value, by: [location], in: selection).groups()
      .map { (locations.word($0.codes[0]), $0.mean) }
  }
}
