package import Tables

/// The mean of a category and stratum at one location.
package struct StratumMean: Equatable, Sendable {
  package let location: String
  package let category: String
  package let stratum: String
  /// In the unit of the value column.
  package let mean: Double?

  package init(location: String, category: String, stratum: String, mean: Double?) {
    self.location = location
    self.category = category
    self.stratum = stratum
    self.mean = mean
  }
}

extension Survey {
  /// What `meanByCategory` and `stateMeanByCategory` answer, with the names apart and in the order of category, stratum and location.
  ///
  /// Rows whose category or stratum is empty are left out.
  package func stratumMeans(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(QuestionFailure) -> [StratumMean] {
    var selection = rows(of: asked)
    if let state = asked.state { selection.keep(location, code: state) }
    do throws(Cancelled) {
      let moments = try GroupedMoments(
        of: value, by: [location, category, stratum], in: selection, on: lanes)
      var means: [StratumMean] = []
      for (number, group) in try moments.groups(on: lanes).enumerated() {
        if number % (1 << 14) == 0 { try lanes.check() }
        means.append(
          StratumMean(
            location: locations.word(group.codes[0]), category: categories.word(group.codes[1]),
            stratum: strata.word(group.codes[2]), mean: group.mean))
      }
      try means.sort(on: lanes) { $0.precedes($1) }
      return means
    } catch {
      throw .cancelled
    }
  }

  /// Whether the table says to which years its rows belong, so that these can be asked for.
  package var knowsYears: Bool { years != nil }
}

extension StratumMean {
  fileprivate func precedes(_ other: StratumMean) -> Bool {
    for (own, others) in [
      (category, other.category), (stratum, other.stratum), (location, other.location),
    ] where !own.utf8.elementsEqual(others.utf8) {
      return own.utf8.lexicographicallyPrecedes(others.utf8)
    }
    return false
  }
}
