import Foundation
import JSON
import Tables
import Testing

@testable import Engine

/// A stage of the server that is run on small tables.
struct StageSample {
  struct Source {
    let csv: String
    var columns = PipelineSource.ColumnNames()
  }

  let stage: Stage
  var sources: [Source]
  /// An object.
  var parameters = "{}"
  var lanes = Lanes.single
  var progress: Tables.Progress?
  /// Hears what is done.
  var phase: @Sendable (String) -> Void = { _ in }

  init(_ stage: Stage, _ csv: String, _ parameters: String = "{}") {
    self.init(stage, [Source(csv: csv)], parameters)
  }

  init(_ stage: Stage, _ sources: [Source], _ parameters: String = "{}") {
    self.stage = stage
    self.sources = sources
    self.parameters = parameters
  }

  /// The stage with its parameters as a client would give them.
  func order() throws -> StageOrder {
    guard case .object(let given) = try JSONParser.parse(Array(parameters.utf8)) else {
      throw CocoaError(.formatting)
    }
    var mistakes: [StageParameterMistake] = []
    let checked = StageParameters(stage.parameters, given: given, mistakeLimit: 100, &mistakes)
    try #require(mistakes.isEmpty, "\(mistakes)")
    return StageOrder(name: stage.name, parameters: checked)
  }

  func run() throws -> StageRun {
    let parameters = try order().parameters
    let loaded = try sources.enumerated().map { index, source in
      LoadedSource(
        source: PipelineSource(.address("http://x/\(index).csv"), columns: source.columns),
        table: try Self.table(source, parameters), title: "http://x/\(index).csv")
    }
    return StageRun(
      sources: loaded, parameters: parameters, lanes: lanes.stopping(with: progress), phase: phase)
  }

  /// What the stage leaves.
  func artifacts() throws -> [Artifact] { try stage.run(run()) }

  /// The first artifact.
  func text() throws -> String {
    String(decoding: try #require(try artifacts().first).bytes, as: UTF8.self)
  }

  func value() throws -> JSONValue {
    try JSONParser.parse(try #require(try artifacts().first).bytes)
  }

  func failure() -> StageFailure? {
    #expect(throws: StageFailure.self) { try artifacts() }
  }

  /// The table in small segments; columns of times stay texts, as the reader of pipelines leaves them.
  private static func table(_ source: Source, _ parameters: StageParameters) throws -> Table {
    var options = CSVOptions()
    options.chunkBytes = 1_500
    var names = [source.columns.timestamp].compactMap { $0 }
    if case .text(let name) = parameters["timestamp_col"] { names.append(name) }
    let header = source.csv.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    for name in names where header.contains(name) { options.types[name] = .text }
    return try CSVLoader.load(Array(source.csv.utf8), options).table
  }
}

extension JSONValue {
  /// The elements of a list; none if it is no list.
  var list: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The names of an object's members, in their order.
  var keys: [String] {
    if case .object(let members) = self { members.map(\.key) } else { [] }
  }

  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }
}

/// Events on the days of some weeks, the first of which begins on Monday 2024-01-01.
enum WeeklyEvents {
  /// - Parameters:
  ///   - header: what stands behind `when`.
  ///   - groups: the cells behind the time of each row, with how many events each week has. The last week of the longest list is over.
  static func csv(_ header: String, _ groups: [(cells: String, counts: [Int])]) -> String {
    var lines = ["when,\(header)"]
    for (cells, counts) in groups {
      for (week, count) in counts.enumerated() {
        for event in 0..<count { lines.append("\(day(week * 7 + event % 7)) 10:00,\(cells)") }
      }
    }
    let weekCount = groups.map(\.counts.count).max() ?? 0
    lines.append("\(day(weekCount * 7 - 1)) 23:00,\(header.filter { $0 == "," })")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The Sunday by which a week is called, counted from 0.
  static func sunday(_ week: Int) -> String { day(week * 7 + 6) }

  private static func day(_ number: Int) -> String {
    JSONWriter.text(ofDay: 19_723 + Int64(number))
  }
}
