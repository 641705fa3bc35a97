internal import Posix

/// Looks at the data folder from time to time, on a thread of its own, until it is let go.
final class FolderWatch: Sendable {
  private let ended: Latch

  init(everyMilliseconds pause: Int, _ catalog: Catalog, _ log: Log) throws(EngineFailure) {
    do throws(Errno) {
      let ended = try Latch()
      self.ended = ended
      try Thread.start(name: "tally.watch") {
        var lastFailure: DatasetFailure?
        while !ended.wait(milliseconds: Int32(clamping: pause)) {
          let failure = Self.look(catalog)
          // The same failure every few seconds says nothing new.
          if let failure, failure != lastFailure {
            log.write(.warning, at: .now(), "data folder not read") { fields in
              fields.add("reason", "\(failure)")
            }
          }
          lastFailure = failure
        }
      }
    } catch {
      throw .folder(path: "the thread that watches the data folder", error)
    }
  }

  deinit { ended.open() }

  private static func look(_ catalog: Catalog) -> DatasetFailure? {
    do throws(DatasetFailure) {
      try catalog.look(at: Moment.now().wallNanoseconds)
      return nil
    } catch {
      return error
    }
  }
}
