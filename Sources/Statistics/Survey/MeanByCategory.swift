internal import Tables

extension Survey {
  /// The mean of each state, category and stratum that has a value, sorted by the bytes of the key.
  ///
  /// The key is Python's text of the three names. Rows whose category or stratum is empty are left out.
  func meanByCategory(_ asked: SurveyQuestion) -> [SurveyAnswer.Entry] {
    let moments = GroupedMoments(of: value, by: [location, category, stratum], in: rows(of: asked))
    return sorted(
      moments.groups().map { group in
        let codes = group.codes
        let names = [
          locations.word(codes[0]), categories.word(codes[1]), strata.word(codes[2]),
        ]
        return SurveyAnswer.Entry(key: pythonTuple(names), mean: group.mean)
      })
  }

  /// The mean of each category and stratum of the one state that is asked for, under the name of the state.
  ///
  /// A state whose rows all lack a category or a stratum has an empty answer.
  func stateMeanByCategory(_ asked: SurveyQuestion) throws(QuestionFailure) -> SurveyAnswer {
    guard let state = asked.state else { throw .stateMissing }
    let name = try stateMean(asked).key
    var selection = rows(of: asked)
    selection.keep(location, code: state)
    let moments = GroupedMoments(of: value, by: [category, stratum], in: selection)
    let entries = moments.groups().map { group in
      let names = [categories.word(group.codes[0]), strata.word(group.codes[1])]
      return SurveyAnswer.Entry(key: pythonTuple(names), mean: group.mean)
    }
    return SurveyAnswer(heading: name, sorted(entries))
  }

  private func sorted(_ entries: [SurveyAnswer.Entry]) -> [SurveyAnswer.Entry] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
