import Foundation
import Harness
import Testing

/// What kill -9 leaves of jobs, seen from outside. `make crash` takes more rounds of it than the suites do.
struct JobCrashTests {
  private static let wanted = ProcessInfo.processInfo.environment["CRASH_ROUNDS"]
    .flatMap { Int($0) }
  private static let roundCount = wanted ?? 5
  /// How many jobs must be accepted in a round for it to mean something: fewer where other suites run beside.
  private static let leastPerRound = wanted == nil ? 10 : 100
  private static let customerCount = 16
  private static let numberCount = 50_000

  @Test func `after kill -9 at random moments every accepted job is finished once, and rightly`()
    throws
  {
    let seed = UInt64.random(in: 0...UInt64.max)
    var crash = try CrashedServer(seed: seed, numberCount: Self.numberCount)
    for _ in 0..<Self.roundCount {
      try crash.round(customers: Self.customerCount)
    }
    try crash.finish()
    for (breach, found) in crash.promises.breaches {
      let examples = found.examples.joined(separator: "\n  ")
      Issue.record("\(breach.rawValue): \(found.count) times, seed \(seed), such as\n  \(examples)")
    }
    let promises = crash.promises.promises.values
    print(
      "\(Self.roundCount) rounds: \(crash.promises.killCount) kills, \(promises.count) jobs accepted, "
        + "\(promises.count { $0.isCancelled }) cancelled, \(promises.count { $0.isRemoved }) removed, "
        + "\(promises.count { $0.isBlamed }) given up; slowest start \(crash.slowestStart) ms, "
        + "the last \(crash.lastStart) ms")
    #expect(promises.count >= Self.roundCount * Self.leastPerRound)
    let isLong = promises.count > 50_000
    if promises.count >= 10_000 { #expect(crash.lastStart <= (isLong ? 2000 : 1000)) }
  }

  @Test(arguments: [2, 3])
  func `a job that runs at three kills is given up, one that runs at two is not, nor any behind it`(
    _ killCount: Int
  ) throws {
    let folder = ScratchFolder()
    let arguments = ["--workers", "1", "--upload-rate-limit", "none"]
    var server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder, arguments: arguments)
    var client = try server.connect()
    // Enough to be at work for a while: a binary that is built for release is faster by far.
    let isReleased = ProcessInfo.processInfo.environment["TESTED_BINARY"] != nil
    let rowCount = isReleased ? 8_000_000 : 1_000_000
    #expect(try client.upload(JobQuestion.numbers(rowCount), as: "numbers").status == 201)
    let heavy = JobQuestion.profile(of: "numbers", key: nil)
    let taken = try client.request("POST", heavy.target, body: heavy.body)
    let place = try #require(taken["location"])
    let question = "Percent of adults who engage in no leisure-time physical activity"
    let behind = try (0..<20).map { _ in
      try client.submit("global_mean", ["question": question])
    }
    for _ in 0..<killCount {
      let runs = try waitUntil {
        try client.request("GET", place).object()["state"] as? String == "running"
      }
      #expect(runs)
      server.send(SIGKILL)
      #expect(try server.waitForExit() == -SIGKILL)
      server = try TallyServer(folder: folder, arguments: arguments)
      client = try server.connect()
    }
    let answers = try Set(behind.map { try client.result(of: $0).text })
    #expect(answers.count == 1 && answers.first?.hasPrefix(#"{"status":"done""#) == true)
    let job = try client.request("GET", place).object()
    #expect(job["attempts"] as? Int == 3)
    if killCount == 3 {
      #expect(job["state"] as? String == "failed")
      #expect((job["error"] as? String)?.contains(JobPromises.blame) == true)
    } else {
      #expect(job["state"] as? String == "succeeded")
    }
    for number in behind {
      let told = try client.request("GET", "/api/v1/jobs/job_id_\(number)").object()
      #expect(told["attempts"] as? Int == 1)
    }
  }
}

/// A server that is killed and started on the same folders again and again, and what its clients were promised.
private struct CrashedServer {
  private(set) var promises = JobPromises()
  private(set) var slowestStart = 0
  private(set) var lastStart = 0

  private let folder = ScratchFolder()
  private let shop: JobShop
  /// What every pipeline leaves.
  private let artifact: [UInt8]
  private var mixer: Mixer
  private var files = ResultFiles()
  /// Serves the file that imports fetch.
  private let source: TallyServer

  private static let arguments = [
    "--log-level", "error", "--upload-rate-limit", "none", "--allow-private", "--queue", "100000",
    "--keep-jobs", "30d,1000000,100GB",
  ]

  /// Asks each question once, on a server that ends in order.
  init(seed: UInt64, numberCount: Int) throws {
    mixer = Mixer(state: seed)
    source = try TallyServer()
    let csv = "a,b\n" + (0..<50).map { "\($0),x\($0)\n" }.joined()
    try #require(try source.connect().upload(csv, as: "origin").status == 201)
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder, arguments: Self.arguments)
    let client = try server.connect()
    try #require(
      try client.upload(JobQuestion.numbers(numberCount), as: "numbers").status == 201)
    var survey = try Self.surveyQuestions(client)
    for place in survey.indices {
      survey[place].expected = .text(try Self.answer(survey[place], client, &promises))
    }
    var profile = JobQuestion.profile(of: "numbers", key: "profile")
    profile.expected = .text(try Self.answer(profile, client, &promises))
    let pipeline = JobQuestion.pipeline(of: "numbers", called: "pipeline")
    #expect(pipeline.isAnswered(by: try Self.answer(pipeline, client, &promises)))
    artifact = try client.request("GET", Self.artifact(of: "pipeline")).body
    try #require(!artifact.isEmpty)
    try #require(try server.stop() == 0)
    shop = JobShop(
      survey: survey, profile: profile,
      file: ("http://127.0.0.1:\(source.port)/api/v1/datasets/origin/file", 50),
      numberCount: numberCount)
    // What was asked before anything was killed has to last too.
    promises.noteKill()
  }

  private static func surveyQuestions(_ client: HTTPConnection) throws -> [JobQuestion] {
    let told = try client.request("GET", "/api/questions").object()["data"] as? [[String: Any]]
    let names = try #require(told).compactMap { $0["question"] as? String }
    try #require(!names.isEmpty)
    return names.flatMap { name in
      ["states_mean", "best5", "worst5", "global_mean", "diff_from_mean", "mean_by_category"]
        .map { .survey($0, #"{"question":"\#(name)"}"#) }
    }
  }

  /// The answer to a question, and the promise that comes with it.
  private static func answer(
    _ question: JobQuestion, _ client: HTTPConnection, _ promises: inout JobPromises
  ) throws -> String {
    let begun = DispatchTime.now().uptimeNanoseconds
    let (taken, number) = try JobCustomer.submit(question, to: client)
    guard let number else {
      promises.note(.refused(question.body, status: taken.status, taken.text))
      return ""
    }
    let text = try client.result(of: number).text
    #expect(text.hasPrefix(#"{"status":"done""#), "\(question.body): \(text)")
    var answered = question
    answered.expected = .text(text)
    let end = DispatchTime.now().uptimeNanoseconds
    promises.note(.accepted(number, answered, sent: begun, answered: end))
    promises.note(.polled(number, status: 200, text))
    return text
  }

  /// Starts the server, compares it with what was promised, lets clients at it, and kills it.
  mutating func round(customers count: Int) throws {
    if mixer.next() % 4 == 0 { try killWhileStarting() }
    let server = try start()
    try compare(server)
    let processID = server.processID
    let delay = UInt32(5000 + mixer.next() % 395_000)
    let killer = Thread {
      usleep(delay)
      kill(processID, SIGKILL)
    }
    let (port, shop, seed) = (server.port, shop, mixer.next())
    let open = promises.open.values.map { $0 }
    killer.start()
    let diaries = try together(count) { number -> [JobEvent] in
      // The kill may come before the client does.
      guard
        var customer = try? JobCustomer(port: port, shop: shop, seed: seed &+ UInt64(number))
      else { return [] }
      let mine = open.indices.filter { $0 % count == number }.map { open[$0] }
      customer.shopUntilKilled(repeating: mine)
      return customer.diary
    }
    #expect(try server.waitForExit() == -SIGKILL)
    for event in diaries.joined() { promises.note(event) }
    promises.noteKill()
  }

  /// Kills a server that has not said yet that it listens.
  private mutating func killWhileStarting() throws {
    let program = try Program(
      [try TallyServer.binaryPath()] + TallyServer.command(in: folder, Self.arguments))
    usleep(UInt32(mixer.next() % 30_000))
    program.send(SIGKILL)
    #expect(try program.waitForExit() == -SIGKILL)
    promises.noteKill()
  }

  private mutating func start() throws -> TallyServer {
    let begun = DispatchTime.now().uptimeNanoseconds
    let server = try TallyServer(folder: folder, arguments: Self.arguments)
    #expect(try server.request("GET", "/readyz").status == 200)
    lastStart = Int((DispatchTime.now().uptimeNanoseconds - begun) / 1_000_000)
    slowestStart = max(slowestStart, lastStart)
    return server
  }

  /// Compares what a fresh server tells and keeps with what was promised.
  private mutating func compare(_ server: TallyServer) throws {
    for name in folder.names(in: "results") where name.hasSuffix(".draft") {
      if !name.contains(".\(server.processID).") { promises.note(.stray, name) }
    }
    let client = try server.connect()
    promises.compare(list: JobList.read(try client.request("GET", "/api/jobs").body))
    let settled = promises.promises.keys.filter(promises.isSettled)
    let sample =
      settled.isEmpty
      ? []
      : (0..<50).map { _ in
        settled[Int(mixer.next() % UInt64(settled.count))]
      }
    for number in promises.unsettled + sample {
      try poll(number, client)
      try lookAtAttempts(number, client)
    }
    files.compare(in: folder, with: &promises)
  }

  private mutating func poll(_ number: Int, _ client: HTTPConnection) throws {
    let answer = try client.request("GET", "/api/get_results/\(number)")
    promises.note(.polled(number, status: answer.status, answer.text))
  }

  private mutating func lookAtAttempts(_ number: Int, _ client: HTTPConnection) throws {
    let told = try client.request("GET", "/api/v1/jobs/job_id_\(number)")
    if told.status == 200, let attempts = try told.object()["attempts"] as? Int {
      promises.look(at: number, attempts: attempts)
    }
  }

  /// Starts the server once more, lets it finish, and compares everything.
  mutating func finish() throws {
    let server = try start()
    let client = try server.connect()
    // What was sent with a key and not answered is sent until it is.
    for question in promises.open.values {
      let begun = DispatchTime.now().uptimeNanoseconds
      let (taken, number) = try JobCustomer.submit(question, to: client)
      let end = DispatchTime.now().uptimeNanoseconds
      if let number {
        promises.note(.accepted(number, question, sent: begun, answered: end))
      } else {
        promises.note(.refused(question.body, status: taken.status, taken.text))
      }
    }
    try compare(server)
    _ = try waitUntil(seconds: 30) { try client.unfinishedJobs() == 0 }
    for number in promises.promises.keys { try poll(number, client) }
    promises.noteUnfinished()
    try compare(server)
    promises.compare(files: Set(files.numbers))
    try compareArtifacts(client)
    for kind in [JobQuestion.Kind.pipeline, .profile, .importing] {
      promises.compare(count: try JobList.count(of: kind, client), of: kind)
    }
    #expect(try server.stop() == 0)
  }
}

extension CrashedServer {
  private static func artifact(of name: String) -> String {
    "/api/v1/jobs/\(name)/results/profile.json"
  }

  /// Looks at what pipelines have left, under the names that their clients gave them.
  private mutating func compareArtifacts(_ client: HTTPConnection) throws {
    for (number, promise) in promises.promises {
      guard promise.question.kind == .pipeline, !promise.isBlamed, let name = promise.question.key
      else { continue }
      let told = try client.request("GET", Self.artifact(of: name))
      if told.status != 200 || told.body != artifact {
        promises.note(.wrong, "artifact of \(number), \(name): \(told.status)")
      }
    }
  }
}

/// The files of results as they were seen last.
private struct ResultFiles {
  private var seen: [Int: (inode: UInt, seconds: Int, nanoseconds: Int)] = [:]

  var numbers: [Int] { seen.keys.map { $0 } }

  /// Reads the files that are new or written again since the last time.
  mutating func compare(in folder: ScratchFolder, with promises: inout JobPromises) {
    var there: Set<Int> = []
    for name in folder.names(in: "results") {
      guard name.hasPrefix("job_id_"), let number = Int(name.dropFirst(7).dropLast(5)) else {
        continue
      }
      let path = folder.path + "/results/" + name
      var facts = stat()
      guard lstat(path, &facts) == 0 else { continue }
      there.insert(number)
      let stamp = (facts.st_ino, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
      if let old = seen[number], old == stamp { continue }
      seen[number] = stamp
      let bytes = FileManager.default.contents(atPath: path) ?? Data()
      let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any]
      if !["done", "error"].contains(object?["status"] as? String) {
        promises.note(.torn, "\(name): \(String(decoding: bytes.prefix(100), as: UTF8.self))")
      }
      promises.compare(file: String(decoding: bytes, as: UTF8.self), of: number)
    }
    for number in seen.keys.filter({ !there.contains($0) }) { seen[number] = nil }
  }
}
