import JSON
import Stores
import Tables
import Testing

@testable import Engine

struct PipelineManifestTests {
  private func reading(_ digests: [String]) throws -> SourceReading {
    let loaded = try CSVLoader.load(Array("a,b\n1,2\n3,4\n".utf8), on: .single)
    return SourceReading(
      source: LoadedSource(
        source: PipelineSource(.dataset(.named("t"))), table: loaded.table, title: "dataset:t"),
      digests: digests, byteCount: 12)
  }

  private func manifest() throws -> PipelineManifest {
    var manifest = PipelineManifest(
      of: JobID(7), name: JobName("mine"), version: "1.2.3",
      startedNanoseconds: 1_700_000_000_123_456_789)
    manifest.sources = [try reading(["ab"])]
    var stage = PipelineManifest.StageRecord(order: .sample("draw"))
    stage.artifacts = [.init(try #require(ArtifactName("draw.svg")), Array("<svg/>".utf8))]
    stage.nanoseconds = 1_234_567_890
    manifest.stages = [stage, .init(order: .sample("fail"))]
    return manifest
  }

  @Test func `a run is told with its sources, its stages and their artifacts`() throws {
    let digest = Hexadecimal.text(of: Digest.sha256(Array("<svg/>".utf8)))
    let bytes = try manifest().bytes(
      .failed, finishedNanoseconds: 1_700_000_001_000_000_000, reason: "fail: \"no\"")
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        {
            "job_id": "job_id_7",
            "name": "mine",
            "status": "failed",
            "tally_version": "1.2.3",
            "started": "2023-11-14T22:13:20.123Z",
            "finished": "2023-11-14T22:13:21.000Z",
            "sources": [
                {
                    "data_url": "dataset:t",
                    "sha256": "ab",
                    "bytes": 12,
                    "rows": 2,
                    "columns": 2
                }
            ],
            "stages": [
                {
                    "name": "draw",
                    "parameters": {},
                    "artifacts": [
                        {
                            "file": "draw.svg",
                            "bytes": 6,
                            "sha256": "\(digest)"
                        }
                    ],
                    "seconds": 1.235
                },
                {
                    "name": "fail",
                    "parameters": {},
                    "artifacts": [],
                    "seconds": 0.0
                }
            ],
            "error": "fail: \\"no\\""
        }
        """)
    #expect(try manifest().artifactNames == ["draw.svg"])
  }

  @Test func `a run that went well has no error`() throws {
    let value = try JSONParser.parse(manifest().bytes(.completed, finishedNanoseconds: 0))
    #expect(value["status"] == .string("completed"))
    #expect(value["error"] == nil)
  }

  @Test func `a job that its client has not named has no name`() throws {
    let manifest = PipelineManifest(
      of: JobID(7), name: nil, version: "1", startedNanoseconds: 0)
    #expect(
      try JSONParser.parse(manifest.bytes(.completed, finishedNanoseconds: 0))["name"] == nil)
  }

  @Test func `a data set of several files is told by all of them`() throws {
    var manifest = try manifest()
    manifest.sources = [try reading(["ab", "cd"])]
    let value = try JSONParser.parse(manifest.bytes(.completed, finishedNanoseconds: 0))
    guard case .array(let sources)? = value["sources"] else {
      Issue.record("no sources")
      return
    }
    #expect(
      sources[0]["sha256"]
        == .string(Hexadecimal.text(of: Digest.sha256(Array("ab\ncd\n".utf8)))))
    #expect(sources[0]["files"] == .array([.string("ab"), .string("cd")]))
  }
}
