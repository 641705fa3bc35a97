internal import Tables

/// A step of a pipeline: it reads the sources that all stages of a job share, and leaves artifacts.
///
/// Each stage is a file of its own that declares one of these; `Stage.all` is the table of them.
package struct Stage: Sendable {
  /// What clients call it, such as `stage4_explain`. Its first artifact bears the name too.
  package let name: String
  /// What it is for, in one line.
  package let purpose: String
  /// What it takes, in the order in which it is told.
  package let parameters: [StageParameter]
  /// Names of settings of sources that it needs, such as `timestamp_col`; each may be a parameter of the same name as well.
  package let needs: [SourceColumn]
  /// Whether it reads all sources, and not the first alone.
  package let readsAllSources: Bool
  let run: @Sendable (StageRun) throws(StageFailure) -> [Artifact]

  init(
    _ name: String, _ purpose: String, parameters: [StageParameter], needs: [SourceColumn],
    readsAllSources: Bool = false,
    run: @escaping @Sendable (StageRun) throws(StageFailure) -> [Artifact]
  ) {
    self.name = name
    self.purpose = purpose
    self.parameters = parameters
    self.needs = needs
    self.readsAllSources = readsAllSources
    self.run = run
  }

  /// The stage of a name; `nil` if there is none.
  package static func named(_ name: String) -> Stage? {
    all.first { $0.name == name }
  }
}

/// A column of a source that a stage has to be told of, by the setting that tells it. Not every one can be told of a source: the others are
/// parameters of the stage alone.
package enum SourceColumn: String, CaseIterable, Sendable {
  case timestamp = "timestamp_col"
  case latitude = "lat_col"
  case longitude = "lon_col"
  case primaryGroup = "primary_group_col"
  case secondaryGroup = "secondary_group_col"
  case group = "group_by_col"
}

/// What a stage has to work with.
struct StageRun: Sendable {
  /// The sources of the job with their tables, in the order of the order; at least one.
  let sources: [LoadedSource]
  let parameters: StageParameters
  /// They stop when the job is cancelled, and pass on how far the stage is.
  let lanes: Lanes
  /// Told what is done from now on, in a word or two.
  let phase: @Sendable (String) -> Void

  /// Goes on to the next step, unless nobody wants the artifacts any more.
  func begin(_ step: String) throws(StageFailure) {
    if lanes.isCancelled { throw .cancelled }
    phase(step)
  }
}

/// A source of a pipeline whose table is in memory.
struct LoadedSource: Sendable {
  let source: PipelineSource
  let table: Table
  /// How people know it: `dataset:games`, `/data/test_data/a.csv`, or the address.
  let title: String
}

/// A file that a stage leaves.
struct Artifact: Equatable, Sendable {
  /// How many bytes it may have as a stage leaves it. JSON is about twice as long when it is laid out for people, so both together stay
  /// below a gigabyte.
  static let byteLimit = 128 << 20

  /// The name of the file: small letters, digits, `_` and one dot, as the stage's code writes it.
  let name: String
  let bytes: [UInt8]
}

/// Why a stage leaves no artifact.
enum StageFailure: Error, Equatable, Sendable {
  /// Nobody wants it any more.
  case cancelled
  /// Nobody has named a column that is needed.
  case unnamedColumn(setting: String)
  /// The source has no column of that name; who named it, and the nearest that there is.
  case unknownColumn(String, setting: String, nearest: String?)
  /// A column cannot be read as what it is needed for (`times`, `numbers`).
  case unfitColumn(String, type: ColumnType, needed: String)
  /// No row has a value that can be read; the first that has none, counted from 1 without the header.
  case nothingReadable(column: String, needed: String, row: Int?, value: String?)
  /// The source has too little of something: `rows`, `days`, `weeks`.
  case tooFew(what: String, found: Int, needed: Int)
  /// More than can be worked with, such as groups.
  case tooMany(what: String, limit: Int)
  /// A model could not be fitted; why, for people.
  case model(String)
}

extension StageFailure {
  /// An artifact has more bytes than that.
  static func tooLong(limit: Int) -> StageFailure {
    .tooMany(what: "bytes in an artifact", limit: limit)
  }
}
