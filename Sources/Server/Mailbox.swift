internal import HTTP
internal import Posix
internal import Synchronization

/// What other threads send to a loop.
enum Letter: Sendable {
  /// A lane, or whoever answers later, has answered a request of the connection with this token.
  case answer(token: UInt64, number: UInt32, Response)
  /// A lane has made a piece of the body that the connection is sending.
  case piece(token: UInt64, Piece)
  /// The events that the connection is sending may go on.
  case wake(token: UInt64, Bell)
  case stopAccepting
  /// Say that this number was read: a sign of life.
  case pulse(Int)
  /// End when nothing is owed any more, at the latest at this time.
  case close(deadline: Int64)
}

/// A piece of a body, with what makes the next one.
struct Piece: Sendable {
  var bytes: [UInt8]
  var production: Production
  var producer: any BodyProducer
}

/// Where a loop gets its letters. The loop is woken once for all that have come since it last looked.
final class Mailbox: Sendable {
  let waker: Waker
  private let letters = Guarded<[Letter]>([])

  init() throws(Errno) {
    waker = try Waker()
  }

  func post(_ letter: Letter) {
    let isFirst = letters.withLock { letters in
      letters.append(letter)
      return letters.count == 1
    }
    if isFirst { waker.wake() }
  }

  func takeAll() -> [Letter] {
    waker.clear()
    return letters.withLock { letters in
      let all = letters
      letters = []
      return all
    }
  }
}

/// The way of an answer that is made later: into the hands of the loop if it is made before the loop has turned to something else,
/// through the mailbox if it is made after that.
final class LaterAnswer: Sendable {
  private enum State: Sendable {
    case begun
    case made(Response)
    case expected(number: UInt32)
    case given
  }

  private let state = Guarded(State.begun)

  /// Gives the answer. A second one is dropped.
  ///
  /// - Returns: the number of the request in its connection's queue, if the answer has to be sent there.
  func give(_ response: Response) -> UInt32? {
    state.withLock { state in
      switch state {
      case .begun: state = .made(response)
      case .expected(let number):
        state = .given
        return number
      case .made, .given: break
      }
      return nil
    }
  }

  /// Has the answer sent under a number, unless it is made already.
  ///
  /// - Returns: the answer if it is.
  func expect(_ number: UInt32) -> Response? {
    state.withLock { state in
      if case .made(let response) = state {
        state = .given
        return response
      }
      state = .expected(number: number)
      return nil
    }
  }
}

/// What a loop counts; other threads read it.
final class Counters: Sendable {
  let open = Atomic<Int>(0)
  let accepted = Atomic<Int>(0)
  let refused = Atomic<Int>(0)
  let requests = Atomic<Int>(0)
  let faults = Atomic<Int>(0)
  let timeouts = Atomic<Int>(0)
  /// The number of the last pulse that was read.
  let pulse = Atomic<Int>(0)
}

/// What the loops of a server have in common.
final class LoopGroup: Sendable {
  /// Connections of all loops.
  let open = Atomic<Int>(0)
  /// Connections of all loops whose uploads are still coming.
  let spooling = Atomic<Int>(0)
  let runningLoops = Atomic<Int>(0)
  let ended: Waker

  init() throws(Errno) {
    ended = try Waker()
  }
}
