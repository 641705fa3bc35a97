import Statistics
import Tables
import Testing

@testable import Engine

struct StageColumnsTests {
  private static let csv = "when,kind,place,n,lat,lon\n2024-01-01,a,b,1,5,6\n"

  private func sample(
    _ stage: Stage, _ parameters: String = "{}",
    columns: PipelineSource.ColumnNames = .init(), csv: String = csv
  ) -> StageSample {
    StageSample(stage, [.init(csv: csv, columns: columns)], parameters)
  }

  @Test(arguments: Stage.all.flatMap { stage in stage.needs.map { (stage.name, $0) } })
  func `each column that a stage needs must be named, and be there`(
    _ name: String, _ setting: SourceColumn
  ) throws {
    let stage = try #require(Stage.named(name))
    var columns = PipelineSource.ColumnNames(
      timestamp: "when", latitude: "lat", longitude: "lon", primaryGroup: "place",
      secondaryGroup: "kind", group: "kind")
    let complete = sample(stage, columns: columns)
    #expect(throws: Never.self) { try complete.artifacts() }
    columns[setting] = nil
    #expect(
      sample(stage, columns: columns).failure() == .unnamedColumn(setting: setting.rawValue))
    columns[setting] = "whne"
    #expect(
      sample(stage, columns: columns).failure()
        == .unknownColumn("whne", setting: setting.rawValue, nearest: "when"))
    columns[setting] = "something else"
    #expect(
      sample(stage, columns: columns).failure()
        == .unknownColumn("something else", setting: setting.rawValue, nearest: nil))
  }

  @Test func `a parameter of the stage goes before what the source says`() throws {
    let run = try sample(
      .yearlyComparison, #"{"timestamp_col":"when"}"#,
      columns: .init(timestamp: "n", group: "kind")
    ).run()
    #expect(run.name(of: .timestamp, in: run.sources[0]) == "when")
    #expect(run.name(of: .group, in: run.sources[0]) == "kind")
    #expect(run.name(of: .latitude, in: run.sources[0]) == nil)
  }

  private func times(_ cells: [String]) throws -> [Int64] {
    let run = try sample(
      .explanation, columns: .init(timestamp: "t"),
      csv: "t,n\n" + cells.map { "\($0),1\n" }.joined()
    ).run()
    return try run.times(of: run.sources[0])
  }

  @Test func `times are those of the clock of the file`() throws {
    let none = WallClock.none
    #expect(
      try times(["1970-01-01 00:00:01", "1970-01-02T00:00:00-11:00", "soon", ""])
        == [1_000_000, 86_400_000_000, none, none])
  }

  @Test(
    arguments: [
      (["soon", "later"], 1, "soon"), (["", "", "2024-02-30"], 3, "2024-02-30"),
      (["20240101", "7"], 1, "20240101"), (["", ""], nil, nil),
    ] as [([String], Int?, String?)])
  func `without any time the first value that is none is told`(
    _ cells: [String], _ row: Int?, _ value: String?
  ) {
    #expect(
      throws: StageFailure.nothingReadable(
        column: "t", needed: "times", row: row, value: value)
    ) { try times(cells) }
  }

  @Test func `a column of another type has no times`() throws {
    // What a data set holds is no text any more.
    let table = try CSVLoader.load(Array("t\n1\n".utf8)).table
    let source = PipelineSource(
      .dataset(.named("x")), columns: .init(timestamp: "t"))
    let run = StageRun(
      sources: [LoadedSource(source: source, table: table, title: "x")],
      parameters: try StageSample(.explanation, "t\n1\n").order().parameters, lanes: .single,
      phase: { _ in })
    #expect(throws: StageFailure.unfitColumn("t", type: .integer, needed: "times")) {
      try run.times(of: run.sources[0])
    }
  }

  @Test func `nobody waits for times that are not wanted any more`() throws {
    var sample = sample(.explanation, columns: .init(timestamp: "when"))
    let progress = Progress()
    progress.cancel()
    sample.progress = progress
    let run = try sample.run()
    #expect(throws: StageFailure.cancelled) { try run.times(of: run.sources[0]) }
  }

  @Test(
    arguments: [
      (#"{"filter_col":"x","filter_values":["a",20,"a"]}"#, ["a", "20"]),
      (#"{"filter_col":"x"}"#, nil), (#"{"filter_values":["a"]}"#, nil),
      (#"{"filter_col":"","filter_values":["a"]}"#, nil),
      (#"{"filter_col":"x","filter_values":[]}"#, nil),
    ] as [(String, Set<String>?)])
  func `groups are filtered only if something says so`(
    _ parameters: String, _ allowed: Set<String>?
  ) throws {
    #expect(try sample(.univariateAnomaly, parameters).run().allowedGroups == allowed)
  }

  @Test func `a count that is too large or not wanted is the stage's failure`() {
    #expect(
      StageFailure(CountFailure.tooManyGroups(limit: 7)) == .tooMany(what: "groups", limit: 7))
    #expect(
      StageFailure(CountFailure.tooManyCounts(limit: 7))
        == .tooMany(what: "counts of groups", limit: 7))
    #expect(
      StageFailure(CountFailure.tooManyRows) == .tooMany(what: "rows", limit: 4_294_967_295))
    #expect(StageFailure(CountFailure.cancelled) == .cancelled)
  }
}
