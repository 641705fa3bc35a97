/// What a pipeline job does: stages that read data sources and leave artifacts. All of it was checked before the job was queued.
package struct PipelineOrder: Equatable, Sendable {
  /// At least one. Stages that look at one source take the first.
  package let sources: [PipelineSource]
  /// In the order in which they run, each stage once; none for a job that leaves no artifact.
  package let stages: [StageOrder]

  package init(sources: [PipelineSource], stages: [StageOrder]) {
    self.sources = sources
    self.stages = stages
  }

  /// Whether something has to be fetched from elsewhere first.
  package var fetches: Bool {
    sources.contains { source in
      if case .address = source.place { true } else { false }
    }
  }
}

/// A table that a pipeline reads, with the columns that stages look for in it.
package struct PipelineSource: Equatable, Sendable {
  /// Where the table is.
  package enum Place: Equatable, Sendable {
    /// A file elsewhere: an http or https address.
    case address(String)
    /// A CSV file below the data folder, by its path.
    case file(DataPath)
    case dataset(DatasetName)
  }

  /// What the columns of a source are called; `nil` where nobody has said it.
  package struct ColumnNames: Equatable, Sendable {
    package var timestamp: String?
    package var latitude: String?
    package var longitude: String?
    package var secondaryGroup: String?

    package init(
      timestamp: String? = nil, latitude: String? = nil, longitude: String? = nil,
      secondaryGroup: String? = nil
    ) {
      self.timestamp = timestamp
      self.latitude = latitude
      self.longitude = longitude
      self.secondaryGroup = secondaryGroup
    }
  }

  package let place: Place
  package let columns: ColumnNames

  package init(_ place: Place, columns: ColumnNames = ColumnNames()) {
    self.place = place
    self.columns = columns
  }
}

/// A stage that is to be run, with its parameters.
package struct StageOrder: Equatable, Sendable {
  /// A name of `Stage.all`.
  package let name: String
  /// Checked, and complete: what was not given has its default.
  package let parameters: StageParameters

  package init(name: String, parameters: StageParameters) {
    self.name = name
    self.parameters = parameters
  }
}
