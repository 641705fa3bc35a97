internal import Posix

/// Does what has to be done ten times a second, on a thread of its own, until it is let go.
final class JobClock: Sendable {
  private static let milliseconds: Int32 = 100
  private let ended: Latch

  init(_ tick: @escaping @Sendable (Moment) -> Void) throws(EngineFailure) {
    do throws(Errno) {
      let ended = try Latch()
      self.ended = ended
      try Thread.start(name: "tally.clock") {
        while !ended.wait(milliseconds: Self.milliseconds) { tick(.now()) }
      }
    } catch {
      throw .folder(path: "the thread that watches over jobs", error)
    }
  }

  deinit { ended.open() }
}
