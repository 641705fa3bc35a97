internal import JSON
internal import Statistics
internal import Stores

/// What tells questions apart that have different answers: the kind of work, what is asked in its canonical form, and the version of the
/// data that it is asked of. Two jobs of one fingerprint can share one computation.
///
/// It is half of a SHA-256, so two different questions do not meet by chance, nor because somebody wants them to.
package struct Fingerprint: Hashable, Sendable {
  /// How many bytes it has.
  package static let byteCount = 16

  private let high: UInt64
  private let low: UInt64

  /// - Parameter bytes: as `bytes` gave them.
  /// - Returns: `nil` if these are not 16.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(start: bytes)
  }

  /// The fingerprint of a text.
  init(of text: [UInt8]) {
    self.init(start: Digest.sha256(text))
  }

  private init(start: [UInt8]) {
    high = Self.number(start[..<8])
    low = Self.number(start[8..<Self.byteCount])
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The fingerprint as bytes, to be kept.
  package var bytes: [UInt8] {
    [high, low].flatMap { half in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
    }
  }
}

extension Work {
  /// Counts up in a release that answers some question in another way, so that no job takes the answer of an earlier release for its own.
  private static let answerGeneration = 1

  /// The fingerprint that the work has now; it changes with the data.
  ///
  /// It never waits: an aggregate of a data set whose columns nobody has looked at yet is told apart by the words of its query.
  ///
  /// - Returns: `nil` for work that changes something or leaves files of its own, and for work that has no answer now.
  package func fingerprint(
    survey: TallyEngine.LoadedSurvey?, catalog: Catalog
  ) -> Fingerprint? {
    switch self {
    case .importing, .pipeline, .collecting: return nil
    case .survey(let question):
      guard let survey else { return nil }
      return fingerprint([survey.name, survey.identity], Self.text(of: question.canonical))
    case .aggregate(let question):
      guard let dataset = try? catalog.dataset(question.name) else { return nil }
      guard let shape = dataset.shape else {
        return fingerprint(Self.identity(of: dataset), encoded)
      }
      guard let query = try? question.aggregate(of: shape.columns.map(\.name)) else { return nil }
      return fingerprint(Self.identity(of: dataset), Array(query.canonical.utf8))
    case .profile(let name):
      guard let dataset = try? catalog.dataset(name) else { return nil }
      return fingerprint(Self.identity(of: dataset), [])
    }
  }

  /// What is not the same for any two versions of data sets: a name can be given again after its database was lost.
  private static func identity(of dataset: Dataset) -> [String] {
    [dataset.name.description, "\(dataset.version)", "\(dataset.createdNanoseconds)"]
  }

  private func fingerprint(_ identity: [String], _ canonical: [UInt8]) -> Fingerprint {
    var writer = JSONWriter(reserving: 256)
    writer.beginArray()
    writer.integer(Self.answerGeneration)
    writer.string(kind)
    for part in identity { writer.string(part) }
    writer.text(canonical[...])
    writer.endArray()
    return Fingerprint(of: writer.bytes)
  }
}
