/// What clients were told of their jobs, and how a server broke its word. It compares and notes; it asks nobody.
struct JobPromises {
  /// A way in which a server can break its word.
  enum Breach: String, CaseIterable, Sendable {
    case lost = "an accepted job is unknown or gone"
    case unfinished = "an accepted job does not finish"
    case wrong = "an answer is wrong"
    case changed = "what was final has changed"
    case reused = "a number was given twice"
    case disordered = "numbers do not increase"
    case doubled = "one key made two jobs"
    case uncancelled = "a cancelled job went on"
    case revived = "a removed job is back"
    case blamed = "a job is blamed for crashes that it was not part of"
    case torn = "a file is not whole"
    case missing = "a finished job has no file"
    case stray = "a draft of a killed server is left"
    case uninvited = "there are jobs that nobody asked for"
    case refused = "a request has an answer that makes no sense"
  }

  /// A job that a client knows the number of.
  struct Promise {
    let question: JobQuestion
    /// How often the server had been killed before.
    let killsBefore: Int
    /// The answer to its poll, once it was final.
    var answer: String?
    var isCancelled = false
    var isRemoved = false
    /// The client was told so, and did not find it out.
    var isHeard = false
    /// It was running when a client took it back, or the client heard no answer.
    var mayBeCancelled = false
    /// A client took it back and heard no answer: it may have been finished then, and be gone.
    var mayBeRemoved = false
    var isBlamed = false
  }

  private(set) var promises: [Int: Promise] = [:]
  /// The numbers that keys have got.
  private(set) var numbers: [String: Int] = [:]
  /// Questions with a key that nobody has answered yet.
  private(set) var open: [String: JobQuestion] = [:]
  private(set) var killCount = 0
  private(set) var breaches: [Breach: (count: Int, examples: [String])] = [:]
  /// Submissions without a key that had no answer: each may have made a job.
  private(set) var unansweredCount = 0
  /// The greatest number that was answered before the last kill.
  private var greatest = 0
  /// When the submissions since then were sent and answered.
  private var turns: [(sent: UInt64, answered: UInt64, number: Int)] = []
  /// Keys that were sent before and not answered: their number may be an old one.
  private var repeated: Set<String> = []

  mutating func note(_ breach: Breach, _ example: String) {
    breaches[breach, default: (0, [])].count += 1
    if let found = breaches[breach], found.count <= 3 {
      breaches[breach]?.examples.append(example)
    }
  }

  /// Whether a job will not change any more, as far as is known.
  func isSettled(_ number: Int) -> Bool {
    guard let promise = promises[number] else { return true }
    return promise.isRemoved || promise.answer != nil
  }

  /// The numbers of jobs that were not seen finished.
  var unsettled: [Int] {
    promises.filter { !$1.isRemoved && $1.answer == nil }.keys.sorted()
  }

  // What clients have lived through

  mutating func note(_ event: JobEvent) {
    switch event {
    case .accepted(let number, let question, let sent, let answered):
      accept(number, question, sent: sent, answered: answered)
    case .unanswered(let question): unanswered(question)
    case .refused(let what, let status, let text):
      note(.refused, "\(what): \(status) \(text.prefix(200))")
    case .polled(let number, let status, let text): poll(number, status, text)
    case .removal(let number, let status, let state): remove(number, status, state)
    case .removalUnanswered(let number):
      promises[number]?.mayBeCancelled = true
      promises[number]?.mayBeRemoved = true
    }
  }

  private mutating func accept(
    _ number: Int, _ question: JobQuestion, sent: UInt64, answered: UInt64
  ) {
    if let key = question.key {
      open[key] = nil
      if let first = numbers[key] {
        if first != number { note(.doubled, "\(key): \(first) and \(number)") }
        return
      }
      numbers[key] = number
    }
    if let other = promises[number] {
      note(.reused, "\(number): \(other.question.body) and \(question.body)")
      return
    }
    promises[number] = Promise(question: question, killsBefore: killCount)
    let isRepeated = question.key.map { repeated.contains($0) } ?? false
    if !isRepeated { turns.append((sent, answered, number)) }
  }

  private mutating func unanswered(_ question: JobQuestion) {
    guard let key = question.key else {
      unansweredCount += 1
      return
    }
    repeated.insert(key)
    if numbers[key] == nil { open[key] = question }
  }

  private mutating func remove(_ number: Int, _ status: Int, _ state: String?) {
    switch (status, state) {
    case (200, "cancelled"?):
      promises[number]?.isCancelled = true
      if let answer = promises[number]?.answer, !Self.saysCancelled(answer) {
        note(.changed, "\(number) was finished and is called cancelled")
      }
    case (200, nil), (204, _):
      promises[number]?.isRemoved = true
      promises[number]?.isHeard = true
    case (202, _):
      // It runs, and may be done before it hears of it.
      promises[number]?.mayBeCancelled = true
    default: note(.refused, "DELETE of \(number): \(status) \(state ?? "")")
    }
  }

  static func saysCancelled(_ answer: String) -> Bool {
    answer.hasPrefix(#"{"status":"error","reason":"cancelled"#)
  }

  /// What stands in the reason of a job that the server was killed with too often.
  static let blame = "while it ran this job"

  /// Looks at the answer to `GET /api/get_results/<number>`.
  mutating func poll(_ number: Int, _ status: Int, _ text: String) {
    guard var promise = promises[number] else { return }
    if status == 410, promise.mayBeRemoved { promise.isRemoved = true }
    if promise.isRemoved {
      if status != 410 { note(.revived, "\(number): \(status) \(text.prefix(100))") }
      promises[number] = promise
      return
    }
    guard status == 200 else {
      note(.lost, "\(number): \(status) \(text.prefix(200))")
      return
    }
    if let answer = promise.answer {
      if text != answer {
        note(.changed, "\(number): \(answer.prefix(100)), now \(text.prefix(100))")
      }
      return
    }
    guard text != #"{"status":"running"}"# else { return }
    promise.answer = text
    judge(&promise, number, text)
    promises[number] = promise
  }

  private mutating func judge(_ promise: inout Promise, _ number: Int, _ text: String) {
    if promise.isCancelled || (promise.mayBeCancelled && Self.saysCancelled(text)) {
      if !Self.saysCancelled(text) { note(.uncancelled, "\(number): \(text.prefix(200))") }
    } else if text.hasPrefix(#"{"status":"error""#), text.contains(Self.blame) {
      promise.isBlamed = true
      let kills = killCount - promise.killsBefore
      if kills < 3 { note(.blamed, "\(number) after \(kills) kills") }
    } else if !promise.question.isAnswered(by: text) {
      note(.wrong, "\(number), \(promise.question.body): \(text.prefix(200))")
    }
  }

  /// Looks at how often the server says that a job was begun: once more than it was killed meanwhile, at most.
  mutating func look(at number: Int, attempts: Int) {
    guard let promise = promises[number] else { return }
    let kills = killCount - promise.killsBefore
    if attempts > kills + 1 { note(.blamed, "\(number): \(attempts) attempts, \(kills) kills") }
  }

  // What the tests see between two servers

  /// Closes the account of a server that was killed.
  mutating func noteKill() {
    killCount += 1
    compareTurns()
  }

  /// Numbers grow from each submission that was answered to each that was sent later.
  private mutating func compareTurns() {
    let bySending = turns.sorted { $0.sent < $1.sent }
    let byAnswer = turns.sorted { $0.answered < $1.answered }
    var bound = greatest
    var place = 0
    for turn in bySending {
      while place < byAnswer.count, byAnswer[place].answered < turn.sent {
        bound = max(bound, byAnswer[place].number)
        place += 1
      }
      if turn.number <= bound { note(.disordered, "\(turn.number) after \(bound)") }
    }
    greatest = max(greatest, turns.map(\.number).max() ?? 0)
    turns = []
  }

  /// Looks at the list of all jobs, each with family 1's word for its state.
  mutating func compare(list: [(number: Int, word: String)]) {
    for (before, after) in zip(list, list.dropFirst()) where before.number >= after.number {
      note(.disordered, "listed: \(before.number), then \(after.number)")
    }
    var words: [Int: String] = [:]
    for (number, word) in list { words[number] = word }
    var extras = list.count
    for (number, promise) in promises {
      let word = words[number]
      if word != nil { extras -= 1 }
      if promise.isRemoved {
        if let word { note(.revived, "\(number) is listed as \(word), removed \(promise.isHeard)") }
      } else if word == nil {
        // Whoever asks for it learns whether it was removed.
        if !promise.mayBeRemoved { note(.lost, "\(number) is not listed") }
      } else if let answer = promise.answer, !answer.hasPrefix(#"{"status":"\#(word ?? "")""#) {
        note(.changed, "\(number) is listed as \(word ?? ""): \(answer.prefix(100))")
      }
    }
    if extras > unansweredCount + open.count {
      note(.uninvited, "\(extras), where \(unansweredCount + open.count) requests had no answer")
    }
  }

  /// Looks at the file of a job.
  mutating func compare(file text: String, of number: Int) {
    guard let promise = promises[number] else { return }
    if promise.isRemoved {
      note(.revived, "\(number) has a file")
    } else if let answer = promise.answer, answer != text {
      note(.changed, "file of \(number): \(text.prefix(100)), answered \(answer.prefix(100))")
    }
  }

  /// Looks at the numbers that have files when all jobs are finished.
  mutating func compare(files: Set<Int>) {
    for (number, promise) in promises where !promise.isRemoved && !files.contains(number) {
      note(.missing, "\(number): \(promise.answer?.prefix(100) ?? "no answer")")
    }
  }

  /// Looks at how many jobs of a kind there are that were all submitted with keys.
  mutating func compare(count: Int, of kind: JobQuestion.Kind) {
    let keys = promises.values.count { $0.question.kind == kind && $0.question.key != nil }
    if count != keys { note(.doubled, "\(count) jobs of kind \(kind.rawValue) for \(keys) keys") }
  }

  /// Notes the jobs that are not finished though there was time.
  mutating func noteUnfinished() {
    for number in unsettled { note(.unfinished, "\(number)") }
  }
}

/// What a client of jobs has lived through.
enum JobEvent: Sendable {
  /// A submission was answered with a number; the times are of one clock, in nanoseconds.
  case accepted(Int, JobQuestion, sent: UInt64, answered: UInt64)
  /// A submission was sent, or some of it, and nobody answered.
  case unanswered(JobQuestion)
  case refused(String, status: Int, String)
  /// `GET /api/get_results/<number>` was answered.
  case polled(Int, status: Int, String)
  /// `DELETE /api/v1/jobs/<number>` was answered; the state is what the body says.
  case removal(Int, status: Int, state: String?)
  case removalUnanswered(Int)
}
