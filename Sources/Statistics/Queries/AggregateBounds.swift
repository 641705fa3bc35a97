extension AggregateQuery {
  /// How many numbers an answer may have.
  private static let valueLimit = 4_000_000
  /// How many functions may be asked for.
  private static let outputLimit = 200

  /// Refuses a question whose answer would have two columns of one name, or not fit the memory that one answer may take.
  package func checkBounds() throws(QueryTextFailure) {
    if let name = NameList(columnNames).repeated {
      throw Self.mistake("_agg", name, .sharedName(name))
    }
    if outputs.count > Self.outputLimit {
      let kind = QueryMistake.Kind.tooManyFunctions(outputs.count, limit: Self.outputLimit)
      throw Self.mistake("_agg", "\(outputs.count)", kind)
    }
    guard let limit = pageLimit, limit * width > Self.valueLimit else { return }
    let kind = QueryMistake.Kind.tooManyValues(limit: max(1, Self.valueLimit / width))
    throw Self.mistake("_limit", "\(limit)", kind)
  }

  /// How many groups there may be on all pages: fewer where all of them are told at once.
  package var groupBound: Int {
    pageLimit == nil ? min(Self.groupLimit, Self.valueLimit / width) : Self.groupLimit
  }

  /// How many numbers a group has at most.
  private var width: Int {
    outputs.reduce(groupBy.count) { width, output in
      if case .histogram(_, let bins) = output.function { width + 2 * bins + 1 } else { width + 1 }
    }
  }

  private static func mistake(
    _ parameter: String, _ value: String, _ kind: QueryMistake.Kind
  ) -> QueryTextFailure {
    QueryTextFailure(mistakes: [QueryMistake(parameter: parameter, value: value, kind: kind)])
  }
}
