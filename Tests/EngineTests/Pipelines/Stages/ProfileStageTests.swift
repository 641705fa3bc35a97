import Foundation
import FoundationXML
import JSON
import Posix
import Tables
import Testing

@testable import Engine

struct ProfileStageTests {
  private static let csv = "n,word\n1,a\n2,b\n,a\n"

  @Test func `a table is described as JSON and as a page`() throws {
    let artifacts = try StageSample(.profile, Self.csv).artifacts()
    #expect(artifacts.map(\.name) == ["profile.json", "profile.html"])
    let value = try JSONParser.parse(artifacts[0].bytes)
    #expect(value.keys == ["status", "stage_name", "parameters", "source", "results"])
    #expect(value["stage_name"] == .string("profile") && value["parameters"] == .object([]))
    #expect(value["source"] == .string("http://x/0.csv"))
    #expect(value["results"]?["row_count"] == .integer(3))
    let columns = try #require(value["results"]?["columns"]?.list)
    #expect(columns.map { $0["name"] } == [.string("n"), .string("word")])
    #expect(columns.map { $0["nulls"] } == [.integer(1), .integer(0)])
    #expect(columns[0]["mean"] == .double(1.5))
    #expect(
      columns[1]["top"]?.list.first
        == (try JSONParser.parse(Array(#"{"value":"a","count":2}"#.utf8))))
    let page = String(decoding: artifacts[1].bytes, as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<h1>http://x/0.csv</h1>"))
    #expect(page.ranges(of: "<dt>Rows</dt>").count == 1 && page.contains("<svg"))
    #expect(XMLParser(data: Data(artifacts[1].bytes)).parse())
  }

  @Test func `each source has files of its own`() throws {
    let artifacts = try StageSample(
      .profile, [.init(csv: Self.csv), .init(csv: "a\nx\n"), .init(csv: "b\n1\n")]
    ).artifacts()
    #expect(
      artifacts.map(\.name) == [
        "profile.json", "profile.html", "profile_2.json", "profile_2.html", "profile_3.json",
        "profile_3.html",
      ])
    let second = try JSONParser.parse(artifacts[2].bytes)
    #expect(second["source"] == .string("http://x/1.csv"))
    #expect(second["results"]?["columns"]?.list.map { $0["name"] } == [.string("a")])
  }

  @Test func `the second source is not begun if nobody wants it`() throws {
    let progress = Tables.Progress()
    let steps = Guarded(0)
    var sample = StageSample(.profile, [.init(csv: Self.csv), .init(csv: Self.csv)])
    sample.progress = progress
    sample.phase = { _ in
      steps.withLock { $0 += 1 }
      progress.cancel()
    }
    #expect(sample.failure() == .cancelled)
    #expect(steps.withLock { $0 } == 1)
  }
}
