internal import Tables

extension Survey {
  /// The mean of each state, category and stratum that has a value, sorted by the bytes of the key.
  ///
  /// The key is Python's text of the three names. Rows whose category or stratum is empty are left out.
  func meanByCategory(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    let moments = try GroupedMoments(
      of: value, by: [location, category, stratum], in: rows(of: asked), on: lanes)
    return try sorted(moments, on: lanes) { codes in
      [locations.word(codes[0]), categories.word(codes[1]), strata.word(codes[2])]
    }
  }

  /// The mean of each category and stratum of the one state that is asked for, under the name of the state.
  ///
  /// A state whose rows all lack a category or a stratum has an empty answer.
  func stateMeanByCategory(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(QuestionFailure) -> SurveyAnswer {
    guard let state = asked.state else { throw .stateMissing }
    let name = try stateMean(asked, on: lanes).key
    var selection = rows(of: asked)
    selection.keep(location, code: state)
    do throws(Cancelled) {
      let moments = try GroupedMoments(
        of: value, by: [category, stratum], in: selection, on: lanes)
      let entries = try sorted(moments, on: lanes) { codes in
        [categories.word(codes[0]), strata.word(codes[1])]
      }
      return SurveyAnswer(heading: name, entries)
    } catch {
      throw .cancelled
    }
  }

  /// The means of the groups under Python's text of their names, sorted by the bytes of that.
  private func sorted(
    _ moments: GroupedMoments, on lanes: Lanes, _ names: ([Int]) -> [String]
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    var entries: [SurveyAnswer.Entry] = []
    for (number, group) in try moments.groups(on: lanes).enumerated() {
      if number % (1 << 14) == 0 { try lanes.check() }
      entries.append(.init(key: pythonTuple(names(group.codes)), mean: group.mean))
    }
    try entries.sort(on: lanes) { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return entries
  }
}
