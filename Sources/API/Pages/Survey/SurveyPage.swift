internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// The survey in a browser: any of its questions, answered for the page.

extension Endpoint {
  static let surveyPages: [Endpoint] = [
    .page("/survey", description: .surveyPage) { (api, request) throws(Failure) in
      api.surveyPage(request)
    },
    .page("/survey/ranking.svg", description: .surveyRanking) { (api, request) throws(Failure) in
      try api.surveyRanking(request)
    },
  ]
}

extension EndpointDescription {
  private static let choices = [
    query(
      "statistic", "One of the nine statistics",
      Schema.orEmpty(Schema.words(SurveyStatistic.allCases.map(\.rawValue))), .string("best5")),
    query(
      "question", "As `GET /api/questions` lists it",
      .string("Percent of adults aged 18 years and older who have obesity")),
    query("state", "As `GET /api/states` lists it", .string("Ohio")),
    query(
      "from_year", "The first year that counts", Schema.orEmpty(Schema.integer), .integer(2011)),
    query("to_year", "The last year that counts", Schema.orEmpty(Schema.integer), .integer(2020)),
    query(
      "better", "Which end of the scale is the good one",
      Schema.orEmpty(Schema.words(Better.allCases.map(\.rawValue))), .string("low")),
  ]

  static let surveyPage = page(
    "survey_page", "The survey, to ask and to look at", parameters: choices,
    failures: [(400, "The question makes no sense; the page says why.")])

  static let surveyRanking = EndpointDescription(
    id: "survey_ranking", summary: "The states of an answer as a drawing", tag: "pages",
    parameters: choices,
    replies: [
      Reply(
        status: 200, text: "The drawing.", type: "image/svg+xml", schema: "Text",
        example: .string("<svg/>")),
      Reply(
        status: 400, text: "The question makes no sense, or its answer is no ranking.",
        type: "text/html; charset=utf-8", schema: "Text", example: .string("<!DOCTYPE html>")),
      Reply(
        status: 404, text: "There is no survey.", type: "text/html; charset=utf-8", schema: "Text",
        example: .string("<!DOCTYPE html>")),
    ])
}

extension Responder {
  private func surveyChoice(_ request: Request, _ survey: Survey) -> SurveyChoice {
    // The first question that has values, and the first state.
    let questions = survey.knownQuestions
    let usual = questions.first { $0.rowCount > 0 } ?? questions.first
    return SurveyChoice(
      request.target.queryItems, question: usual?.text ?? "", state: survey.knownStates.first)
  }

  fileprivate func surveyPage(_ request: Request) -> Response {
    guard let loaded = engine.survey else { return emptySurveyPage(request) }
    let choice = surveyChoice(request, loaded.survey)
    var view: SurveyView?
    var mistakes = choice.mistakes
    if mistakes.isEmpty {
      do throws(QuestionFailure) {
        view = try SurveyView(choice, loaded.survey, on: engine.lanes)
      } catch {
        mistakes.append(error.sentence)
      }
    }
    let page = page("Survey", in: .survey, scripts: ["survey.js"])
    return page.response(status: mistakes.isEmpty ? .ok : .badRequest) { page in
      page.begin("p", ("class", "note"))
      page.text("\(NumberText.whole(loaded.survey.rowCount)) rows of ")
      page.element("strong", text: loaded.name.cut)
      page.text(".")
      page.end()
      page.surveyForm(choice, loaded.survey)
      guard mistakes.isEmpty, let view else {
        for mistake in mistakes {
          page.element("p", ("class", "problem"), ("role", "alert"), text: mistake)
        }
        return
      }
      write(view, to: &page, request)
    }
  }

  private func write(_ view: SurveyView, to page: inout MarkupWriter, _ request: Request) {
    let choice = view.choice
    let place = choice.statistic.asksOneState ? choice.state.map { ": \($0.cut)" } ?? "" : ""
    page.element("h2", text: choice.statistic.title + place)
    page.element("p", ("class", "question"), text: choice.question)
    switch view.content {
    case .ranking(let entries) where entries.isEmpty:
      page.element(
        "p", ("class", "empty"), text: "No state has a value for this question in these years.")
    case .ranking(let entries): page.ranking(entries, view)
    case .strata(let means):
      if let state = choice.state, choice.statistic.asksOneState {
        page.strata(means, ofState: state)
      } else {
        page.strata(means, choice)
      }
    }
    page.element("h2", text: "The same as a job")
    page.element(
      "p",
      text: "Programs ask the survey by jobs, which are kept with their answers. "
        + "This is the question of this page.")
    page.begin(
      "div", ("id", "run"), ("data-path", "/api/\(choice.statistic.rawValue)"),
      ("data-body", choice.body))
    page.end()
    page.command(submitAndPoll(choice, request))
  }

  /// Submits the question, and asks for its answer until it is there.
  private func submitAndPoll(_ choice: SurveyChoice, _ request: Request) -> CurlCommand {
    let submit = curl(
      .post, "/api/\(choice.statistic.rawValue)", json: choice.body, in: request)
    let poll = curl(.get, "/api/get_results/JOB", in: request)
    let address = poll.text.split(separator: "JOB", maxSplits: 1)
    let asking = address.joined(separator: "'\"$id\"'")
    return CurlCommand(
      script: """
        id=$(\(submit.text) | sed 's/.*"job_id":"\\([^"]*\\)".*/\\1/')
        until \(asking) | grep -v '"status":"running"'; do sleep 0.2; done
        """)
  }

  private func emptySurveyPage(_ request: Request) -> Response {
    page("Survey", in: .survey).response { page in
      page.begin("div", ("class", "empty"))
      page.element("p", text: "No survey is loaded.")
      page.element(
        "p",
        text: "Start the server with --csv and a survey's CSV file, or put the file into the data "
          + "folder and name it with --survey. A survey has the columns Question, LocationDesc, "
          + "Data_Value, StratificationCategory1 and Stratification1.")
      page.begin("pre", ("tabindex", "0"))
      page.element("code", text: "tally serve --csv survey.csv")
      page.end()
      page.end()
    }
  }

  fileprivate func surveyRanking(_ request: Request) throws(Failure) -> Response {
    guard let loaded = engine.survey else { throw .noSurvey }
    let choice = surveyChoice(request, loaded.survey)
    if !choice.mistakes.isEmpty {
      throw .badParameters(choice.mistakes.map { Problem.Mistake($0, at: .parameter("statistic")) })
    }
    let view: SurveyView
    do throws(QuestionFailure) {
      view = try SurveyView(choice, loaded.survey, on: engine.lanes)
    } catch {
      throw .question(error)
    }
    guard case .ranking(let entries) = view.content else {
      throw .badParameters([
        Problem.Mistake(
          "'\(choice.statistic.rawValue)' has no ranking", at: .parameter("statistic"))
      ])
    }
    var response = Response.bytes(view.chart(entries).svg(), type: "image/svg+xml")
    response.fields.append("Content-Security-Policy", Self.drawingPolicy)
    response.fields.append("X-Content-Type-Options", "nosniff")
    response.fields.append(.cacheControl, "no-cache")
    return response
  }
}

extension CurlCommand {
  /// Several requests that belong together.
  init(script: String) {
    text = script
  }
}
