import HTTP
import Posix
import Server

/// Something that a test tells those who watch it.
final class Story: Sendable {
  private struct State: Sendable {
    var untold: [UInt8] = []
    var production = Production.more
    var wakes: [@Sendable () -> Void] = []
    var asked = 0
    var ended = 0
  }

  private let state = Guarded(State())

  var response: Response {
    .events(
      EventBody { wake in
        self.state.withLock { $0.wakes.append(wake) }
        // It must do no harm that early.
        wake()
        return EventFeed(
          next: { bytes in
            self.state.withLock { state in
              state.asked += 1
              bytes += state.untold
              state.untold = []
              return state.production
            }
          }, end: { self.state.withLock { $0.ended += 1 } })
      })
  }

  func tell(_ text: String, _ production: Production = .more) {
    let wakes = state.withLock { state in
      state.untold += Array(text.utf8)
      state.production = production
      return state.wakes
    }
    for wake in wakes { wake() }
  }

  /// How often it was begun.
  var begun: Int { state.withLock { $0.wakes.count } }
  /// How often it was asked for what is new.
  var asked: Int { state.withLock { $0.asked } }
  /// How often it was let go, once it was at all.
  var ended: Int {
    _ = eventually { self.state.withLock { $0.ended > 0 } }
    return state.withLock { $0.ended }
  }
  var hasEnded: Bool { state.withLock { $0.ended > 0 } }
}
