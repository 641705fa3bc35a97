internal import HTTP
internal import JSON
internal import Statistics

/// What the page of the survey shows: the choices of its form, as far as they make sense.
struct SurveyChoice: Equatable, Sendable {
  private(set) var statistic = SurveyStatistic.statesMean
  private(set) var question: String
  private(set) var state: String?
  private(set) var fromYear: Int?
  private(set) var toYear: Int?
  private(set) var better: Better?
  /// What was chosen and cannot be, in sentences.
  private(set) var mistakes: [String] = []

  /// - Parameter question: what is asked where nobody has chosen a question.
  init(_ items: [QueryItem], question: String, state: String?) {
    self.question = question
    for item in items where !item.value.isEmpty {
      switch item.name {
      case "statistic": take(item, as: SurveyStatistic.self) { $0.statistic = $1 }
      case "question": self.question = item.value
      case "state": self.state = item.value
      case "from_year": takeYear(item) { $0.fromYear = $1 }
      case "to_year": takeYear(item) { $0.toYear = $1 }
      case "better": take(item, as: Better.self) { $0.better = $1 }
      default: break
      }
    }
    if statistic.asksOneState { self.state = self.state ?? state }
  }

  private mutating func take<Word: CaseIterable & RawRepresentable<String>>(
    _ item: QueryItem, as type: Word.Type, _ set: (inout SurveyChoice, Word) -> Void
  ) {
    if let word = Word(rawValue: item.value) { return set(&self, word) }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    mistakes.append("'\(item.name)' cannot be '\(Self.short(item.value))'; it is one of \(words)")
  }

  private mutating func takeYear(_ item: QueryItem, _ set: (inout SurveyChoice, Int) -> Void) {
    if let year = Int(item.value) { return set(&self, year) }
    mistakes.append("'\(item.name)' cannot be '\(Self.short(item.value))'; it is a year")
  }

  private static func short(_ text: String) -> String { String(text.unicodeScalars.prefix(200)) }

  // What follows from it

  /// The same as a question to the survey.
  ///
  /// - Parameter statistic: another one than was chosen.
  func inquiry(_ statistic: SurveyStatistic? = nil) -> SurveyInquiry {
    let statistic = statistic ?? self.statistic
    return SurveyInquiry(
      statistic, question: question, state: statistic.asksOneState ? state : nil,
      fromYear: fromYear, toYear: toYear, better: better)
  }

  /// The end of the scale that counts as the good one.
  var goodEnd: Better { better ?? Better(forQuestion: question) }

  /// The path with the query that shows this choice.
  func target(_ path: String = "/survey") -> String {
    var items = [
      QueryItem(name: "statistic", value: statistic.rawValue),
      QueryItem(name: "question", value: question),
    ]
    if statistic.asksOneState, let state { items.append(QueryItem(name: "state", value: state)) }
    if let fromYear { items.append(QueryItem(name: "from_year", value: "\(fromYear)")) }
    if let toYear { items.append(QueryItem(name: "to_year", value: "\(toYear)")) }
    if let better { items.append(QueryItem(name: "better", value: better.rawValue)) }
    return QueryText.target(path, items)
  }

  /// The same choice for one state, by category.
  func detail(of state: String) -> SurveyChoice {
    var other = self
    other.statistic = .stateMeanByCategory
    other.state = state
    return other
  }

  /// The body of `POST /api/<statistic>` that asks the same.
  var body: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("question")
    writer.string(question)
    if statistic.asksOneState, let state {
      writer.key("state")
      writer.string(state)
    }
    if let fromYear {
      writer.key("from_year")
      writer.integer(fromYear)
    }
    if let toYear {
      writer.key("to_year")
      writer.integer(toYear)
    }
    if let better {
      writer.key("better")
      writer.string(better.rawValue)
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension SurveyStatistic {
  /// What it shows, for people.
  var title: String {
    switch self {
    case .statesMean: "Mean of each state"
    case .stateMean: "Mean of one state"
    case .best5: "The five best states"
    case .worst5: "The five worst states"
    case .globalMean: "Mean over all rows"
    case .diffFromMean: "Mean over all rows less each state's mean"
    case .stateDiffFromMean: "Mean over all rows less one state's mean"
    case .meanByCategory: "Mean of each state, by category"
    case .stateMeanByCategory: "Mean of one state, by category"
    }
  }
}
