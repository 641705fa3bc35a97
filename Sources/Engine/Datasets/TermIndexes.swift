internal import Posix
internal import Statistics

/// The indexes of words of one version of a data set, by the columns that they are made of; the last few that were asked for.
final class TermIndexes: Sendable {
  private static let limit = 4

  private struct Entry: Sendable {
    let columns: [String]
    let index: LoadedOnce<TermIndex>
  }

  private let entries = Guarded<[Entry]>([])

  /// The place of the index of some columns.
  func index(of columns: [String]) -> LoadedOnce<TermIndex> {
    entries.withLock { entries in
      if let place = entries.firstIndex(where: { $0.columns == columns }) {
        let entry = entries.remove(at: place)
        entries.append(entry)
        return entry.index
      }
      let entry = Entry(columns: columns, index: LoadedOnce())
      entries.append(entry)
      if entries.count > Self.limit { entries.remove(at: 0) }
      return entry.index
    }
  }
}
