internal import HTTP
internal import Posix
internal import Synchronization

/// A thread's worth of connections. Everything in it happens on that thread; `Mailbox` is the way in.
final class Loop {
  private static let listenerToken = UInt64.max
  private static let wakerToken = UInt64.max - 1
  /// Connections accepted in one turn before others have theirs.
  private static let acceptLimit = 64
  /// Connections beyond the limit that are told so; more are closed without a word.
  private static let overflowLimit = 64
  private static let readBytes = 64 * 1024

  let options: HTTPServer.Options
  let service: Service
  let mailbox: Mailbox
  let counters: Counters
  private let shared: Shared
  private let poller: Poller
  private var listener: Listener?
  private var spare = SpareDescriptor()
  private var isAcceptPaused = false

  private var connections: [Connection?] = []
  private var generations: [UInt32] = []
  private var freeSlots: [Int] = []
  private var deadlines: Deadlines
  private var expired: [Int] = []
  /// Connections that had more to do than a turn allows.
  private var waiting: [UInt64] = []
  /// Connections whose streams found the lanes' queue full.
  private var starved: [UInt64] = []

  /// What is read, by whichever connection has its turn.
  private var input = [UInt8](repeating: 0, count: readBytes)
  /// What the connection that has its turn will send.
  var output: [UInt8] = []
  var writer = ResponseWriter()
  var requestIDs = RequestIDGenerator()
  private(set) var now = Moment.now()
  private(set) var isDraining = false
  private var closeDeadline: Int64?

  init(
    listener: consuming Listener, options: HTTPServer.Options, service: Service, mailbox: Mailbox,
    counters: Counters, shared: Shared
  ) throws(Errno) {
    self.options = options
    self.service = service
    self.mailbox = mailbox
    self.counters = counters
    self.shared = shared
    poller = try Poller()
    deadlines = Deadlines(now: now.monotonicNanoseconds)
    try poller.add(mailbox.waker.number, token: Self.wakerToken, .reading)
    try poller.add(listener.number, token: Self.listenerToken, .reading)
    self.listener = consume listener
    output.reserveCapacity(Self.readBytes)
  }

  /// Serves until it is told to close.
  func run() {
    Socket.blockBrokenPipeSignal()
    while !isFinished {
      guard let count = try? poller.wait(milliseconds: patience()) else { break }
      now = Moment.now()
      writer.refresh(wallNanoseconds: now.wallNanoseconds)
      var hasMail = false
      for place in 0..<count {
        let readiness = poller.readiness(place)
        switch readiness.token {
        case Self.listenerToken: acceptWaiting()
        case Self.wakerToken: hasMail = true
        default: serve(readiness)
        }
      }
      if hasMail { for letter in mailbox.takeAll() { open(letter) } }
      giveTurns()
      endExpired()
    }
    for connection in connections { if let connection { drop(connection) } }
    listener = nil
  }

  private var isFinished: Bool {
    guard let closeDeadline else { return false }
    return now.monotonicNanoseconds >= closeDeadline || freeSlots.count == connections.count
  }

  /// How long the loop may sleep, in milliseconds.
  private func patience() -> Int32 {
    if !waiting.isEmpty { return 0 }
    var patience = deadlines.millisecondsToNext(now: now.monotonicNanoseconds)
    if isAcceptPaused || !starved.isEmpty { patience = patience < 0 ? 100 : min(patience, 100) }
    if let closeDeadline {
      let left = max(0, closeDeadline - now.monotonicNanoseconds) / 1_000_000
      let bounded = Int32(min(left, 60_000)) + 1
      patience = patience < 0 ? bounded : min(patience, bounded)
    }
    return patience
  }

  func connection(_ token: UInt64) -> Connection? {
    let slot = Int(token & 0xFFFF_FFFF)
    guard slot < connections.count, let connection = connections[slot], connection.token == token
    else { return nil }
    return connection
  }

  // MARK: Connections that come

  private func acceptWaiting() {
    for _ in 0..<Self.acceptLimit {
      do throws(Errno) {
        switch listener {
        case .none: return
        case .some(let listener): welcome(try listener.accept())
        }
      } catch .wouldBlock {
        return
      } catch .connectionAborted {
        continue
      } catch .tooManyOpenFiles {
        if !turnAway() { return }
      } catch .tooManyOpenFilesInSystem {
        if !turnAway() { return }
      } catch {
        return pauseAccepting()
      }
    }
  }

  private func welcome(_ socket: consuming Socket) {
    let open = shared.open.add(1, ordering: .relaxed).newValue
    let isOver = open > options.connectionLimit
    if isOver {
      counters.refused.add(1, ordering: .relaxed)
      if open > options.connectionLimit + Self.overflowLimit {
        shared.open.subtract(1, ordering: .relaxed)
        return
      }
    }
    let slot = freeSlots.popLast() ?? connections.count
    if slot == connections.count {
      connections.append(nil)
      generations.append(0)
    }
    generations[slot] &+= 1
    let token = UInt64(generations[slot] & 0x7FFF_FFFF) << 32 | UInt64(slot)
    let connection = Connection(socket: socket, token: token, now: now.monotonicNanoseconds)
    connections[slot] = connection
    counters.open.add(1, ordering: .relaxed)
    counters.accepted.add(1, ordering: .relaxed)
    connection.interest = .reading
    guard (try? poller.add(connection.socket.number, token: token, .reading)) != nil else {
      return drop(connection)
    }
    if isOver {
      refuse(connection, .tooManyConnections(limit: options.connectionLimit))
    } else {
      // Most clients send their request right behind the connection.
      receive(connection)
    }
    finishTurn(connection)
  }

  /// Gives up the spare descriptor to accept the connection that cannot be served, and closes it: left alone it would make the
  /// listener ready for ever.
  ///
  /// - Returns: `false` when accepting has to pause.
  private func turnAway() -> Bool {
    guard spare.isHeld else {
      pauseAccepting()
      return false
    }
    spare.release()
    switch listener {
    case .none: break
    case .some(let listener):
      if (try? listener.accept()) != nil { counters.refused.add(1, ordering: .relaxed) }
    }
    spare.refill()
    return true
  }

  private func pauseAccepting() {
    switch listener {
    case .none: return
    case .some(let listener):
      try? poller.change(listener.number, token: Self.listenerToken, [])
      isAcceptPaused = true
    }
  }

  private func resumeAccepting() {
    spare.refill()
    guard spare.isHeld else { return }
    isAcceptPaused = false
    switch listener {
    case .none: return
    case .some(let listener):
      try? poller.change(listener.number, token: Self.listenerToken, .reading)
    }
  }

  // MARK: Turns

  private func serve(_ readiness: Readiness) {
    guard let connection = connection(readiness.token) else { return }
    if readiness.isBroken, !connection.interest.contains(.reading) { return drop(connection) }
    if readiness.canWrite { connection.isBlocked = false }
    if readiness.canRead, connection.interest.contains(.reading) { receive(connection) }
    finishTurn(connection)
  }

  private func receive(_ connection: Connection) {
    do throws(Errno) {
      let count = try connection.socket.receive(into: &input)
      if count == 0 { return connection.state.finishPeer() }
      connection.receivedBytes += count
      if connection.state.phase == .open { take(connection, input, from: 0, to: count) }
    } catch .wouldBlock {
      return
    } catch {
      drop(connection)
    }
  }

  /// Sends what can be sent, then does what the connection's state decides.
  func finishTurn(_ connection: Connection) {
    guard connection.isOpen else { return output.removeAll(keepingCapacity: true) }
    pump(connection)
    guard connection.isOpen else { return output.removeAll(keepingCapacity: true) }
    var facts = connection.facts()
    if facts.isBlocked, !connection.state.waitsForReader {
      // What the kernel has taken is not what the client has read.
      facts.sentBytes -= connection.socket.unacknowledgedCount
    }
    let settlement = connection.state.settle(facts, now: now.monotonicNanoseconds, options)
    switch settlement.action {
    case .close: return drop(connection)
    case .finishSending: connection.socket.finishSending()
    case .stay: break
    }
    if settlement.interest != connection.interest {
      connection.interest = settlement.interest
      let changed: Void? = try? poller.change(
        connection.socket.number, token: connection.token, settlement.interest)
      if changed == nil { return drop(connection) }
    }
    deadlines.set(connection.slot, at: settlement.deadline)
  }

  /// Lets the connection continue after the others.
  func waitForTurn(_ connection: Connection) {
    guard !connection.waitsForTurn else { return }
    connection.waitsForTurn = true
    waiting.append(connection.token)
  }

  /// Lets the connection ask for a lane again when the queue may be shorter.
  func waitForLane(_ connection: Connection) {
    guard !connection.isStarved else { return }
    connection.isStarved = true
    starved.append(connection.token)
  }

  private func giveTurns() {
    if !waiting.isEmpty {
      let tokens = waiting
      waiting = []
      for token in tokens {
        guard let connection = connection(token) else { continue }
        connection.waitsForTurn = false
        finishTurn(connection)
      }
    }
    if !starved.isEmpty {
      let tokens = starved
      starved = []
      for token in tokens {
        guard let connection = connection(token) else { continue }
        connection.isStarved = false
        finishTurn(connection)
      }
    }
    if isAcceptPaused { resumeAccepting() }
  }

  private func endExpired() {
    expired.removeAll(keepingCapacity: true)
    deadlines.takeExpired(now: now.monotonicNanoseconds, into: &expired)
    for slot in expired {
      guard let connection = connections[slot] else { continue }
      var facts = connection.facts()
      facts.sentBytes -= connection.socket.unacknowledgedCount
      switch connection.state.expire(facts, now: now.monotonicNanoseconds, options) {
      case .goOn: finishTurn(connection)
      case .close: giveUp(connection, facts)
      case .answerTimeout:
        counters.timeouts.add(1, ordering: .relaxed)
        refuse(connection, .timeout)
        finishTurn(connection)
      }
    }
  }

  private func giveUp(_ connection: Connection, _ facts: ConnectionState.Facts) {
    if facts.isBlocked { counters.timeouts.add(1, ordering: .relaxed) }
    drop(connection)
  }

  /// Forgets the connection; its descriptor closes when the last turn that knows it ends.
  func drop(_ connection: Connection) {
    guard connection.isOpen else { return }
    connection.isOpen = false
    connections[connection.slot] = nil
    freeSlots.append(connection.slot)
    deadlines.clear(connection.slot)
    shared.open.subtract(1, ordering: .relaxed)
    counters.open.subtract(1, ordering: .relaxed)
    abandon(connection)
  }

  // MARK: Letters

  private func open(_ letter: Letter) {
    switch letter {
    case .answer(let token, let number, let response):
      guard let connection = connection(token) else { return }
      connection.answers.fill(number, with: response)
      finishTurn(connection)
    case .piece(let token, let piece):
      guard let connection = connection(token) else { return }
      take(piece, connection)
      finishTurn(connection)
    case .stopAccepting:
      isDraining = true
      listener = nil
    case .close(let deadline):
      isDraining = true
      listener = nil
      closeDeadline = deadline
      closeIdle()
    }
  }

  private func closeIdle() {
    for connection in connections {
      guard let connection else { continue }
      let facts = connection.facts()
      let isIdle =
        facts.underWay == 0 && facts.unsentBytes == 0 && !facts.isSendingBody && !facts.isInBody
        && !facts.isMidHead && !facts.holdsInput
      if isIdle { drop(connection) }
    }
  }
}
