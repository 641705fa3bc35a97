import Foundation
import Harness
import Testing

/// What reaches the disk before a client is told of it. A kill does not show that, for the kernel keeps what was written; the order of
/// system calls does.
@Suite(.enabled(if: SystemCalls.areVisible, "needs strace and the right to trace"))
struct JobDurabilityTests {
  private static let log = "tally.sqlite-wal"
  private static let question = "Percent of adults who engage in no leisure-time physical activity"

  /// A question that has not been asked before.
  private static func body(_ number: Int) -> String {
    #"{"question":"\#(question)","to_year":\#(3000 + number)}"#
  }

  @Test func `a job is answered when its row is on the disk, and done when its file is`() throws {
    let folder = ScratchFolder()
    let trace = folder.path + "/trace"
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder, wrapper: SystemCalls.wrapper(to: trace))
    let client = try server.connect()
    var numbers: [Int] = []
    for place in 0..<10 {
      let answer = try client.request("POST", "/api/states_mean", body: Self.body(place))
      numbers.append(try #require(JobCustomer.number(in: answer)))
      #expect(try client.result(of: numbers[place]).text.hasPrefix(#"{"status":"done""#))
    }
    #expect(try server.stop() == 0)

    let calls = try SystemCalls(contentsOf: trace)
    for (place, number) in numbers.enumerated() {
      let asked = try #require(
        calls.all { $0.arguments.contains("POST /api/states_mean") }.dropFirst(place).first)
      let answered = try #require(
        calls.all { $0.arguments.contains(#"{\"job_id\":\"job_id_\#(number)\"}"#) }.first)
      let isKept = calls.isWrittenAndSynced(
        Self.log, after: asked.ended, before: answered.begun)
      #expect(isKept, "job \(number) is answered before its row is on the disk")
      try checkFile(of: number, after: asked.ended, calls)
    }
  }

  /// Whether the file of a job was synced, renamed, and its folder synced before the first poll heard that it is done.
  private func checkFile(of number: Int, after start: Int, _ calls: SystemCalls) throws {
    let name = "job_id_\(number).json"
    let draft = try #require(
      calls.all { $0.isWrite && $0.arguments.contains("/.\(name).") }.last, "\(name) has no draft")
    let rename = try #require(
      calls.all { $0.name.hasPrefix("rename") && $0.arguments.contains("\(name)\"") }.first)
    let isSynced = calls.contains(after: draft.ended, before: rename.begun) {
      $0.isSync && $0.arguments.contains("/.\(name).")
    }
    #expect(isSynced, "\(name) is renamed before it is synced")
    let told = try #require(
      calls.all { $0.begun > start && $0.arguments.contains(#"{\"status\":\"done\""#) }
        .first { !$0.isWrite || !$0.arguments.contains(".draft") })
    let isNamed = calls.contains(after: rename.ended, before: told.begun) {
      $0.isSync && $0.isOn("/results")
    }
    #expect(isNamed, "\(name) is told of before its folder is synced")
  }

  @Test(arguments: 1...12)
  func `after a sync that failed nothing is promised, and what was promised is kept`(
    _ which: Int
  ) throws {
    let folder = ScratchFolder()
    let trace = folder.path + "/trace"
    var accepted: [Int] = []
    do {
      let server = try TallyServer(
        survey: Fixtures.realSurvey(), folder: folder,
        arguments: ["--log-level", "error"],
        // Each thread counts its own calls.
        wrapper: SystemCalls.wrapper(
          to: trace, injection: "fsync,fdatasync:error=EIO:when=\(which)"))
      accepted = try submitUntilBroken(server, trace)
      server.send(SIGKILL)
      _ = try server.waitForExit()
    } catch TallyServer.Failure.notReady(let text) {
      // It had to sync before it could listen, and says that it could not.
      #expect(text.contains("tally: "))
    }
    let next = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
    let client = try next.connect()
    for number in accepted {
      let text = try client.result(of: number).text
      #expect(text.hasPrefix(#"{"status":"done""#), "\(number): \(text)")
    }
    let number = try client.submit("global_mean", ["question": Self.question])
    #expect(number > accepted.max() ?? 0)
    #expect(try next.stop() == 0)
  }

  /// Whether a sync has failed, other than SQLite's own of the state folder, whose result it does not look at.
  private static func hasBroken(_ trace: String) throws -> Bool {
    try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
      .contains { $0.hasSuffix("(INJECTED)") && !$0.contains("/state>") }
  }

  /// Submits one job after the other until one is refused, and then some more.
  ///
  /// - Returns: the jobs that were accepted.
  private func submitUntilBroken(_ server: TallyServer, _ trace: String) throws -> [Int] {
    let client = try server.connect()
    var accepted: [Int] = []
    var refusals = 0
    for place in 0..<100 where refusals < 10 {
      let isBroken = try Self.hasBroken(trace)
      let answer = try client.request("POST", "/api/states_mean", body: Self.body(place))
      guard answer.status == 200 else {
        #expect(answer.status == 503, "\(answer.text)")
        refusals += 1
        continue
      }
      #expect(!isBroken && refusals == 0, "job \(place) was accepted after a sync had failed")
      let number = try #require(JobCustomer.number(in: answer))
      accepted.append(number)
      // It is done, or the disk broke under it.
      let isOver = try waitUntil {
        let answer = try client.request("GET", "/api/get_results/\(number)")
        #expect(answer.status == 200)
        return try answer.text != #"{"status":"running"}"#
          || client.request("GET", "/readyz").status == 503
      }
      #expect(isOver)
    }
    // Where nothing was broken in a hundred jobs there is nothing to refuse.
    guard try Self.hasBroken(trace) else { return accepted }
    #expect(refusals == 10)
    let readiness = try client.request("GET", "/readyz")
    #expect(readiness.status == 503)
    let reasons = ["Input/output error", "disk I/O error"]
    #expect(reasons.contains { readiness.text.contains($0) }, "\(readiness.text)")
    for number in accepted {
      #expect(try client.request("GET", "/api/get_results/\(number)").status == 200)
    }
    return accepted
  }
}
