import Dispatch
import Foundation
import HTTP
import Posix
import Server

/// A server on a port of its own, with lanes that a test can hold up.
final class TestServer: Sendable {
  let server: HTTPServer
  let lanes: TestLanes
  private let exchanges: Guarded<[Exchange]>

  init(
    lanes count: Int = 4, _ change: (inout HTTPServer.Options) -> Void = { _ in },
    plan: @escaping @Sendable (RequestHead) -> Plan = { _ in
      .accept(mode: .inline, body: .memory(limitBytes: 1 << 20))
    },
    arrived: @escaping @Sendable (Arrival) -> Void = { _ in },
    openDraft: @escaping @Sendable () -> Result<DraftFile, Errno> = { .failure(.notFound) },
    answerLater: @escaping @Sendable (Request, Reply) -> Void = { $1.send(Response(.gone)) },
    answer: @escaping @Sendable (Request) -> Response
  ) throws {
    var options = HTTPServer.Options()
    change(&options)
    let lanes = TestLanes(count: count)
    let exchanges = Guarded<[Exchange]>([])
    self.lanes = lanes
    self.exchanges = exchanges
    server = try HTTPServer(
      options,
      Service(
        plan: { head, _, arrival in
          arrived(arrival)
          return plan(head)
        }, answer: answer, answerLater: answerLater, offload: { lanes.run($0) },
        refuse: { fault, _, _ in Problem(fault).response(requestID: nil) },
        openDraft: openDraft, ended: { exchange in exchanges.withLock { $0.append(exchange) } }))
    try server.start()
  }

  deinit {
    server.close()
    lanes.end()
  }

  func client(receiveBufferBytes: Int32? = nil) throws -> TestClient {
    try TestClient(port: server.port, receiveBufferBytes: receiveBufferBytes)
  }

  /// The exchanges that have ended, in the order of their ends, once there are so many of them.
  func ended(_ count: Int) -> [Exchange] {
    _ = eventually { self.exchanges.withLock { $0.count } >= count }
    return exchanges.withLock { $0 }
  }
}

/// The plans that the tests' paths stand for: `/pool...` goes to a lane, `/later...` is answered later, everything else in the loop.
@Sendable func planByPath(_ head: RequestHead) -> Plan {
  let path = head.target.decodedPath
  let mode: Plan.Mode =
    path.hasPrefix("/pool") ? .pool : path.hasPrefix("/later") ? .later : .inline
  return .accept(mode: mode, body: .memory(limitBytes: 1 << 20))
}

/// A few threads with a queue.
final class TestLanes: Sendable {
  private struct State: Sendable {
    var waiting: [@Sendable () -> Void] = []
    var isEnded = false
    var isFull = false
    var taken = 0
  }

  private let state = Guarded(State())
  private let bell = DispatchSemaphore(value: 0)
  private let count: Int

  init(count: Int) {
    self.count = count
    for _ in 0..<count {
      try? Posix.Thread.start(name: "test-lane") { [state, bell] in
        while true {
          bell.wait()
          let work = state.withLock { state in
            state.waiting.isEmpty ? nil : state.waiting.removeFirst()
          }
          if let work {
            work()
          } else if state.withLock({ $0.isEnded }) {
            return
          }
        }
      }
    }
  }

  func run(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock { state in
      if state.isFull { return false }
      state.waiting.append(work)
      state.taken += 1
      return true
    }
    if isTaken { bell.signal() }
    return isTaken
  }

  func refuseEverything(_ isFull: Bool = true) {
    state.withLock { $0.isFull = isFull }
  }

  /// How many pieces of work were taken so far.
  var taken: Int { state.withLock { $0.taken } }

  func end() {
    state.withLock { $0.isEnded = true }
    for _ in 0..<count { bell.signal() }
  }
}

/// Holds lanes up until it is opened.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Waits until the gate is open.
  ///
  /// - Returns: `false` if it was still shut after a minute.
  @discardableResult
  func pass() -> Bool {
    guard semaphore.wait(timeout: .now() + 60) == .success else { return false }
    semaphore.signal()
    return true
  }

  func open() {
    semaphore.signal()
  }
}

/// Waits until something is so, at most half a minute.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<15_000 {
    if condition() { return true }
    usleep(2000)
  }
  return false
}

/// A file with known bytes, unlinked already.
final class TestFile: Sendable {
  let descriptor: Int32
  let bytes: [UInt8]

  init(count: Int) {
    bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    var template = Array("/tmp/tally-file-XXXXXX\0".utf8.map { CChar(bitPattern: $0) })
    descriptor = mkstemp(&template)
    unlink(template)
    var place = 0
    while place < count {
      let written = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + place }, count - place)
      }
      if written <= 0 { break }
      place += written
    }
  }

  deinit { close(descriptor) }

  func body(_ range: Range<Int>) -> Body {
    .file(
      FileBody(
        descriptor: descriptor, offset: range.lowerBound, length: range.count, owner: self))
  }

  func truncate(to count: Int) {
    ftruncate(descriptor, off_t(count))
  }
}
