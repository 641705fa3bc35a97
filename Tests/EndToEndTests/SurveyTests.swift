import Foundation
import Harness
import Testing

struct SurveyTests {
  private let vegetables =
    "Percent of adults who report consuming vegetables less than one time daily"
  private let fruit = "Percent of adults who report consuming fruit less than one time daily"
  private let obesity = "Percent of adults aged 18 years and older who have obesity"

  // Answers

  @Test func `each statistic of the real rows is the one computed by hand`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    func answer(_ statistic: String, _ question: String, state: String? = nil) throws -> String {
      var body = ["question": question]
      body["state"] = state
      return try client.ask(statistic, body).text
    }
    let states =
      #""New York":17.2,"Michigan":17.45,"Kentucky":23.2,"California":29.7,"Indiana":35.4"#
    #expect(
      try answer("states_mean", vegetables)
        == #"{"status":"done","data":{\#(states),"Guam":36.3}}"#)
    #expect(try answer("best5", vegetables) == #"{"status":"done","data":{\#(states)}}"#)
    #expect(
      try answer("worst5", vegetables)
        == #"{"status":"done","data":{"Guam":36.3,"Indiana":35.4,"California":29.7,"#
        + #""Kentucky":23.2,"Michigan":17.45}}"#)
    #expect(
      try answer("state_mean", vegetables, state: "Michigan")
        == #"{"status":"done","data":{"Michigan":17.45}}"#)
    #expect(
      try answer("state_mean_by_category", vegetables, state: "Michigan")
        == #"{"status":"done","data":{"Michigan":{"('Age (years)', '45 - 54')":18.0,"#
        + #""('Education', 'College graduate')":16.9}}}"#)
    #expect(
      try answer("mean_by_category", fruit)
        == #"{"status":"done","data":{"('Arkansas', 'Income', 'Data not reported')":42.5,"#
        + #""('Louisiana', 'Total', 'Total')":47.2}}"#)
    // 44.85 over both rows; 176.7 over seven rows.
    #expect(near(try pairs(answer("global_mean", fruit)), [("global_mean", 44.85)]))
    #expect(
      near(try pairs(answer("diff_from_mean", fruit)), [("Arkansas", 2.35), ("Louisiana", -2.35)]))
    #expect(
      near(
        try pairs(answer("state_diff_from_mean", vegetables, state: "Kentucky")),
        [("Kentucky", 176.7 / 7 - 23.2)]))
  }

  @Test func `every question and state of the real rows is answered as a naive reader would`()
    throws
  {
    let survey = try NaiveSurvey(Fixtures.realSurvey())
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    for question in survey.questions {
      for (statistic, expected) in survey.answers(to: question) {
        let text = try client.ask(statistic, ["question": question]).text
        #expect(near(pairs(text), expected), "\(statistic) of \(question)")
      }
      for state in survey.states(reporting: question) {
        for (statistic, expected) in survey.answers(to: question, of: state) {
          let text = try client.ask(statistic, ["question": question, "state": state]).text
          #expect(near(pairs(text), expected), "\(statistic) of \(question) in \(state)")
        }
      }
    }
  }

  @Test func `answers are the same bytes whatever the number of workers`() throws {
    let survey = try NaiveSurvey(Fixtures.realSurvey())
    let answers = try [1, 2, 5].map { workers in
      let server = try TallyServer(
        survey: Fixtures.realSurvey(), arguments: ["--workers", "\(workers)"])
      let client = try server.connect()
      var jobs: [Int] = []
      for question in survey.questions {
        for (statistic, _) in survey.answers(to: question) {
          jobs.append(try client.submit(statistic, ["question": question]))
        }
        guard let state = survey.states(reporting: question).first else { continue }
        for (statistic, _) in survey.answers(to: question, of: state) {
          jobs.append(try client.submit(statistic, ["question": question, "state": state]))
        }
      }
      let answers = try jobs.map { try client.result(of: $0).text }
      #expect(try jobs.map { try server.folder.text(of: "results/job_id_\($0).json") } == answers)
      return answers
    }
    #expect(answers[0].count == 9 * survey.questions.count)
    for other in answers[1...] {
      let differing = zip(answers[0], other).filter { $0 != $1 }
      #expect(differing.first == nil && other.count == answers[0].count)
    }
  }

  @Test func `better turns the ranking and years bound the rows`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let best = try pairs(client.ask("best5", ["question": vegetables, "better": "high"]).text)
    #expect(best.map(\.key) == ["Guam", "Indiana", "California", "Kentucky", "Michigan"])
    let all = try NaiveSurvey(Fixtures.realSurvey())
    let some = all.limited(from: 2015, to: 2018)
    let answer = try client.ask(
      "states_mean", ["question": obesity, "from_year": 2015, "to_year": 2018])
    #expect(near(pairs(answer.text), some.statesMean(obesity)))
    #expect(some.statesMean(obesity).count < all.statesMean(obesity).count)
  }

  @Test func `questions and states are listed with what is known of them`() throws {
    let survey = try NaiveSurvey(Fixtures.realSurvey())
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let questions = try server.request("GET", "/api/questions")
    let listed = try #require(try questions.object()["data"] as? [[String: Any]])
    #expect(listed.compactMap { $0["question"] as? String } == survey.questions)
    #expect(listed.compactMap { $0["rows"] as? Int } == survey.questions.map(survey.rowCount))
    #expect(
      listed.filter { $0["better"] as? String == "low" }.count == 5
        && listed.filter { $0["better"] as? String == "high" }.count == survey.questions.count - 5)
    let states = try server.request("GET", "/api/states")
    #expect(try states.object()["data"] as? [String] == survey.states)
    #expect(survey.states.count == 51)
  }

  @Test func `a question may be asked with a charset, a suffix type or no type at all`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    for type in [
      "application/json; charset=utf-8", "application/vnd.tally+json", "APPLICATION/JSON",
    ] {
      let answer = try server.request(
        "POST", "/api/global_mean", body: #"{"question":"\#(fruit)"}"#,
        fields: ["Content-Type": type])
      #expect(answer.status == 200)
    }
    let client = try server.connect()
    let body = #"{"question":"\#(fruit)"}"#
    try client.send(
      "POST /api/global_mean HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
    #expect(try client.answer().status == 200)
  }

  // Mistakes of the asker

  @Test(arguments: [
    (#"{"state":"Ohio"}"#, "question"),
    (#"{"question":null,"state":"Ohio"}"#, "question"),
    (#"{"question":7,"state":"Ohio"}"#, "question"),
    (#"{"question":["a"],"state":"Ohio"}"#, "question"),
    (#"{"question":"FRUIT"}"#, "state"),
    (#"{"question":"FRUIT","state":false}"#, "state"),
    (#"{"question":"FRUIT","state":"Arkansas","from_year":"2011"}"#, "from_year"),
    (#"{"question":"FRUIT","state":"Arkansas","to_year":2011.5}"#, "to_year"),
    (#"{"question":"FRUIT","state":"Arkansas","better":"best"}"#, "better"),
    (#"{"question":"FRUIT","state":"Arkansas","from_year":2012,"to_year":2011}"#, "from_year"),
  ])
  func `a field that is missing or of the wrong kind is named`(body: String, field: String) throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let answer = try server.request(
      "POST", "/api/state_mean", body: body.replacingOccurrences(of: "FRUIT", with: fruit))
    #expect(answer.status == 400)
    #expect(try reason(answer).contains("'\(field)'"))
    #expect(try server.connect().unfinishedJobs() == 0)
  }

  @Test(arguments: [
    "", "{", "[]", "null", "\"question\"", "{\"question\":\"a\",}", "{'question':'a'}",
    #"{"question":"a","question":"b"}"#, "{\"question\":\"\u{1}\"}", #"{"question":"\ud800"}"#,
    "{\"question\":\"a\"} x", #"{"question":NaN}"#,
  ])
  func `a body that is no JSON object is refused with a reason`(body: String) throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let answer = try server.request("POST", "/api/global_mean", body: body)
    #expect(answer.status == 400)
    #expect(try !reason(answer).isEmpty)
  }

  @Test func `an unknown name is answered with the nearest known one`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    func refusal(_ question: String, _ state: String) throws -> String {
      let body = #"{"question":"\#(question)","state":"\#(state)"}"#
      let answer = try client.request("POST", "/api/state_mean", body: body)
      #expect(answer.status == 400)
      return try reason(answer)
    }
    #expect(try refusal(obesity.lowercased(), "Ohio").contains(obesity))
    #expect(try refusal(obesity, "Ohoi").contains("\"Ohio\""))
    #expect(try refusal(obesity, "new york").contains("\"New York\""))
    #expect(try refusal(obesity, "").contains("GET /api/states"))
    #expect(try refusal("", "Ohio").contains("GET /api/questions"))
    #expect(try refusal("xyz", "Ohio").contains("GET /api/questions"))
  }

  @Test func `a state without a value for the question is told so at once`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    for statistic in ["state_mean", "state_diff_from_mean", "state_mean_by_category"] {
      let answer = try server.request(
        "POST", "/api/\(statistic)", body: #"{"question":"\#(fruit)","state":"Ohio"}"#)
      #expect(answer.status == 400)
      #expect(try reason(answer) == "Ohio has no value for this question")
    }
    #expect(try server.request("GET", "/api/jobs").text == #"{"status":"done","data":[]}"#)
  }

  @Test func `a state that is silent in the years asked for makes the job fail with a reason`()
    throws
  {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let number = try client.submit(
      "state_mean", ["question": fruit, "state": "Arkansas", "from_year": 1990, "to_year": 1991])
    let answer = try client.result(of: number)
    #expect(
      answer.text
        == #"{"status":"error","reason":"Arkansas has no value for this question from 1990 to 1991"}"#
    )
    #expect(try server.folder.text(of: "results/job_id_\(number).json") == answer.text)
    #expect(
      try client.request("GET", "/api/jobs").text
        == #"{"status":"done","data":[{"job_id_\#(number)":"error"}]}"#)
  }

  // Jobs

  @Test func `a job may be named by its number, its id, or its id with escapes`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let question = "Percent of adults aged 18 years and older who have obesity"
    let answer = try client.ask("global_mean", ["question": question]).text
    for id in ["1", "job_id_1", "%31", "job%5Fid%5f1"] {
      #expect(try client.request("GET", "/api/get_results/\(id)").text == answer, "\(id)")
    }
  }

  @Test(arguments: [
    "1", "job_id_1", "0", "-1", "01", "job_id_", "job_id_01", "JOB_ID_1", "abc", "1.5", "%31",
    "job_id_99999999999999999999", "18446744073709551616", "", "1/", "..%2f..%2fetc%2fpasswd",
  ])
  func `an id that was never given is unknown`(id: String) throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let answer = try server.request("GET", "/api/get_results/\(id)")
    #expect(answer.status == 404)
    #expect(answer.text == #"{"status":"error","reason":"Invalid job_id"}"#)
  }

  @Test func `a job is found by its number alone and jobs are listed in their order`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    #expect(try client.request("GET", "/api/jobs").text == #"{"status":"done","data":[]}"#)
    let numbers = try (0..<12).map { _ in try client.submit("global_mean", ["question": fruit]) }
    #expect(numbers == Array(1...12))
    let last = try client.result(of: 12).text
    for number in numbers { _ = try client.result(of: number) }
    #expect(try client.request("GET", "/api/get_results/12").text == last)
    let list = numbers.map { #"{"job_id_\#($0)":"done"}"# }.joined(separator: ",")
    #expect(
      try client.request("GET", "/api/jobs").text == #"{"status":"done","data":[\#(list)]}"#)
    #expect(try client.request("GET", "/api/num_jobs").text == #"{"status":"done","data":0}"#)
  }

  @Test func `a server without a survey says how to load one`() throws {
    let server = try TallyServer()
    for (method, path) in [
      ("POST", "/api/states_mean"), ("GET", "/api/questions"), ("GET", "/api/states"),
    ] {
      let answer = try server.request(method, path, body: method == "POST" ? "{}" : nil)
      #expect(answer.status == 404)
      let reason = try reason(answer)
      #expect(reason.hasPrefix("No survey is loaded") && reason.contains("--csv"))
    }
    #expect(try server.connect().unfinishedJobs() == 0)
  }

  // Leaves

  private func reason(_ answer: HTTPAnswer) throws -> String {
    let body = try answer.object()
    #expect(body["status"] as? String == "error" && body.count == 2)
    #expect(answer["content-type"]?.hasPrefix("application/json") == true)
    return try #require(body["reason"] as? String)
  }
}

/// Names with numbers, in the order in which they stand in a JSON text.
func pairs(_ text: String) -> [(key: String, value: Double)] {
  text.matches(of: /"([^"\\]*)":(-?[0-9][0-9.eE+-]*)/).compactMap { match in
    Double(match.2).map { (String(match.1), $0) }
  }
}

/// The same names in the same order, with numbers that differ by no more than rounding.
func near(_ left: [(key: String, value: Double)], _ right: [(key: String, value: Double)]) -> Bool {
  left.map(\.key) == right.map(\.key)
    && zip(left, right).allSatisfy { abs($0.value - $1.value) <= 1e-12 * max(1, abs($1.value)) }
}
