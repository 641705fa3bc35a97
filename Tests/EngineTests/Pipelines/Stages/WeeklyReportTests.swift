import Foundation
import FoundationXML
import JSON
import Posix
import Statistics
import Tables
import Testing

@testable import Engine

struct WeeklyReportTests {
  private static let rising = [1, 2, 1, 2, 3, 4, 5, 7]

  private func artifacts(
    _ groups: [(cells: String, counts: [Int])], _ parameters: String = ""
  ) throws -> [Artifact] {
    try StageSample(
      .univariateAnomaly,
      [
        .init(
          csv: WeeklyEvents.csv("a,b", groups),
          columns: .init(timestamp: "when", secondaryGroup: "b"))
      ], #"{"primary_group_col":"a"\#(parameters)}"#
    ).artifacts()
  }

  /// Whether the bytes are well-formed XML with an `svg` as their root.
  private func isDrawing(_ bytes: [UInt8]) -> Bool {
    let parser = XMLParser(data: Data(bytes))
    let root = Root()
    parser.delegate = root
    return parser.parse() && root.name == "svg"
  }

  private final class Root: NSObject, XMLParserDelegate {
    var name: String?

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      self.name = self.name ?? name
    }
  }

  @Test(
    arguments: [
      ("both", ["anomaly", "trend"]), ("anomalies", ["anomaly"]), ("trends", ["trend"]),
      ("none", []),
    ])
  func `what is drawn is what was asked for`(_ wish: String, _ kinds: [String]) throws {
    let found = try artifacts([("x,y", Self.rising)], #","plot_generation":"\#(wish)""#)
    #expect(
      found.map(\.name) == ["stage3_univariate_anomaly.json"]
        + kinds.flatMap { ["plot_stage3_\($0)_01.svg", "plot_stage3_\($0)_02.svg"] })
    for artifact in found.dropFirst() { #expect(isDrawing(artifact.bytes)) }
    #expect(found.allSatisfy { ArtifactName($0.name) != nil })
  }

  @Test func `of many groups twenty are drawn, the least likely first`() throws {
    let groups = (0..<25).map { ("g\($0),k\($0)", Array(Self.rising.dropLast()) + [7 + $0]) }
    let found = try artifacts(groups, #","plot_generation":"anomalies""#)
    #expect(
      found.dropFirst().map(\.name)
        == (1...20).map { "plot_stage3_anomaly_\($0 < 10 ? "0" : "")\($0).svg" })
    let titles = found.dropFirst().map { String(decoding: $0.bytes, as: UTF8.self) }
    // The city has no other rows of a kind, and comes behind its group.
    for (place, svg) in titles.enumerated() {
      let number = 24 - place / 2
      #expect(
        svg.contains(place % 2 == 0 ? ">g\(number), k\(number)<" : ">City-Wide, k\(number)<"),
        "\(place)")
    }
  }

  @Test func `groups above the threshold are not drawn`() throws {
    for names in ["anomaly", "trend"] {
      let found = try artifacts([("x,y", Self.rising)], #","p_value_\#(names)":0"#)
      #expect(!found.contains { $0.name.contains(names + "_0") })
    }
    #expect(try artifacts([("x,y", [1, 2, 1, 2, 1, 2, 1, 2])]).count == 1)
    #expect(
      try artifacts([("x,y", [1, 2, 1, 2, 1, 2, 1, 2])], #","p_value_anomaly":1"#).count == 3)
  }

  @Test(
    arguments: [
      "<script>alert(1)</script>,&amp;", "\u{0},\u{FFFE}", "\u{202E}\u{1},日本語",
      "\(String(repeating: "é", count: 5000)),]]>", "\"\"\"a\"\"\",-->",
    ])
  func `drawings of any names are well-formed and stay small`(_ names: String) throws {
    let found = try artifacts([(names, Self.rising)])
    #expect(found.count == 5)
    for artifact in found.dropFirst() {
      #expect(isDrawing(artifact.bytes) && artifact.bytes.count < 20_000)
    }
    #expect(throws: Never.self) { try JSONParser.parse(found[0].bytes) }
  }

  @Test func `nobody waits for groups that are not wanted any more`() throws {
    let progress = Tables.Progress()
    var sample = StageSample(
      .univariateAnomaly,
      [
        .init(
          csv: WeeklyEvents.csv("a,b", [("x,y", Self.rising)]),
          columns: .init(timestamp: "when", secondaryGroup: "b"))
      ], #"{"primary_group_col":"a"}"#)
    sample.progress = progress
    sample.phase = { step in if step == "drawing" { progress.cancel() } }
    #expect(sample.failure() == .cancelled)
  }

  @Test func `more weeks than can be told are a failure`() throws {
    #expect(throws: Never.self) { try WeeklyReport.check(weekCount: WeeklyReport.weekLimit) }
    #expect(
      throws: StageFailure.tooMany(what: "weeks of groups", limit: WeeklyReport.weekLimit)
    ) { try WeeklyReport.check(weekCount: WeeklyReport.weekLimit + 1) }
  }

  @Test func `an artifact that becomes too long is a failure, and no group is added to it`() throws
  {
    let groups = (0..<20).map { ("g\($0),k", Self.rising) }
    let run = try StageSample(
      .univariateAnomaly,
      [
        .init(
          csv: WeeklyEvents.csv("a,b", groups),
          columns: .init(timestamp: "when", secondaryGroup: "b"))
      ], #"{"primary_group_col":"a"}"#
    ).run()
    let table = run.sources[0].table
    let found = try UnivariateAnomalies(
      of: table, primary: try #require(table.column("a")),
      secondary: try #require(table.column("b")), times: try run.times(of: run.sources[0]),
      groupLimit: 100, countLimit: 1_000)
    #expect(found.items.count == 20)
    var report = WeeklyReport("s", plots: "p", run)
    report.byteLimit = 5_000
    var count = 0
    let failure = #expect(throws: StageFailure.self) {
      for item in found.items {
        try report.add(item.findings, keys: [("a", item.primary)])
        count += 1
      }
    }
    #expect(failure == .tooMany(what: "bytes in an artifact", limit: 5_000))
    #expect((2..<12).contains(count))
  }
}
