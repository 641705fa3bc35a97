import Engine
import JSON
import Testing

@testable import API

struct StageStandingTests {
  private func all(
    _ state: JobState, progress: Int = 0, phase: String? = nil, names: [String] = ["a", "b"],
    manifest: String? = nil
  ) throws -> [String] {
    var account = JobAccount(id: JobID(1), kind: "pipeline", state: state)
    account.progress = progress
    account.phase = phase
    let manifest = try manifest.map { try JSONParser.parse(Array($0.utf8)) }
    return StageStanding.all(of: account, stages: names, manifest: manifest)
      .map { "\($0.name) \($0.state) \($0.percent)" }
  }

  @Test func `a job that waits has all before it`() throws {
    #expect(try all(.queued) == ["reading waiting 0", "a waiting 0", "b waiting 0"])
  }

  @Test func `stages are done one after the other`() throws {
    #expect(
      try all(.running, progress: 15, phase: "reading")
        == ["reading running 50", "a waiting 0", "b waiting 0"])
    #expect(
      try all(.running, progress: 37, phase: "a: fitting")
        == ["reading done 100", "a running 20", "b waiting 0"])
    #expect(
      try all(.running, progress: 65, phase: "b: starting")
        == ["reading done 100", "a done 100", "b running 0"])
  }

  @Test func `a job that has ended stands where its manifest says`() throws {
    let manifest = #"{"stages":[{"name":"a","seconds":0.5},{"name":"b","seconds":2}]}"#
    #expect(
      try all(.succeeded, names: [], manifest: manifest)
        == ["reading done 100", "a done 100", "b done 100"])
    #expect(
      try all(.failed, names: ["a", "b", "c"], manifest: manifest)
        == ["reading done 100", "a done 100", "b failed 0", "c waiting 0"])
    #expect(
      try all(.cancelled, manifest: #"{"stages":[]}"#)
        == ["reading cancelled 0", "a waiting 0", "b waiting 0"])
  }

  @Test func `without stages there is nothing to show`() throws {
    #expect(try all(.running, names: []) == [])
    #expect(try all(.succeeded, names: [], manifest: "{}") == [])
  }
}
