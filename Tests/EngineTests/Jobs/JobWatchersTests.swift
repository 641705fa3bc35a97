import Posix
import Testing

@testable import Engine

struct JobWatchersTests {
  private let watchers = JobWatchers()
  private let woken = Guarded<[String]>([])

  private func watch(_ id: Int, _ name: String) -> JobWatch {
    watchers.watch(JobID(id)) { [woken] in woken.withLock { $0.append(name) } }
  }

  private func notify(_ ids: Int...) -> [String] {
    watchers.notify(ids.map(JobID.init))
    return woken.withLock { woken in
      defer { woken = [] }
      return woken.sorted()
    }
  }

  @Test func `each change wakes all who watch that job, and nobody else`() {
    let watches = [watch(1, "a"), watch(1, "b"), watch(2, "c")]
    #expect(notify(1) == ["a", "b"])
    #expect(notify(1) == ["a", "b"])
    #expect(notify(2, 3) == ["c"])
    #expect(notify(1, 2) == ["a", "b", "c"])
    withExtendedLifetime(watches) {}
  }

  @Test func `a watch ends when it is let go, or before`() {
    var first: JobWatch? = watch(1, "a")
    let second = watch(1, "b")
    #expect(notify(1) == ["a", "b"])
    first = nil
    #expect(first == nil && notify(1) == ["b"])
    second.end()
    second.end()
    #expect(notify(1) == [])
  }

  @Test func `nothing is left of a thousand watches`() {
    final class Watched: Sendable {}
    weak var left: Watched?
    do {
      let watched = Watched()
      left = watched
      let watches = (0..<1000).map { number in
        watchers.watch(JobID(number % 10)) { [watched] in _ = watched }
      }
      #expect(watchers.count == 1000)
      withExtendedLifetime(watches) {}
    }
    #expect(watchers.count == 0)
    #expect(left == nil)
  }

  @Test func `who is woken may watch again, and end the watch that woke it`() {
    let watches = Guarded<[JobWatch]>([])
    let watch = watchers.watch(JobID(1)) { [watchers] in
      let ended = watches.withLock { watches in
        defer { watches = [] }
        return watches
      }
      _ = consume ended
      let next = watchers.watch(JobID(1)) {}
      watches.withLock { $0 = [next] }
    }
    watches.withLock { $0 = [watch] }
    watchers.notify([JobID(1)])
    watch.end()
    #expect(watchers.count == 1)
  }

  @Test func `a watch that outlives those it watches is harmless`() {
    var watchers: JobWatchers? = JobWatchers()
    let watch = watchers?.watch(JobID(1)) {}
    watchers = nil
    watch?.end()
  }
}
