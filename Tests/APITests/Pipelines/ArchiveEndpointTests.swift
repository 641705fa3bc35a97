import Engine
import Foundation
import HTTP
import Testing

@testable import API

struct ArchiveEndpointTests {
  private func site(_ stages: String) throws -> Site {
    let site = try PipelineSamples.site()
    let body = PipelineSamples.body(config: #""analysis_stages":[\#(stages)]"#)
    #expect(try site.ask(.post, "/api/v1/jobs", body).status == .accepted)
    return site
  }

  /// The names in the directory of an archive, in their order.
  private func names(_ bytes: [UInt8]) -> [String] {
    bytes.indices.dropLast(46).filter { bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 1, 2]) }
      .map { start in
        let count = Int(bytes[start + 28]) | Int(bytes[start + 29]) << 8
        return String(decoding: bytes[start + 46..<start + 46 + count], as: UTF8.self)
      }
  }

  @Test func `all artifacts of a job are in the archive, the same ones each time`() throws {
    let site = try site(#""writing""#)
    site.settle()
    let response = try site.ask(.get, "/api/v1/jobs/a/results.zip")
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == "application/zip")
    #expect(response.fields[.contentDisposition] == #"attachment; filename="a.zip""#)
    let bytes = try response.content()
    #expect(names(bytes) == ["manifest.json", "plot_a.svg", "writing.html", "writing.json"])
    let again = try site.ask(.get, "/api/v1/jobs/job_id_1/results.zip")
    #expect(try again.content() == bytes)
    #expect(again.fields[.contentDisposition] == #"attachment; filename="a.zip""#)
  }

  @Test func `a job of another kind has an empty archive`() throws {
    let site = try Site()
    let id = try site.finish()
    let response = try site.ask(.get, "/api/v1/jobs/\(id)/results.zip")
    #expect(response.status == .ok)
    #expect(response.fields[.contentDisposition] == #"attachment; filename="job_id_1.zip""#)
    #expect(try response.content().count == 22)
  }

  @Test func `a job that is not finished, or has failed, has none`() throws {
    let site = try PipelineSamples.site()
    let gate = site.holdLane()
    let body = PipelineSamples.body(config: #""analysis_stages":["writing","failing"]"#)
    _ = try site.ask(.post, "/api/v1/jobs", body).status
    let queued = try site.ask(.get, "/api/v1/jobs/a/results.zip")
    #expect(queued.status == .badRequest)
    #expect(queued.text == #"{"detail":"Job is not complete. Current status: queued"}"#)
    gate.signal()
    site.settle()
    let failed = try site.ask(.get, "/api/v1/jobs/a/results.zip")
    #expect(failed.status == .badRequest)
    #expect(failed.text == #"{"detail":"Job is not complete. Current status: failed"}"#)
  }

  @Test(arguments: ["b", "9", "..", "%2e%2e", "a%2Fb", "a%00"])
  func `a job that was never given is not found`(id: String) throws {
    let site = try site(#""writing""#)
    site.settle()
    let response = try site.ask(.get, "/api/v1/jobs/\(id)/results.zip")
    #expect(response.status == .notFound)
  }

  @Test func `a job that was removed is gone, and one whose files vanish is cut off`() throws {
    let site = try site(#""writing""#)
    site.settle()
    let begun = try site.ask(.get, "/api/v1/jobs/a/results.zip")
    #expect(try site.ask(.delete, "/api/v1/jobs/a").status == .noContent)
    #expect(throws: Failure.self) { _ = try begun.content() }
    #expect(try site.ask(.get, "/api/v1/jobs/a/results.zip").status == .gone)
  }
}
