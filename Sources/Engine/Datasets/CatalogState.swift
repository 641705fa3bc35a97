internal import Posix

/// The data sets there are, and which of them are being changed. It decides; `Catalog` reads, writes and waits.
struct CatalogState: Sendable {
  /// What becomes of a wish to change a data set.
  enum Turn: Sendable {
    /// Go on, and call `end` afterwards. The version is the one that the change makes.
    case go(version: Int)
    /// Somebody else changes it at the moment.
    case wait(Latch)
    /// It is not the version any more that the change was made for.
    case outdated
  }

  private var datasets: [DatasetName: Dataset] = [:]
  /// The last version of each name, also of names that were removed.
  private var lastVersions: [DatasetName: Int] = [:]
  private var changing: [DatasetName: Latch] = [:]

  /// - Parameter records: what the database holds.
  init(_ records: [CatalogRecord]) {
    for record in records {
      lastVersions[record.name] = record.version
      datasets[record.name] = record.dataset
    }
  }

  func dataset(_ name: DatasetName) -> Dataset? { datasets[name] }

  /// All of them, sorted by name.
  var all: [Dataset] { datasets.values.sorted { $0.name < $1.name } }

  /// Asks to change a data set.
  ///
  /// - Parameters:
  ///   - version: what the change was made for; `nil` for a data set that is not there.
  ///   - latch: opened by who gets `go`, after its call of `end`.
  mutating func begin(_ name: DatasetName, from version: Int?, _ latch: Latch) -> Turn {
    if let other = changing[name] { return .wait(other) }
    guard datasets[name]?.version == version else { return .outdated }
    changing[name] = latch
    return .go(version: (lastVersions[name] ?? 0) + 1)
  }

  /// Ends a change.
  ///
  /// - Parameter dataset: what is there now; `nil` if the change failed and the old one stays.
  mutating func end(_ name: DatasetName, with dataset: Dataset?) {
    changing[name] = nil
    guard let dataset else { return }
    datasets[name] = dataset
    lastVersions[name] = dataset.version
  }

  /// Ends a change that removed the data set.
  mutating func end(_ name: DatasetName, removedAs version: Int) {
    changing[name] = nil
    datasets[name] = nil
    lastVersions[name] = version
  }
}
