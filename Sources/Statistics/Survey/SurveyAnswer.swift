package import JSON
package import Tables

/// The answer to a question: means under names, in an order that is part of the promise.
package struct SurveyAnswer: Equatable, Sendable {
  /// A name and its mean; the mean is `nil` where no row has a value.
  package struct Entry: Equatable, Sendable {
    /// A state, a tuple of names as Python prints it, or `global_mean`.
    package var key: String
    /// In the unit of the value column.
    package var mean: Double?
  }

  /// The state that stands above the entries, for the one statistic whose answer is nested.
  package var heading: String?
  /// In the order of the statistic.
  package var entries: [Entry]

  init(heading: String? = nil, _ entries: [Entry]) {
    self.heading = heading
    self.entries = entries
  }

  /// Writes `{key: mean, ...}`, or `{heading: {key: mean, ...}}`.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if let heading {
      writer.key(heading)
      writer.beginObject()
    }
    for entry in entries {
      writer.key(entry.key)
      if let mean = entry.mean {
        writer.double(mean)
      } else {
        writer.null()
      }
    }
    if heading != nil { writer.endObject() }
    writer.endObject()
  }
}

extension SurveyAnswer.Entry {
  /// Whether this entry comes first by its mean; ties go by the bytes of the name, because Swift's own order of strings holds some
  /// names that differ equal.
  func precedes(_ other: Self, by order: (Double, Double) -> Bool) -> Bool {
    guard let mean, let otherMean = other.mean, mean != otherMean else {
      return key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
    return order(mean, otherMean)
  }
}

extension Survey {
  /// Answers a question that was checked against this survey.
  ///
  /// - Throws: `QuestionFailure.silentYears` if the state has values, but none in the years asked for; `cancelled` if the lanes are stopped.
  /// - Complexity: one pass over the rows.
  package func answer(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(QuestionFailure) -> SurveyAnswer {
    switch asked.statistic {
    case .stateMean: return SurveyAnswer([try stateMean(asked, on: lanes)])
    case .stateDiffFromMean: return SurveyAnswer([try stateDiffFromMean(asked, on: lanes)])
    case .stateMeanByCategory: return try stateMeanByCategory(asked, on: lanes)
    case .statesMean, .best5, .worst5, .globalMean, .diffFromMean, .meanByCategory: break
    }
    do throws(Cancelled) {
      return SurveyAnswer(try entries(asked, on: lanes))
    } catch {
      throw .cancelled
    }
  }

  /// The answer to a question that is about no state in particular.
  private func entries(
    _ asked: SurveyQuestion, on lanes: Lanes
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    switch asked.statistic {
    case .statesMean: try statesMean(asked, on: lanes)
    case .best5: try best5(asked, on: lanes)
    case .worst5: try worst5(asked, on: lanes)
    case .globalMean: [.init(key: "global_mean", mean: try globalMean(asked, on: lanes))]
    case .diffFromMean: try diffFromMean(asked, on: lanes)
    case .meanByCategory: try meanByCategory(asked, on: lanes)
    case .stateMean, .stateDiffFromMean, .stateMeanByCategory: []
    }
  }

  /// The rows that take part: those of the question, in the years asked for.
  func rows(of asked: SurveyQuestion) -> Selection {
    var selection = Selection(all: table)
    selection.keep(question, code: asked.question)
    if let years {
      if let from = asked.fromYear { selection.keep(years.start, from: Double(from), to: nil) }
      if let to = asked.toYear { selection.keep(years.end, from: nil, to: Double(to)) }
    }
    return selection
  }

  /// Why a question about one state found no row.
  func silence(of state: Int, _ asked: SurveyQuestion) -> QuestionFailure {
    .silentYears(state: locations.word(state), from: asked.fromYear, to: asked.toYear)
  }
}
