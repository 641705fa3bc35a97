internal import HTTP
internal import Posix
internal import Synchronization

/// A thread's worth of connections. Everything in it happens on that thread; `Mailbox` is the way in.
///
/// It is a move-only value, and so are its connections: each stays in its seat, and what happens to it happens there.
struct Loop: ~Copyable {
  /// Where a connection stays until it is gone.
  private final class Seat {
    var connection: Connection

    init(_ connection: consuming Connection) {
      self.connection = connection
    }
  }

  static let listenerToken = UInt64.max
  private static let wakerToken = UInt64.max - 1
  private static let readBytes = 64 * 1024
  /// What is read of an upload in one turn.
  private static let spoolReadBytes = 256 * 1024

  let options: HTTPServer.Options
  let service: Service
  let mailbox: Mailbox
  let counters: Counters
  let shared: LoopGroup
  let poller: Poller
  var listener: Listener?
  var spare = SpareDescriptor()
  var isAcceptPaused = false

  private var seats: [Seat?] = []
  private var freeSlots: [Int] = []
  private var deadlines: Deadlines
  private var expired: [Int] = []
  /// Connections that had more to do than a turn allows.
  private var waiting: [UInt64] = []
  /// Connections whose streams found the lanes' queue full.
  private var starved: [UInt64] = []

  /// What is read, by whichever connection has its turn.
  private var input = [UInt8](repeating: 0, count: readBytes)
  /// What is read of uploads, while there are any.
  private var wideInput: [UInt8] = []
  /// Connections that are spooling.
  var spoolings = 0 {
    didSet { if spoolings == 0 { wideInput = [] } }
  }
  /// What the connection that has its turn will send.
  var output: [UInt8] = []
  var writer = ResponseWriter()
  var requestIDs = RequestIDGenerator()
  /// What clients on the same connections asked last.
  var recentHeads = RecentHeads()
  private(set) var now = Moment.now()
  private(set) var isDraining = false
  private var closeDeadline: Int64?
  /// The loop ends as soon as nothing is owed any more.
  var isClosing: Bool { closeDeadline != nil }

  init(
    listener: consuming Listener, options: HTTPServer.Options, service: Service, mailbox: Mailbox,
    counters: Counters, shared: LoopGroup
  ) throws(Errno) {
    let poller = try Poller()
    try poller.add(mailbox.waker.number, token: Self.wakerToken, .reading)
    try poller.add(listener.number, token: Self.listenerToken, .reading)
    self.options = options
    self.service = service
    self.mailbox = mailbox
    self.counters = counters
    self.shared = shared
    self.poller = poller
    self.listener = consume listener
    deadlines = Deadlines(now: now.monotonicNanoseconds)
    output.reserveCapacity(Self.readBytes)
  }

  /// Serves until it is told to close.
  mutating func run() {
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
    for slot in seats.indices {
      withConnection(inSlot: slot) { $0.drop(&$1) }
    }
    listener = nil
  }

  private var isFinished: Bool {
    guard let closeDeadline else { return false }
    return now.monotonicNanoseconds >= closeDeadline || freeSlots.count == seats.count
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

  // MARK: Seats

  /// Gives a connection a free slot. The generation in its token is one that the slot has not had for long.
  ///
  /// - Returns: the token.
  mutating func seat(_ socket: consuming Socket) -> UInt64 {
    let slot = freeSlots.popLast() ?? seats.count
    if slot == seats.count { seats.append(nil) }
    generation = (generation &+ 1) & 0x7FFF_FFFF
    let token = generation << 32 | UInt64(slot)
    seats[slot] = Seat(Connection(socket: socket, token: token, now: now.monotonicNanoseconds))
    return token
  }

  /// Counts connections; with the slot it makes a token that is not seen again for two thousand million connections.
  private var generation: UInt64 = 0

  /// Gives the connection with this token a turn, unless it is gone.
  mutating func withConnection(
    _ token: UInt64, _ turn: (inout Loop, inout Connection) -> Void
  ) {
    withConnection(inSlot: Int(token & 0xFFFF_FFFF)) { loop, connection in
      if connection.token == token { turn(&loop, &connection) }
    }
  }

  /// Gives the connection of a slot a turn, if there is one. If the turn drops it, its descriptor closes after it.
  @inline(__always)
  private mutating func withConnection(
    inSlot slot: Int, _ turn: (inout Loop, inout Connection) -> Void
  ) {
    guard slot < seats.count, let seat = seats[slot] else { return }
    turn(&self, &seat.connection)
    guard !seat.connection.isOpen else { return }
    seats[slot] = nil
    freeSlots.append(slot)
  }

  /// Ends the connection: its descriptor closes after the turn.
  mutating func drop(_ connection: inout Connection) {
    guard connection.isOpen else { return }
    connection.isOpen = false
    deadlines.clear(connection.slot)
    shared.open.subtract(1, ordering: .relaxed)
    counters.open.subtract(1, ordering: .relaxed)
    output.removeAll(keepingCapacity: true)
    endSpooling(&connection)
    abandon(&connection)
  }

  // MARK: Turns

  private mutating func serve(_ readiness: Readiness) {
    withConnection(readiness.token) { loop, connection in
      if !connection.interest.isReading { loop.heed(&connection, readiness) }
      if readiness.canWrite { connection.isBlocked = false }
      if readiness.canRead, connection.interest.isReading { loop.receive(&connection) }
      loop.finishTurn(&connection)
    }
  }

  /// Looks whether the client of a connection that is not read is gone.
  private mutating func heed(_ connection: inout Connection, _ readiness: Readiness) {
    if readiness.isBroken { return drop(&connection) }
    guard readiness.hasHungUp else { return }
    connection.state.hangUp()
    beat(connection)
  }

  mutating func receive(_ connection: inout Connection) {
    do throws(Errno) {
      if connection.isSpooling {
        if wideInput.isEmpty { wideInput = [UInt8](repeating: 0, count: Self.spoolReadBytes) }
        let count = try connection.socket.receive(into: &wideInput)
        return take(&connection, wideInput, received: count)
      }
      let count = try connection.socket.receive(into: &input)
      take(&connection, input, received: count)
    } catch .wouldBlock {
      return
    } catch {
      drop(&connection)
    }
  }

  private mutating func take(_ connection: inout Connection, _ bytes: [UInt8], received count: Int)
  {
    if count == 0 { return connection.state.finishPeer() }
    connection.receivedBytes += count
    if connection.state.phase == .open { take(&connection, bytes, from: 0, to: count) }
  }

  /// Sends what can be sent, then does what the connection's state decides.
  mutating func finishTurn(_ connection: inout Connection) {
    guard connection.isOpen else { return }
    pump(&connection)
    guard connection.isOpen else { return }
    var facts = connection.facts()
    if facts.isBlocked, !connection.state.waitsForReader {
      // What the kernel has taken is not what the client has read.
      facts.sentBytes -= connection.socket.unacknowledgedCount
    }
    let settlement = connection.state.settle(facts, now: now.monotonicNanoseconds, options)
    switch settlement.action {
    case .close: return drop(&connection)
    case .finishSending: connection.socket.finishSending()
    case .stay: break
    }
    if settlement.interest != connection.interest {
      connection.interest = settlement.interest
      let changed: Void? = try? poller.change(
        connection.socket.number, token: connection.token, settlement.interest)
      if changed == nil { return drop(&connection) }
    }
    deadlines.set(connection.slot, at: settlement.deadline)
  }

  /// Lets the connection continue after the others.
  mutating func waitForTurn(_ connection: inout Connection) {
    guard !connection.waitsForTurn else { return }
    connection.waitsForTurn = true
    waiting.append(connection.token)
  }

  /// Lets the connection ask for a lane again when the queue may be shorter.
  mutating func waitForLane(_ connection: inout Connection) {
    guard !connection.isStarved else { return }
    connection.isStarved = true
    starved.append(connection.token)
  }

  private mutating func giveTurns() {
    if !waiting.isEmpty {
      let tokens = waiting
      waiting = []
      for token in tokens {
        withConnection(token) { loop, connection in
          connection.waitsForTurn = false
          loop.finishTurn(&connection)
        }
      }
    }
    if !starved.isEmpty {
      let tokens = starved
      starved = []
      for token in tokens {
        withConnection(token) { loop, connection in
          connection.isStarved = false
          loop.finishTurn(&connection)
        }
      }
    }
    if isAcceptPaused { resumeAccepting() }
  }

  private mutating func endExpired() {
    guard deadlines.mayHaveExpired(now: now.monotonicNanoseconds) else { return }
    expired.removeAll(keepingCapacity: true)
    deadlines.takeExpired(now: now.monotonicNanoseconds, into: &expired)
    for slot in expired {
      withConnection(inSlot: slot) { $0.expire(&$1) }
    }
  }

  private mutating func expire(_ connection: inout Connection) {
    var facts = connection.facts()
    facts.sentBytes -= connection.socket.unacknowledgedCount
    switch connection.state.expire(facts, now: now.monotonicNanoseconds, options) {
    case .goOn: break
    case .close:
      if facts.isBlocked || facts.isSendingBody { counters.timeouts.add(1, ordering: .relaxed) }
      drop(&connection)
    case .beat: beat(connection)
    case .answerTimeout:
      counters.timeouts.add(1, ordering: .relaxed)
      refuse(&connection, .timeout)
    }
    finishTurn(&connection)
  }

  // MARK: Letters

  private mutating func open(_ letter: Letter) {
    switch letter {
    case .answer(let token, let number, let response):
      withConnection(token) { loop, connection in
        connection.answers.fill(number, with: response)
        loop.finishTurn(&connection)
      }
    case .piece(let token, let piece):
      withConnection(token) { loop, connection in
        loop.take(piece, &connection)
        loop.finishTurn(&connection)
      }
    case .wake(let token, let bell):
      withConnection(token) { loop, connection in
        loop.wake(connection, bell)
        loop.finishTurn(&connection)
      }
    case .pulse(let number):
      counters.pulse.store(number, ordering: .relaxed)
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

  private mutating func closeIdle() {
    for slot in seats.indices {
      withConnection(inSlot: slot) { loop, connection in
        let facts = connection.facts()
        let isIdle =
          facts.underWay == 0 && facts.unsentBytes == 0 && !facts.isSendingBody && !facts.isInBody
          && !facts.isMidHead && !facts.holdsInput
        if isIdle { loop.drop(&connection) }
        if facts.isSendingEvents { loop.finishTurn(&connection) }
      }
    }
  }
}
