import Foundation
import Harness
import Posix

/// A client of a server that will be killed: it submits, repeats, polls and takes back until nobody answers, and keeps a diary.
struct JobCustomer {
  private(set) var diary: [JobEvent] = []

  private let port: UInt16
  private let shop: JobShop
  private var connection: HTTPConnection
  private var mixer: Mixer
  /// The jobs of this client, the youngest last.
  private var mine: [(number: Int, question: JobQuestion)] = []

  /// A client that is connected.
  init(port: UInt16, shop: JobShop, seed: UInt64) throws {
    self.port = port
    self.shop = shop
    mixer = Mixer(state: seed)
    connection = try HTTPConnection(port: port, timeoutSeconds: 10)
  }

  /// Goes on until the server is gone.
  ///
  /// - Parameter open: questions with a key that an earlier server has not answered; they come first.
  mutating func shopUntilKilled(repeating open: [JobQuestion]) {
    for question in open {
      guard submit(question) else { return }
    }
    while step() {}
  }

  private mutating func chance(_ percent: UInt64) -> Bool { mixer.next() % 100 < percent }

  private mutating func step() -> Bool {
    let question = shop.question(mixer.next(), mixer.next())
    if question.key != nil, chance(15) {
      guard cutOff(question) else { return false }
    }
    guard submit(question) else { return false }
    if question.key != nil, chance(30) {
      guard submit(question) else { return false }
    }
    if chance(60) {
      guard poll() else { return false }
    }
    return chance(8) ? takeBack() : true
  }

  /// Submits and reads the answer.
  ///
  /// - Returns: whether there was one.
  private mutating func submit(_ question: JobQuestion) -> Bool {
    let sent = DispatchTime.now().uptimeNanoseconds
    do {
      let (answer, number) = try Self.submit(question, to: connection)
      let answered = DispatchTime.now().uptimeNanoseconds
      guard answer.status == question.acceptance, let number else {
        diary.append(.refused(question.body, status: answer.status, answer.text))
        return true
      }
      diary.append(.accepted(number, question, sent: sent, answered: answered))
      if mine.last?.number != number { mine.append((number, question)) }
      return true
    } catch {
      diary.append(.unanswered(question))
      return false
    }
  }

  /// Sends a submission and hangs up.
  private mutating func cutOff(_ question: JobQuestion) -> Bool {
    do {
      var head = "POST \(question.target) HTTP/1.1\r\nHost: localhost\r\n"
      for (name, value) in Self.fields(of: question) { head += "\(name): \(value)\r\n" }
      head += "Content-Type: application/json\r\nContent-Length: \(question.body.utf8.count)\r\n"
      try connection.send(head + "\r\n" + question.body)
      connection = try HTTPConnection(port: port, timeoutSeconds: 10)
    } catch {
      diary.append(.unanswered(question))
      return false
    }
    diary.append(.unanswered(question))
    return true
  }

  private mutating func poll() -> Bool {
    guard !mine.isEmpty else { return true }
    let number = mine[Int(mixer.next() % UInt64(mine.count))].number
    do {
      let answer = try connection.request("GET", "/api/get_results/job_id_\(number)")
      diary.append(.polled(number, status: answer.status, answer.text))
      return true
    } catch {
      return false
    }
  }

  /// Cancels a job or removes it, whichever it is by then. Jobs with keys are counted at the end, and stay.
  private mutating func takeBack() -> Bool {
    guard let last = mine.lastIndex(where: { $0.question.key == nil }) else { return true }
    let number = mine.remove(at: last).number
    do {
      let answer = try connection.request("DELETE", "/api/v1/jobs/job_id_\(number)")
      let state = answer.body.isEmpty ? nil : try? answer.object()["state"] as? String
      diary.append(.removal(number, status: answer.status, state: state))
      return true
    } catch {
      diary.append(.removalUnanswered(number))
      return false
    }
  }

  private static func fields(of question: JobQuestion) -> [String: String] {
    guard let key = question.key, question.kind != .pipeline else { return [:] }
    return ["Idempotency-Key": "\"\(key)\""]
  }

  /// Submits, and asks for the number where the answer tells a name.
  static func submit(
    _ question: JobQuestion, to connection: HTTPConnection
  ) throws -> (answer: HTTPAnswer, number: Int?) {
    let answer = try connection.request(
      "POST", question.target, body: question.body, fields: fields(of: question))
    guard question.kind == .pipeline, let name = question.key, answer.status == question.acceptance
    else { return (answer, number(in: answer)) }
    let job = try connection.request("GET", "/api/v1/jobs/\(name)").object()
    return (answer, (job["id"] as? String).flatMap { Int($0.dropFirst("job_id_".count)) })
  }

  /// The number that a submission was answered with: in the body for the survey, as the place of the job elsewhere.
  static func number(in answer: HTTPAnswer) -> Int? {
    let lead = "job_id_"
    guard let start = (answer["location"] ?? answer.text).firstRange(of: lead)?.upperBound else {
      return nil
    }
    return Int((answer["location"] ?? answer.text)[start...].prefix { $0.isNumber })
  }
}

/// What there is to ask for.
struct JobShop: Sendable {
  /// Questions to the survey with the answers that they had before anything was killed.
  let survey: [JobQuestion]
  let profile: JobQuestion
  /// Where a file can be fetched, and its rows.
  let file: (url: String, rows: Int)
  let numberCount: Int

  /// A question at random: `word` decides on its kind, `salt` on what makes it differ from others.
  func question(_ word: UInt64, _ salt: UInt64) -> JobQuestion {
    let key = String(salt, radix: 36)
    switch word % 100 {
    case 0..<60:
      var question = survey[Int(salt % UInt64(survey.count))]
      if salt >> 60 == 0 { question.key = "survey-" + key }
      return question
    case 60..<90: return .sum(below: 2 + Int(salt % UInt64(numberCount - 2)))
    case 90..<94: return .pipeline(of: "numbers", called: "pipeline-" + key)
    case 94..<99:
      var question = profile
      question.key = "profile-" + key
      return question
    default:
      return .importing(file.url, as: "copy-" + key, rows: file.rows, key: "import-" + key)
    }
  }
}
