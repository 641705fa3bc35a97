/// Why an event is not taken. Nothing of it is kept.
package enum EventRefusal: Error, Equatable, Sendable {
  /// Events have as much memory as they may.
  case memoryFull(limitBytes: Int)
  /// There are as many series as there may be.
  case tooManySeries(limit: Int)
  /// The log's next file is not there yet.
  case busy
  /// There is no room for the log's next file.
  case storageFull(String)
  /// The log's next file cannot be made for another reason.
  case storageFailing(String)
  /// The disk lost something; nothing is promised any more until the next start.
  case storageBroken(String)
}
