package import Posix
package import Statistics
package import Stores

/// Why the collector has no answer.
package enum CollectorFailure: Error, Equatable, Sendable {
  /// Nobody has said where to collect from.
  case noUpstream
  /// The range has more days than may be asked for at once.
  case longRange(limitDays: Int)
  /// As many requests wait as may.
  case tooMany(limit: Int)
  /// Nobody wants the answer any more.
  case cancelled
  /// The store failed.
  case store(ObjectFailure)
  /// The store has failed so often that it is left alone for so long.
  case storeRests(seconds: Double)
  /// An object is no table of journeys.
  case unreadable(key: String, JourneyFailure)
  /// The range has more objects than are read for one answer.
  case manyObjects(limit: Int)
  /// The journeys of the range have so many types of buses that the answer takes more memory than it may.
  case manyBusTypes(limitBytes: Int)
  /// The objects of a day are being replaced, and that has taken too long to be waited for.
  case dayBusy(CivilDay)
  /// What is kept of a day until all of it is stored cannot be read or written.
  case staging(path: String, Errno)
  /// What is noted of a day in the database cannot be read or written.
  case database(SQLiteFailure)
}

extension CollectorFailure {
  /// What is concerned on this machine. It is for the log: `sentence`, which clients are told, does not name it.
  package var path: String? {
    switch self {
    case .staging(let path, _), .store(.disk(_, let path)): path
    default: nil
    }
  }

  /// The failure for people. It names nothing of this machine.
  package var sentence: String {
    switch self {
    case .noUpstream: "No upstream is configured; start with --upstream URL"
    case .longRange(let limit): "At most \(limit) days can be asked for at once"
    case .tooMany(let limit):
      "\(limit) requests for the collector's data wait already; try again in a moment"
    case .cancelled: "It was cancelled"
    case .store(let failure): failure.sentence
    case .storeRests(let seconds):
      "The store has failed several times in a row; it is tried again in "
        + "\(Int(seconds.rounded(.up))) seconds"
    case .unreadable(let key, let failure):
      "The object \(key) is no table of journeys: \(failure.sentence)"
    case .manyObjects(let limit):
      "There are more than \(limit) objects in these days; ask for fewer"
    case .manyBusTypes(let limit):
      "The types of buses of these days take more than \(limit >> 20) MiB of memory; ask for "
        + "fewer days"
    case .dayBusy(let day): "The objects of \(day) are being replaced; try again in a moment"
    case .staging(_, let failure):
      "What was fetched cannot be read or written: \(failure.description)"
    case .database(let failure): "The state of the collector cannot be read: \(failure.sentence)"
    }
  }
}
