internal import Engine
internal import JSON
internal import Posix
internal import Tables

/// `tally-bench load FILE [--lanes N] [--rounds N]`: how long a CSV file takes to become typed columns, and how much memory.
///
/// Nothing is told about the columns: their types are inferred, as the engines it is compared with infer them.
enum CSVBench {
  static let usage = "tally-bench load FILE [--lanes N] [--rounds N]"

  /// What was measured.
  struct Report {
    /// From the closed file to the whole table, for each round.
    var seconds: [Double] = []
    var rows = 0
    /// The most memory that was resident since the process began.
    var peakResidentBytes = 0

    /// One line of JSON, without its end.
    var line: [UInt8] {
      var writer = JSONWriter()
      writer.beginObject()
      writer.measured(seconds, rows: rows, peakResidentBytes: peakResidentBytes)
      writer.endObject()
      return writer.bytes
    }
  }

  static func run(_ arguments: [String]) throws {
    let order = try TableOrder.parse(arguments, takesQuestion: false, usage: usage)
    print(String(decoding: try measure(order).line, as: UTF8.self))
  }

  /// Loads the file as often as asked; each table is gone before the next is loaded.
  static func measure(_ order: TableOrder) throws(TableBenchFailure) -> Report {
    var report = Report()
    for _ in 0..<order.rounds {
      let start = Moment.now()
      report.rows = try load(order).rowCount
      report.seconds.append(start.secondsToNow)
    }
    report.peakResidentBytes = try PeakMemory.residentBytes()
    return report
  }

  /// The table of a file.
  static func load(_ order: TableOrder) throws(TableBenchFailure) -> Table {
    let lanes = order.lanes == 1 ? Lanes.single : .computing(count: order.lanes)
    let file: MappedFile
    do throws(Errno) {
      file = try MappedFile(path: order.path)
    } catch {
      throw .unreadable(path: order.path, error)
    }
    do throws(TableFailure) {
      return try unsafe file.withPages { bytes, pages throws(TableFailure) in
        var options = CSVOptions()
        options.release = { pages.release($0) }
        return try unsafe CSVLoader.load(bytes, options, on: lanes).table
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
  case missingColumns([String], path: String)
  case unknownQuestion(String, path: String)
  case noPeak

  var description: String {
    switch self {
    case .unreadable(let path, let failure): "\(path): \(failure.description)"
    case .malformed(let path, let failure): "\(path): \(failure.sentence)"
    case .missingColumns(let names, let path):
      "\(path) lacks the columns \(names.joined(separator: ", "))"
    case .unknownQuestion(let question, let path): "\(path) has no row for \"\(question)\""
    case .noPeak: "/proc/self/status does not say how much memory was used"
    }
  }
}

extension Moment {
  /// Seconds from this moment to now, on the clock that is never set.
  var secondsToNow: Double {
    Double(Moment.now().monotonicNanoseconds - monotonicNanoseconds) / 1e9
  }
}

extension JSONWriter {
  /// The members that every measurement over a table has.
  mutating func measured(_ seconds: [Double], rows: Int, peakResidentBytes: Int) {
    key("seconds")
    beginArray()
    for each in seconds { double(each) }
    endArray()
    key("rows")
    integer(rows)
    key("peak_resident_bytes")
    integer(peakResidentBytes)
  }
}
