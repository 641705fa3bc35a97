import Engine
import JSON
import Testing

@testable import API

struct PipelineStatusTests {
  private func status(
    _ state: JobState, phase: String? = nil, reason: String? = nil, progress: Int = 0
  ) throws -> JSONValue {
    var account = JobAccount(id: JobID(7), kind: "pipeline", state: state)
    account.phase = phase
    account.reason = reason
    account.progress = progress
    return try JSONParser.parse(PipelineStatus.text(of: account, askedFor: "a"))
  }

  private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test(
    arguments: [
      (.queued, "queued"), (.running, "processing"), (.succeeded, "completed"),
      (.failed, "failed"), (.cancelled, "failed"),
    ] as [(JobState, String)])
  func `each state has a word of the family`(state: JobState, word: String) throws {
    #expect(state.pipelineWord == word)
    #expect(try status(state)["status"] == .string(word))
  }

  @Test func `a job that waits has nothing else to tell`() throws {
    #expect(
      try status(.queued)
        == value(
          #"{"job_id":"a","status":"queued","current_stage":null,"error_message":null,"#
            + #""progress":0,"stage_detail":null}"#))
  }

  @Test(
    arguments: [
      ("reading", nil, "reading"), ("cells: fitting", "cells", "fitting"),
      ("cells: a: b", "cells", "a: b"), (nil, nil, nil),
    ] as [(String?, String?, String?)])
  func `a phase tells the stage and its step`(
    phase: String?, stage: String?, step: String?
  ) throws {
    let told = try status(.running, phase: phase, progress: 42)
    #expect(told["current_stage"] == (stage.map { .string($0) } ?? .null))
    #expect(told["stage_detail"] == (step.map { .string($0) } ?? .null))
    #expect(told["progress"] == .integer(42))
  }

  @Test func `a job that failed says why, and one that was cancelled that it was`() throws {
    #expect(try status(.failed, reason: "no rows")["error_message"] == .string("no rows"))
    #expect(try status(.cancelled)["error_message"] == .string("cancelled"))
    #expect(try status(.succeeded, reason: "x")["error_message"] == .null)
  }

  @Test func `results are paths by stem, and the manifest stands beside them`() throws {
    let account = JobAccount(id: JobID(7), kind: "pipeline", state: .succeeded)
    let names = ["manifest.json", "plot_a.svg", "profile.html", "profile.json"]
    #expect(
      try JSONParser.parse(PipelineStatus.results(of: account, askedFor: "a", artifacts: names))
        == value(
          #"{"job_id":"a","status":"completed","results":{"#
            + #""plot_a":"/api/v1/jobs/a/results/plot_a.svg","#
            + #""profile_html":"/api/v1/jobs/a/results/profile.html","#
            + #""profile":"/api/v1/jobs/a/results/profile.json"},"#
            + #""manifest":"/api/v1/jobs/a/results/manifest.json"}"#))
    #expect(
      try JSONParser.parse(PipelineStatus.results(of: account, askedFor: "7", artifacts: []))
        == value(#"{"job_id":"7","status":"completed","results":{},"manifest":null}"#))
  }
}
