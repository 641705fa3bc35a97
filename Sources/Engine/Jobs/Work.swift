package import Statistics

/// What a job computes.
///
/// It is boxed: it is handed on often and looked into seldom.
package indirect enum Work: Equatable, Sendable {
  /// A question to the survey.
  case survey(SurveyQuestion)
  /// A file to be fetched and kept as a data set.
  case importing(ImportOrder)
  /// Statistics of groups of a data set's rows: all groups at once, where no limit is asked for.
  case aggregate(DatasetQuestion)
  /// What every column of a data set is like.
  case profile(DatasetName)
  /// Stages that read tables and leave artifacts.
  case pipeline(PipelineOrder)
  /// A day that is to be collected from the upstream.
  case collecting(CollectionOrder)

  /// What clients call this kind of work.
  package var kind: String {
    switch self {
    case .survey: "survey"
    case .importing: "import"
    case .aggregate: "aggregate"
    case .profile: "profile"
    case .pipeline: "pipeline"
    case .collecting: "collect"
    }
  }

  /// The day that it collects; `nil` if it collects none.
  var day: CivilDay? {
    if case .collecting(let order) = self { order.day } else { nil }
  }

  /// What kind of lane does it.
  package var lane: JobLane {
    switch self {
    case .survey, .aggregate, .profile: .computing
    case .importing: .fetching
    case .collecting: .collecting
    case .pipeline(let order): order.fetches ? .fetching : .computing
    }
  }
}

/// A file that a client wants to have as a data set.
package struct ImportOrder: Equatable, Sendable {
  package let address: String
  package let name: DatasetName
  package let mode: Catalog.Mode
  package let options: ReadOptions

  package init(address: String, name: DatasetName, mode: Catalog.Mode, options: ReadOptions) {
    self.address = address
    self.name = name
    self.mode = mode
    self.options = options
  }
}

/// A query that is put to a data set, in the words of its asker: the columns that it names are looked for when it is answered.
package struct DatasetQuestion: Equatable, Sendable {
  /// A name and a value of the query, such as `_agg` and `mean(price)`.
  package struct Item: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package let name: DatasetName
  /// The query, in the order in which it was asked.
  package let items: [Item]

  package init(_ name: DatasetName, _ items: [Item]) {
    self.name = name
    self.items = items
  }

  /// The query as it is put to a table with these columns.
  ///
  /// - Throws: all mistakes that can be told apart.
  package func aggregate(of columns: [String]) throws(QueryTextFailure) -> AggregateQuery {
    var query = try AggregateQuery(
      parsing: items.map { ($0.name, $0.value) }, columns: columns)
    query.isWhole = true
    query.format = .json
    query.cursor = nil
    try query.checkBounds()
    return query
  }
}
