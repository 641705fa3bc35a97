internal import Statistics

// The form of the survey's page: what is asked, of what, where and when.

extension MarkupWriter {
  /// How long the choices of a list may be together, in bytes.
  private static let choiceBytes = 24 << 10

  mutating func surveyForm(_ choice: SurveyChoice, _ survey: Survey) {
    begin("form", ("class", "row"), ("id", "ask"), ("action", "/survey"))
    begin("label")
    text("Statistic")
    begin("select", ("name", "statistic"))
    for (title, asksOneState) in [("All states", false), ("One state", true)] {
      begin("optgroup", ("label", title))
      for statistic in SurveyStatistic.allCases where statistic.asksOneState == asksOneState {
        option(
          statistic.rawValue, statistic.title, isChosen: statistic == choice.statistic,
          marks: asksOneState)
      }
      end()
    }
    end()
    end()
    begin("label", ("class", "wider"))
    text("Question")
    begin("select", ("name", "question"))
    questions(choice, survey)
    end()
    end()
    begin(
      "label",
      [(name: "id", value: "state")]
        + (choice.statistic.asksOneState ? [] : [(name: "class", value: "later")]))
    text("State")
    begin("select", ("name", "state"))
    choices(survey.knownStates, chosen: choice.state) { $0 }
    end()
    end()
    if survey.knowsYears {
      year("From year", "from_year", choice.fromYear)
      year("To year", "to_year", choice.toYear)
    }
    begin("label")
    text("Good is")
    begin("select", ("name", "better"))
    option("", "as the question says", isChosen: choice.better == nil)
    option("low", "a low value", isChosen: choice.better == .low)
    option("high", "a high value", isChosen: choice.better == .high)
    end()
    end()
    element("button", ("class", "main"), text: "Show")
    end()
  }

  /// The questions, those together of which the same end is the good one.
  private mutating func questions(_ choice: SurveyChoice, _ survey: Survey) {
    let known = survey.knownQuestions
    let isKnown = known.contains { $0.text == choice.question }
    for (title, better) in [("Less is better", Better.low), ("More is better", .high)] {
      let group = known.filter { Better(forQuestion: $0.text) == better }
      guard !group.isEmpty else { continue }
      begin("optgroup", ("label", title))
      let rows = Dictionary(group.map { ($0.text, $0.rowCount) }) { first, _ in first }
      choices(group.map(\.text), chosen: isKnown ? choice.question : nil) { text in
        "\(text.cut) (\(NumberText.whole(rows[text] ?? 0)) rows)"
      }
      end()
    }
  }

  /// Choices up to a length, and in any case what is chosen.
  private mutating func choices(
    _ texts: [String], chosen: String?, _ title: (String) -> String
  ) {
    var room = Self.choiceBytes
    for text in texts {
      room -= text.utf8.count + 40
      guard room > 0 || text == chosen else { continue }
      option(text, title(text), isChosen: text == chosen)
    }
  }

  private mutating func option(
    _ value: String, _ title: String, isChosen: Bool, marks asksState: Bool = false
  ) {
    var attributes: [(name: StaticString, value: String)] = [("value", value)]
    if isChosen { attributes.append(("selected", "")) }
    if asksState { attributes.append(("data-state", "")) }
    begin("option", attributes)
    text(title.cut)
    end()
  }

  private mutating func year(_ title: String, _ name: String, _ year: Int?) {
    begin("label")
    text(title)
    empty(
      "input", ("type", "number"), ("name", name), ("min", "0"), ("max", "9999"), ("step", "1"),
      ("class", "year"), ("value", year.map { "\($0)" } ?? ""))
    end()
  }
}
