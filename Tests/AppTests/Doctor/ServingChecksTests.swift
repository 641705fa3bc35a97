import Engine
import Posix
import Statistics
import Testing

@testable import App

struct ServingChecksTests {
  @Test(
    arguments: [
      (.free, 8080, .ok, nil),
      (.tally, 8080, .warn, "nothing, if it is this server; else --port 8081"),
      (.taken, 8080, .fail, "ss -ltnp 'sport = :8080'"), (.taken, 0, .ok, nil),
      (.unusable(.notFound), 8080, .fail, "--host 127.0.0.1"),
    ] as [(ServingChecks.PortSight, Int, Finding.Grade, String?)])
  func `a port is free or ours`(
    sight: ServingChecks.PortSight, port: Int, grade: Finding.Grade, mend: String?
  ) {
    let finding = ServingChecks.port("127.0.0.1:\(port)", port: port, sight)
    #expect(finding.grade == grade && finding.mend == mend)
  }

  @Test func `a port for which the rights are missing is told with what gives them`() {
    let finding = ServingChecks.port("127.0.0.1:80", port: 80, .unusable(.denied))
    #expect(finding.grade == .fail && finding.mend?.contains("setcap") == true)
  }

  @Test(
    arguments: [
      ("127.0.0.1", .nothing, false, .ok), ("0.0.0.0", .nothing, false, .fail),
      ("0.0.0.0", .nothing, true, .warn), ("0.0.0.0", .everything, false, .ok),
      ("127.0.0.1", .changes, false, .ok),
    ] as [(String, Access.Guarding, Bool, Finding.Grade)])
  func `others reach the server only with keys`(
    host: String, guarding: Access.Guarding, isOpen: Bool, grade: Finding.Grade
  ) {
    let finding = ServingChecks.keys(.success(2), host: host, guarding: guarding, isOpen: isOpen)
    #expect(finding.grade == grade)
  }

  @Test(
    arguments: [
      (.unreadable(path: "my keys", .notFound), "--keys-file 'my keys'"),
      (.unreadable(path: "my keys", .denied), "ls -l 'my keys'"),
      (.openToOthers(path: "my keys", mode: 0o644), "chmod 600 'my keys'"),
      (.malformed(path: "my keys", .noKey), "'my keys'"),
    ] as [(KeySource.Failure, String)])
  func `a file of keys that cannot be used fails, with what mends it`(
    failure: KeySource.Failure, mend: String
  ) {
    let finding = ServingChecks.keys(
      .failure(failure), host: "127.0.0.1", guarding: .everything, isOpen: false)
    #expect(finding.grade == .fail && finding.mend?.hasSuffix(mend) == true)
  }

  @Test func `a survey is found, or the folder has other data, or nothing`() {
    let found = ServingChecks.survey(
      .success(SurveyFinder.Candidate(path: "data/s.csv", byteCount: 1500)), dataPath: "data",
      count: 1)
    #expect(found == .ok("survey", "data/s.csv, 1.5 kB"))
    #expect(ServingChecks.survey(.success(nil), dataPath: "data", count: 2).grade == .ok)
    #expect(ServingChecks.survey(.success(nil), dataPath: "data", count: 0).grade == .warn)
  }

  @Test(
    arguments: [
      (.unknownName("x", folder: "data"), "ls data"),
      (.unreadable(path: "s.csv", .notFound), "ls -l s.csv"),
      (.unreadable(path: "s.csv", .denied), "chmod a+r s.csv"),
      (.noSurvey(path: "s.csv", .missingColumns(["Question"], found: [])), "head -n 1 s.csv"),
    ] as [(SurveySource.Failure, String)])
  func `a survey that was named has to be one`(failure: SurveySource.Failure, mend: String) {
    let finding = ServingChecks.survey(.failure(failure), dataPath: "data", count: 1)
    #expect(finding == .fail("survey", failure.sentence, mend: mend))
  }

  @Test(
    arguments: [
      (.success(.absent), .ok), (.success(.version(6, known: 6)), .ok),
      (.success(.version(2, known: 6)), .ok),
      (.failure(.state(file: "tally.sqlite", reason: .newer(version: 9, known: 6))), .fail),
      (.failure(.state(file: "tally.sqlite", reason: .system(.denied))), .fail),
      (.failure(.state(file: "tally.sqlite", reason: .unreadable)), .fail),
    ] as [(Result<StateInspection, EngineFailure>, Finding.Grade)])
  func `the database is one of this release or an older one`(
    state: Result<StateInspection, EngineFailure>, grade: Finding.Grade
  ) {
    #expect(ServingChecks.database(state, dataPath: "data").grade == grade)
  }
}
