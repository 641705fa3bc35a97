import Foundation
import Testing

@testable import App

struct DoctorVisitTests {
  private let scratch = ScratchFolder()

  private func report(_ arguments: [String] = []) throws -> DoctorReport {
    let configuration = try Configuration(
      arguments: [
        "--data", scratch.path + "/data", "--results", scratch.path + "/results", "--port", "0",
      ] + arguments, environment: [:])
    return DoctorVisit(configuration: configuration).report()
  }

  private func grade(_ name: String, _ report: DoctorReport) -> Finding.Grade? {
    report.findings.first { $0.name == name }?.grade
  }

  @Test func `everything is looked at, in an order that stays`() throws {
    #expect(
      try report().findings.map(\.name) == [
        "data", "state", "results", "disk", "disk", "database", "survey", "keys", "port",
        "descriptors", "memory", "clock", "store", "upstream",
      ])
  }

  @Test func `nothing is made`() throws {
    #expect(try report().exitCode == 0)
    #expect(throws: (any Error).self) {
      try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/data")
    }
    try scratch.write(Samples.survey, to: "data/survey.csv")
    let report = try report()
    #expect(grade("data", report) == .ok && grade("survey", report) == .ok)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/data") == ["survey.csv"])
  }

  @Test func `a survey that is none fails, and so does an upstream where nobody listens`() throws {
    let path = try scratch.write("a,b\n1,2\n", to: "other.csv")
    let report = try report(["--csv", path, "--upstream", "http://127.0.0.1:1"])
    #expect(grade("survey", report) == .fail && grade("upstream", report) == .fail)
    #expect(report.exitCode == 1)
  }

  @Test func `a bucket without credentials is not asked`() throws {
    let report = try report(["--store", "s3://journeys"])
    let store = report.findings.first { $0.name == "store" }
    #expect(store?.grade == .fail && store?.mend?.contains("AWS_ACCESS_KEY_ID") == true)
  }

  @Test(arguments: [
    ("/var/log/tally.log", "/var/log"), ("/tally.log", "/"), ("tally.log", "."),
    ("logs/tally.log", "logs"), ("a/b/c", "a/b"),
  ])
  func `a path lies in a folder`(path: String, folder: String) {
    #expect(DoctorVisit.folder(of: path) == folder)
  }
}
