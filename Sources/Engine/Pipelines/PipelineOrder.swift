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

    private static let datasetPrefix = "dataset:"

    /// Reads what `text` gives; whatever is no file or data set of this server is an address.
    ///
    /// - Returns: `nil` for a file or a data set that cannot be there.
    package init?(_ text: String) {
      let bytes = text.utf8
      if bytes.starts(with: Self.datasetPrefix.utf8) {
        let name = bytes.dropFirst(Self.datasetPrefix.utf8.count)
        guard let name = DatasetName(String(decoding: name, as: UTF8.self)) else { return nil }
        self = .dataset(name)
      } else if bytes.starts(with: DataPath.prefix.utf8) {
        guard let path = DataPath(text) else { return nil }
        self = .file(path)
      } else {
        self = .address(text)
      }
    }

    /// How people know it: as `text`, but without the query of an address, which may hold a secret.
    package var title: String {
      guard case .address(let address) = self else { return text }
      let marks = [UInt8(ascii: "?"), UInt8(ascii: "#")]
      return String(decoding: address.utf8.prefix { !marks.contains($0) }, as: UTF8.self)
    }

    /// As clients write it: the address, `/data/test_data/a.csv` or `dataset:games`.
    package var text: String {
      switch self {
      case .address(let address): address
      case .file(let path): path.reference
      case .dataset(let name): Self.datasetPrefix + name.description
      }
    }
  }

  /// What the columns of a source are called; `nil` where nobody has said it.
  package struct ColumnNames: Equatable, Sendable {
    package var timestamp: String?
    package var latitude: String?
    package var longitude: String?
    package var primaryGroup: String?
    package var secondaryGroup: String?
    package var group: String?

    package init(
      timestamp: String? = nil, latitude: String? = nil, longitude: String? = nil,
      primaryGroup: String? = nil, secondaryGroup: String? = nil, group: String? = nil
    ) {
      self.timestamp = timestamp
      self.latitude = latitude
      self.longitude = longitude
      self.primaryGroup = primaryGroup
      self.secondaryGroup = secondaryGroup
      self.group = group
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
