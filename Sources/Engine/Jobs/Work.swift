package import Statistics

/// What a job computes.
///
/// It is boxed: the ledger has a place for every number of a block, and most of them hold no work.
package indirect enum Work: Equatable, Sendable {
  /// A question to the survey.
  case survey(SurveyQuestion)
  /// A file to be fetched and kept as a data set.
  case importing(ImportOrder)

  /// What clients call this kind of work.
  package var kind: String {
    switch self {
    case .survey: "survey"
    case .importing: "import"
    }
  }

  /// What kind of lane does it.
  package var lane: JobLane {
    switch self {
    case .survey: .computing
    case .importing: .fetching
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
