import Foundation
import JSON
import Tables
import Testing

@testable import Engine

/// The stages of the server as jobs run them, on files that people send.
struct PipelineStagesTests {
  private let place: CatalogPlace
  private let catalog: Catalog
  private let id = JobID(3)

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
  }

  private func runner(_ lanes: Lanes = .single) throws -> PipelineRunner {
    let folders = try place.folders()
    return PipelineRunner(
      reader: SourceReader(
        catalog: catalog, importer: try place.importer(), files: DataFiles(folders),
        state: folders.state, lanes: lanes),
      artifacts: ArtifactFolder(in: folders.results), lanes: lanes, version: "1.2.3",
      name: { _ in nil })
  }

  private func source(
    _ text: String, as name: String = "a.csv", columns: PipelineSource.ColumnNames
  ) throws -> PipelineSource {
    try place.put(text, as: name)
    return PipelineSource(.file(try #require(DataPath(name))), columns: columns)
  }

  /// Runs stages with their defaults, and tells why they fail; `nil` if they do not.
  private func failure(
    _ text: String, _ stages: Stage..., columns: PipelineSource.ColumnNames = Self.columns
  ) throws -> WorkFailure? {
    let order = PipelineOrder(
      sources: [try source(text, columns: columns)],
      stages: try stages.map { try StageSample($0, "").order() })
    do {
      _ = try runner().answer(to: order, of: id, progress: Progress(), phase: { _ in })
      return nil
    } catch {
      return error as? WorkFailure
    }
  }

  private func left() throws -> [String: [UInt8]] {
    let artifacts = try runner().artifacts
    var left: [String: [UInt8]] = [:]
    for file in try artifacts.files(of: id) {
      left[file.name] = try artifacts.open(try #require(ArtifactName(file.name)), of: id)?.read()
    }
    return left
  }

  private static let columns = PipelineSource.ColumnNames(
    timestamp: "when", latitude: "lat", longitude: "lon", primaryGroup: "a", secondaryGroup: "b",
    group: "a")
  private static let every: [Stage] = [
    .explanation, .yearlyComparison, .univariateAnomaly, .cellAnomaly,
  ]

  // Hostile files

  @Test(arguments: every.map(\.name))
  func `a file without a single row is no source`(_ name: String) throws {
    let stage = try #require(Stage.named(name))
    #expect(
      try failure("when,a,b,lat,lon\n", stage) == .failed("/data/a.csv: The file has no rows"))
    #expect(try left().keys.sorted() == ["manifest.json"])
    guard case .failed(let reason)? = try failure("", stage) else {
      Issue.record("an empty file is a failure")
      return
    }
    #expect(reason.hasPrefix("/data/a.csv: The file cannot be read: "))
  }

  @Test(arguments: every.map(\.name))
  func `a file without a time names its first row and value`(_ name: String) throws {
    let stage = try #require(Stage.named(name))
    let row = ",x,y,42.3,-71.1\n"
    #expect(
      try failure("when,a,b,lat,lon\n" + row + "soon" + row + "1700000000" + row, stage)
        == .failed(
          "\(name): No value of column 'when' can be read as times; "
            + "the first is 'soon' in row 2"))
    #expect(
      try failure("when,a,b,lat,lon\n" + row + row, stage)
        == .failed("\(name): Column 'when' has no value that can be read as times"))
  }

  @Test(arguments: every.map(\.name))
  func `columns are looked for by their names, and the nearest is told`(_ name: String) throws {
    let stage = try #require(Stage.named(name))
    var columns = Self.columns
    columns.timestamp = "wehn"
    let text = "when,a,b,lat,lon\n2024-01-01,x,y,42.3,-71.1\n"
    #expect(
      try failure(text, stage, columns: columns)
        == .failed(
          "\(name): There is no column 'wehn', which timestamp_col names; did you mean 'when'?"))
    columns.timestamp = nil
    #expect(
      try failure(text, stage, columns: columns)
        == .failed("\(name): No column is named by timestamp_col"))
  }

  @Test func `one row, constant columns and columns without a value are worked with`() throws {
    let header = "when,a,b,lat,lon\n"
    let constant = String(repeating: "2024-01-01,x,y,42.3,-71.1\n", count: 50)
    for rows in ["2024-01-01,x,y,42.3,-71.1\n", constant, "2024-01-01,,,,\n"] {
      #expect(
        try failure(
          header + rows, .explanation, .yearlyComparison, .univariateAnomaly, .cellAnomaly,
          .profile) == nil)
      #expect(
        try left().keys.sorted() == [
          "manifest.json", "profile.html", "profile.json", "stage2_yearly_count_comparison.json",
          "stage3_univariate_anomaly.json", "stage4_explain.json", "stage4_h3_anomaly.json",
        ])
    }
  }

  @Test func `a stage that fails leaves what the stages before it made`() throws {
    let text = "when,a,b,lat,lon\n0001-01-01,x,y,1,2\n9999-12-31,x,y,1,2\n"
    #expect(
      try failure(text, .profile, .yearlyComparison, .explanation, .cellAnomaly)
        == .failed("stage4_explain: There are more than 365250 days"))
    let left = try left()
    #expect(
      left.keys.sorted() == [
        "manifest.json", "profile.html", "profile.json", "stage2_yearly_count_comparison.json",
      ])
    let manifest = try JSONParser.parse(try #require(left["manifest.json"]))
    #expect(manifest["status"] == .string("failed"))
  }

  // The same each time

  @Test func `any number of threads leaves the same bytes, as often as it is run`() throws {
    let rising = [1, 2, 1, 2, 3, 4, 5, 9]
    let groups = (0..<40).map { group in
      let cells = "p\(group % 5),k\(group % 3),\(42 + Double(group % 7) / 100),\(-71 - group % 2)"
      return (cells: cells, counts: rising.map { ($0 * (group % 4 + 1) + group) % 11 })
    }
    let csv = WeeklyEvents.csv("a,b,lat,lon", groups)
    let order = PipelineOrder(
      sources: [
        try source(csv, columns: Self.columns),
        try source(csv.replacing("k1", with: "20"), as: "b.csv", columns: Self.columns),
      ],
      stages: try Stage.all.map { try StageSample($0, "").order() })
    func artifacts(_ lanes: Lanes) throws -> [String: [UInt8]] {
      _ = try runner(lanes).answer(to: order, of: id, progress: Progress(), phase: { _ in })
      var left = try left()
      left["manifest.json"] = nil
      return left
    }
    let first = try artifacts(.single)
    #expect(first.keys.count { $0.hasSuffix(".svg") } > 4 && first["profile_2.html"] != nil)
    for lanes in [Lanes.single, .computing(count: 2), .computing(count: 3)] {
      #expect(try artifacts(lanes) == first, "\(lanes.count)")
    }
  }

  @Test(arguments: Stage.all.map(\.name))
  func `a stage stops wherever it is when nobody wants it`(_ name: String) throws {
    let stage = try #require(Stage.named(name))
    let csv = WeeklyEvents.csv(
      "a,b,lat,lon", [("x,y,42.3,-71.1", [1, 2, 1, 2, 3, 4, 5, 7])])
    var stopped: [String] = []
    for step in ["starting", "reading times", "finding cells", "counting weeks", "drawing"] {
      let progress = Progress()
      let order = PipelineOrder(
        sources: [try source(csv, columns: Self.columns)],
        stages: [try StageSample(stage, "").order()])
      var isCancelled = false
      do {
        _ = try runner().answer(to: order, of: id, progress: progress) { phase in
          if phase == "\(name): \(step)" { progress.cancel() }
        }
      } catch {
        isCancelled = error as? WorkFailure == .cancelled
      }
      #expect(isCancelled == progress.isCancelled, "\(step)")
      guard isCancelled else { continue }
      stopped.append(step)
      #expect(try left().keys.sorted() == ["manifest.json"])
    }
    #expect(stopped.contains("starting"))
  }
}
