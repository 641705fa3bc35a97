import Foundation
import Harness
import Testing

/// Many clients at once. What is promised to each of them holds for all together.
struct LoadTests {
  private let question =
    "Percent of adults aged 18 years and older who have an overweight classification"
  private static let statistics = [
    "states_mean", "best5", "worst5", "global_mean", "diff_from_mean",
  ]

  @Test func `5,000 jobs of 8 clients that poll are all done, whole and numbered once`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--log-level", "warning"])
    let question = question
    let port = server.port
    let found = try together(8) { client -> [Int: String] in
      let connection = try HTTPConnection(port: port)
      var answers: [Int: String] = [:]
      var open: [Int] = []
      for place in 0..<625 {
        let statistic = Self.statistics[(client + place) % Self.statistics.count]
        open.append(try connection.submit(statistic, ["question": question]))
        let polled = open[place % open.count]
        let answer = try connection.request("GET", "/api/get_results/\(polled)")
        #expect(answer.status == 200)
        if answer.text.hasPrefix(#"{"status":"done","data":{"#) {
          answers[polled] = answer.text
          open.removeAll { $0 == polled }
        } else {
          #expect(answer.text == #"{"status":"running"}"#)
        }
      }
      for number in open { answers[number] = try connection.result(of: number).text }
      return answers
    }
    let client = try server.connect()
    #expect(try client.unfinishedJobs() == 0)
    let answers = found.reduce(into: [Int: String]()) { $0.merge($1) { first, _ in first } }
    #expect(answers.count == 5000)
    #expect(answers.keys.min() == 1)
    let torn = try answers.filter { number, answer in
      try server.folder.text(of: "results/job_id_\(number).json") != answer
    }
    #expect(torn.isEmpty)
    // Five statistics have five answers, and each of them is JSON.
    let texts = Set(answers.values)
    #expect(texts.count == Self.statistics.count)
    for text in texts {
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(object?["status"] as? String == "done")
    }
    #expect(server.folder.names(in: "results").count == 5000)
    let jobs = try #require(
      try client.request("GET", "/api/jobs").object()["data"] as? [[String: String]])
    #expect(jobs.count == 5000)
    #expect(jobs.allSatisfy { $0.values.first == "done" })
    #expect(jobs.compactMap(\.keys.first) == answers.keys.sorted().map { "job_id_\($0)" })
    #expect(try server.stop() == 0)
  }

  @Test(arguments: ["request", "signal"])
  func `a graceful shutdown under load finishes every accepted job and exits 0`(by way: String)
    throws
  {
    let server = try TallyServer(survey: Fixtures.realSurvey(), arguments: ["--workers", "1"])
    let question = question
    let port = server.port
    let accepted = Counter()
    let stopper = Thread { [processID = server.processID] in
      _ = waitUntil { accepted.value >= 300 }
      if way == "signal" {
        kill(processID, SIGTERM)
      } else {
        let answer = try? HTTPConnection(port: port).request("POST", "/api/graceful_shutdown")
        let states = [#"{"status":"running"}"#, #"{"status":"done"}"#]
        #expect(answer?.status == 200 && states.contains(answer?.text ?? ""))
      }
    }
    stopper.start()
    // Each client submits until it is refused or finds nobody, and keeps what it was promised.
    let promised = try together(8) { _ -> [Int] in
      let connection = try HTTPConnection(port: port)
      var numbers: [Int] = []
      while true {
        do {
          numbers.append(try connection.submit("mean_by_category", ["question": question]))
          accepted.add()
        } catch SurveyClientFailure.refused(let status, let text) {
          #expect(status == 503)
          #expect(text == #"{"status":"error","reason":"shutting down"}"#)
          return numbers
        } catch {
          return numbers
        }
      }
    }.flatMap(\.self)
    #expect(try server.waitForExit() == 0)
    #expect(Set(promised).count == promised.count)
    #expect(promised.count >= 300)
    let whole = try promised.filter { number in
      let text = try server.folder.text(of: "results/job_id_\(number).json")
      return text.hasPrefix(#"{"status":"done","data":{"#) && text.hasSuffix("}}")
    }
    #expect(whole.count == promised.count)
    // Nothing but results is left, and the numbers go on without a gap.
    #expect(
      Set(server.folder.names(in: "results")) == Set(promised.map { "job_id_\($0).json" }))
    let next = try TallyServer(folder: server.folder)
    #expect(
      try next.connect().submit("global_mean", ["question": question])
        == (promised.max() ?? 0) + 1)
  }

  @Test func `while it drains a server answers everything but submits`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey(), lingerSeconds: 30)
    let client = try server.connect()
    let number = try client.submit("global_mean", ["question": question])
    let result = try client.result(of: number).text
    #expect(
      try client.request("POST", "/api/graceful_shutdown").text == #"{"status":"done"}"#)
    let refused = try client.request(
      "POST", "/api/global_mean", body: #"{"question":"\#(question)"}"#)
    #expect(refused.status == 503)
    #expect(refused.text == #"{"status":"error","reason":"shutting down"}"#)
    #expect(refused["retry-after"] != nil)
    #expect(try client.request("GET", "/api/get_results/\(number)").text == result)
    #expect(try client.request("GET", "/api/questions").status == 200)
    #expect(try client.request("GET", "/livez").status == 200)
    let readiness = try client.request("GET", "/readyz")
    #expect(readiness.status == 503)
    #expect(readiness.text.contains("shutting down"))
    #expect(
      try client.request("POST", "/api/graceful_shutdown").text == #"{"status":"done"}"#)
    // A new client is served too.
    #expect(try server.request("GET", "/api/num_jobs").text == #"{"status":"done","data":0}"#)
    #expect(server.isRunning)
  }

  @Test func `one job more than may wait is refused with 503 and the rest are done`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--workers", "1", "--queue", "1"])
    let question = question
    let port = server.port
    let outcomes = try together(8) { _ -> (taken: Int, refused: Int) in
      let connection = try HTTPConnection(port: port)
      var outcome = (taken: 0, refused: 0)
      for _ in 0..<100 {
        do {
          _ = try connection.submit("mean_by_category", ["question": question])
          outcome.taken += 1
        } catch SurveyClientFailure.refused(let status, let text) {
          #expect(status == 503)
          #expect(text.contains("1 jobs wait already"))
          outcome.refused += 1
        }
      }
      return outcome
    }
    let taken = outcomes.map(\.taken).reduce(0, +)
    #expect(taken > 0 && outcomes.map(\.refused).reduce(0, +) > 0)
    #expect(try server.stop() == 0)
    #expect(server.folder.names(in: "results").count == taken)
  }
}

/// A count that several threads add to.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  var value: Int { lock.withLock { count } }
  func add() { lock.withLock { count += 1 } }
}
