import Engine
import HTTP
import JSON
import Tables
import Testing

@testable import API

struct DatasetTextTests {
  private func dataset(_ site: Site, _ name: String) throws -> Dataset {
    try site.engine.catalog.dataset(#require(DatasetName(name)))
  }

  @Test func `the facts of a data set are there before anybody looked at its rows`() throws {
    let site = try Site()
    try site.put("a,b\n1,2\n", as: "own.csv")
    var writer = JSONWriter()
    writer.beginObject()
    writer.datasetFacts(try dataset(site, "own"))
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"name":"own","version":1,"created":"2026-01-02T03:04:05Z","#
        + #""changed":"2026-01-02T03:04:05Z","origin":"folder","bytes":8,"#
        + #""row_count":null,"column_count":null}"#)
  }

  @Test func `the files of a data set tell where they came from`() throws {
    let site = try Site()
    try site.put("a,b\n1,2\n", as: "own.csv")
    try site.send("a,b\n3,4\n", to: "/api/v1/datasets?name=own&mode=append")
    var writer = JSONWriter()
    writer.beginObject()
    writer.files(of: try dataset(site, "own"))
    writer.endObject()
    let files = try JSONParser.parse(writer.bytes)["files"]
    #expect(files?[0]?["origin"] == .string("folder"))
    #expect(files?[1]?["origin"] == .string("upload"))
    guard case .string(let digest)? = files?[1]?["sha256"] else {
      Issue.record("an upload has no digest")
      return
    }
    #expect(digest.count == 64)
    #expect(files?[1]?["url"] == nil)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_767_323_045_000_000_000, "2026-01-02T03:04:05Z"),
      (1_500_000, "1970-01-01T00:00:00.0015Z"),
    ] as [(Int64, String)])
  func `a moment is told in UTC`(nanoseconds: Int64, text: String) {
    var writer = JSONWriter()
    writer.time(nanoseconds)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"\(text)\"")
  }
}
