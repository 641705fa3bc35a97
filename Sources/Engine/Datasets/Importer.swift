internal import Posix
internal import Stores
internal import Synchronization
package import Tables

/// Why nothing was imported from an address.
package enum ImportFailure: Error, Equatable, Sendable {
  /// What the address leads to could not be had; why, for people.
  case outbound(String)
  /// It is no table but a page for people to read.
  case webPage
  /// As many requests wait for files as may.
  case tooMany
  /// There is no place for it.
  case dataset(DatasetFailure)
  /// Nobody wants it any more.
  case cancelled

  /// The failure for people.
  package var sentence: String {
    switch self {
    case .outbound(let sentence): sentence
    case .webPage: "The address leads to a web page, not to a CSV file"
    case .tooMany: "Other imports are under way; try again in a moment"
    case .dataset(let failure): failure.sentence
    case .cancelled: "The import was cancelled"
    }
  }
}

/// Fetches files from addresses that clients name. It waits for the network, so it belongs on a lane.
package final class Importer: Sendable {
  /// Bounds, and what may be reached.
  package struct Options: Sendable {
    /// How long a file may be.
    package var limitBytes = 200_000_000
    /// How long all of it may take.
    package var totalSeconds = 600.0
    /// Whether addresses within this machine and its networks may be reached.
    package var allowsPrivate = false

    package init() {}
  }

  private let options: Options
  private let state: Folder
  /// How many requests fetch at the moment.
  private let waiting = Atomic(0)
  private let waitingLimit: Int

  /// - Parameters:
  ///   - state: takes what is fetched as drafts.
  ///   - waitingLimit: how many requests may wait for a file at once, each on a lane.
  init(options: Options, state: Folder, waitingLimit: Int) {
    self.options = options
    self.state = state
    self.waitingLimit = waitingLimit
  }

  /// Fetches a file while a request waits for it, unless so many do that lanes would be missing for others.
  package func fetchAtOnce(_ address: String) throws(ImportFailure) -> ArrivedFile {
    defer { waiting.subtract(1, ordering: .relaxed) }
    guard waiting.add(1, ordering: .relaxed).newValue <= waitingLimit else { throw .tooMany }
    return try fetch(address)
  }

  /// Fetches a file into a draft.
  ///
  /// - Parameter progress: hears how much of the file has come, if the server says how long it is. If it is cancelled, that is noticed some
  ///   fifty milliseconds later.
  package func fetch(
    _ address: String, progress: Progress? = nil
  ) throws(ImportFailure) -> ArrivedFile {
    let draft: DraftFile
    do throws(Errno) {
      draft = try state.draft(named: "import")
    } catch {
      throw .dataset(.disk(error, path: state.path))
    }
    var clientOptions = HTTPClient.Options()
    clientOptions.allowsPrivate = options.allowsPrivate
    let client = HTTPClient(options: clientOptions)
    var diskFailure: Errno?
    let response: OutboundResponse
    do throws(OutboundFailure) {
      response = try client.get(
        address,
        limits: .init(bytes: options.limitBytes, totalSeconds: options.totalSeconds),
        into: { piece in
          do throws(Errno) {
            try draft.append(piece)
            return true
          } catch {
            diskFailure = error
            return false
          }
        }, isCancelled: { progress?.isCancelled ?? false },
        hearing: { byteCount, total in
          if let total { progress?.advance(byteCount, of: total) }
        })
    } catch {
      if error == .cancelled { throw .cancelled }
      if let diskFailure { throw .dataset(.disk(diskFailure, path: state.path)) }
      throw .outbound(error.sentence)
    }
    if response.mediaType == "text/html" { throw .webPage }
    progress?.advance(1, of: 1)
    return ArrivedFile(draft)
  }
}
