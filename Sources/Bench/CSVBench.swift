internal import Engine
internal import Posix
internal import Tables

/// Measurements that begin with a closed file.
///
/// Nothing is told about the columns: their types are inferred, as the engines it is compared with infer them.
enum CSVBench {
  /// Loads the file as often as asked; each table is gone before the next is loaded.
  static func loads(_ order: TableOrder) throws(TableBenchFailure) -> TableReport {
    try repeated(order) { () throws(TableBenchFailure) in
      (try load(order).rowCount, .none)
    }
  }

  /// Answers from the file as often as asked, each time as if for the first time.
  static func answers(_ order: TableOrder) throws(TableBenchFailure) -> TableReport {
    try repeated(order) { () throws(TableBenchFailure) in
      let table = try load(order, columns: Set(KernelBench.surveyColumns))
      return (table.rowCount, try KernelBench.means(in: table, order))
    }
  }

  private static func repeated(
    _ order: TableOrder,
    _ step: () throws(TableBenchFailure) -> (rows: Int, answer: TableAnswer)
  ) throws(TableBenchFailure) -> TableReport {
    var report = TableReport()
    for _ in 0..<order.rounds {
      let start = Moment.now()
      (report.rows, report.answer) = try step()
      report.seconds.append(start.secondsToNow)
    }
    report.peakResidentBytes = try PeakMemory.residentBytes()
    return report
  }

  /// The table of a file, of all columns or of some.
  static func load(
    _ order: TableOrder, columns: Set<String>? = nil
  ) throws(TableBenchFailure) -> Table {
    let file: MappedFile
    do throws(Errno) {
      file = try MappedFile(path: order.path)
    } catch {
      throw .unreadable(path: order.path, error)
    }
    do throws(TableFailure) {
      return try unsafe file.withPages { bytes, pages throws(TableFailure) in
        var options = CSVOptions()
        options.columns = columns
        options.release = { pages.release($0) }
        return try unsafe CSVLoader.load(bytes, options, on: order.threads).table
      }
    } catch {
      throw .malformed(path: order.path, error)
    }
  }
}

/// Why a file could not be measured.
enum TableBenchFailure: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, Errno)
  case malformed(path: String, TableFailure)
  case unanswerable(path: String, QueryFailure)
  case missingColumns([String], path: String)
  case noNumbers(column: String, path: String)
  case unknownQuestion(String, path: String)
  case noPeak

  var description: String {
    switch self {
    case .unreadable(let path, let failure): "\(path): \(failure.description)"
    case .malformed(let path, let failure): "\(path): \(failure.sentence)"
    case .unanswerable(let path, let failure): "\(path) cannot be asked so: \(failure)"
    case .missingColumns(let names, let path):
      "\(path) lacks the columns \(names.joined(separator: ", "))"
    case .noNumbers(let column, let path): "\(path): the column \(column) has no numbers"
    case .unknownQuestion(let question, let path): "\(path) has no row for \"\(question)\""
    case .noPeak: "/proc/self/status does not say how much memory was used"
    }
  }
}

extension TableOrder {
  /// The threads that compute.
  var threads: Lanes { lanes == 1 ? .single : .computing(count: lanes) }
}

extension Moment {
  /// Seconds from this moment to now, on the clock that is never set.
  var secondsToNow: Double {
    Double(Moment.now().monotonicNanoseconds - monotonicNanoseconds) / 1e9
  }
}
