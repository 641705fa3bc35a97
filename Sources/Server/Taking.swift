internal import HTTP
internal import Posix
internal import Synchronization

// How a loop takes requests out of bytes and has them answered.
extension Loop {
  /// Takes as many requests as the connection may start now, and keeps the rest of the bytes.
  mutating func take(
    _ connection: inout Connection, _ bytes: [UInt8], from start: Int, to end: Int
  ) {
    var place = start
    var turns = 0
    while place < end, mayTake(connection) {
      if turns == options.turnLimit {
        waitForTurn(&connection)
        break
      }
      let step = connection.parser.next(
        in: bytes, from: &place, to: end, limits: options.limits, knowing: &recentHeads,
        at: connection.slot)
      switch step {
      case .incomplete: break
      case .head(let head):
        turns += 1
        begin(&connection, head)
      case .body(let body): complete(&connection, body)
      case .part(let range, let isLast):
        spool(&connection, bytes, in: range, isLast: isLast)
      case .fault(let fault): refuse(&connection, fault)
      }
    }
    flushSpooling(&connection)
    guard place < end, connection.isOpen else { return }
    if connection.state.phase == .open {
      connection.backlog = Array(bytes[place..<end])
    } else {
      // What the client sent after its last request will not be read.
      connection.state.close(lingering: true)
    }
  }

  /// Goes on with what was kept.
  ///
  /// - Returns: `false` when nothing of it could be taken.
  mutating func resumeTaking(_ connection: inout Connection) -> Bool {
    var isChanged = false
    if case .held(let head) = connection.stage {
      guard connection.sending == nil, mayStart(connection, head) else { return false }
      connection.stage = .none
      start(&connection, head)
      isChanged = true
    }
    guard !connection.backlog.isEmpty, mayTake(connection) else { return isChanged }
    let bytes = connection.backlog
    connection.backlog = []
    take(&connection, bytes, from: 0, to: bytes.count)
    return true
  }

  private func mayTake(_ connection: borrowing Connection) -> Bool {
    connection.isOpen && !connection.isHolding
      && connection.state.takesRequests(
        underWay: connection.answers.count, unsentBytes: connection.unsentCount + output.count,
        isSendingBody: connection.sending != nil, options)
  }

  private func mayStart(_ connection: borrowing Connection, _ head: RequestHead) -> Bool {
    connection.answers.isEmpty
      || (head.method.isSafe && !head.hasBody && connection.answers.holdsOnlySafe)
  }

  private mutating func begin(_ connection: inout Connection, _ head: RequestHead) {
    connection.requests += 1
    counters.requests.add(1, ordering: .relaxed)
    if mayStart(connection, head) {
      start(&connection, head)
    } else {
      connection.stage = .held(head)
    }
  }

  private mutating func start(_ connection: inout Connection, _ head: RequestHead) {
    let requestID = head.givenID ?? requestIDs.next()
    let arrival = Arrival(
      peer: connection.peer, monotonicNanoseconds: now.monotonicNanoseconds)
    switch service.plan(head, requestID, arrival) {
    case .refuse(let response):
      refuseEarly(&connection, head, requestID, response)
    case .accept(let mode, let body, let endpoint, let parameters, let answerFields):
      let request = Request(
        head: head, body: [], requestID: requestID, receivedWallNanoseconds: now.wallNanoseconds,
        receivedMonotonicNanoseconds: now.monotonicNanoseconds, endpoint: endpoint,
        parameters: parameters, answerFields: answerFields)
      guard head.hasBody else {
        return run(&connection, request, mode, keepsAlive: head.isPersistent)
      }
      switch body {
      case .none:
        run(&connection, request, mode, keepsAlive: head.isPersistent && discardsBody(of: head))
        discard(&connection, head)
      case .memory(let limit):
        collect(&connection, request, mode, limitBytes: limit)
      case .spool(let limit):
        spool(&connection, request, mode, limitBytes: limit)
      }
    }
  }

  private mutating func collect(
    _ connection: inout Connection, _ request: Request, _ mode: Plan.Mode, limitBytes: Int
  ) {
    if case .length(let length) = request.head.framing, length > limitBytes {
      return refuseEarly(
        &connection, request.head, request.requestID, .bodyTooLarge(limitBytes: limitBytes))
    }
    connection.parser.takeBody(limitBytes: limitBytes, keeping: true)
    connection.stage = .collecting(request, mode)
    if request.head.expectsContinue { output.append(contentsOf: ResponseWriter.continueLine) }
  }

  private mutating func complete(_ connection: inout Connection, _ body: [UInt8]) {
    let stage = connection.stage
    connection.stage = .none
    guard case .collecting(var request, let mode) = stage else { return }
    request.body = body
    run(&connection, request, mode, keepsAlive: request.head.isPersistent)
  }

  // MARK: Refusals

  /// Answers with a fault before the body is read.
  mutating func refuseEarly(
    _ connection: inout Connection, _ head: RequestHead, _ requestID: RequestID,
    _ fault: RequestFault
  ) {
    counters.faults.add(1, ordering: .relaxed)
    refuseEarly(&connection, head, requestID, service.refuse(fault, head, requestID))
  }

  /// Answers before the body is read.
  private mutating func refuseEarly(
    _ connection: inout Connection, _ head: RequestHead, _ requestID: RequestID,
    _ response: Response
  ) {
    let keeps = head.isPersistent && (!head.hasBody || discardsBody(of: head))
    let pending = Pending(head, requestID, keepsAlive: keeps, now)
    deliver(&connection, pending, response, head)
    if head.hasBody { discard(&connection, head) }
  }

  /// Whether an unwanted body is read to its end, so that the connection can be used again.
  ///
  /// A client that waits for 100 will perhaps never send its body, so the next bytes cannot be told from it.
  private func discardsBody(of head: RequestHead) -> Bool {
    if head.expectsContinue { return false }
    if case .length(let length) = head.framing { return length <= options.discardLimitBytes }
    return true
  }

  private mutating func discard(_ connection: inout Connection, _ head: RequestHead) {
    guard head.isPersistent, discardsBody(of: head) else {
      return connection.state.close(lingering: true)
    }
    connection.parser.takeBody(limitBytes: options.discardLimitBytes, keeping: false)
    connection.stage = .discarding
  }

  /// Answers a message that is none, and takes no other one from this connection.
  mutating func refuse(_ connection: inout Connection, _ fault: RequestFault) {
    counters.faults.add(1, ordering: .relaxed)
    let stage = connection.stage
    endSpooling(&connection)
    connection.stage = .none
    connection.backlog = []
    switch stage {
    case .discarding: break
    case .collecting(let request, _): refuse(&connection, fault, request)
    case .spooling(let spooling): refuse(&connection, fault, spooling.request)
    case .none, .held:
      let requestID = requestIDs.next()
      let pending = Pending(
        occasion: Occasion(
          isHead: false, minorVersion: 1, keepsAlive: false, requestID: requestID),
        endpoint: nil, method: nil, bytesIn: 0, receivedNanoseconds: now.monotonicNanoseconds)
      deliver(&connection, pending, service.refuse(fault, nil, requestID), nil)
    }
    connection.state.close(lingering: true)
  }

  /// Answers a request whose body does not come to its end.
  private mutating func refuse(
    _ connection: inout Connection, _ fault: RequestFault, _ request: Request
  ) {
    var pending = Pending(request, keepsAlive: false)
    pending.bytesIn = 0
    deliver(&connection, pending, service.refuse(fault, request.head, request.requestID), nil)
  }

  // MARK: Answers

  mutating func run(
    _ connection: inout Connection, _ request: Request, _ mode: Plan.Mode, keepsAlive: Bool
  ) {
    let pending = Pending(request, keepsAlive: keepsAlive)
    service.began?(request)
    switch mode {
    case .inline:
      deliver(&connection, pending, service.answer(request), request.head)
    case .pool:
      let leastBytes = options.gzipLeastBytes
      let answer = service.answer
      let isTaken = offload(&connection, pending, isSafe: request.method.isSafe) {
        Coding.coded(answer(request), for: request.head, leastBytes: leastBytes)
      }
      if !isTaken { overload(&connection, request.head, request.requestID) }
    case .later: answerLater(&connection, request, pending)
    }
  }

  /// Has an answer begun that comes when it is known. One that is known at once goes the way of every other.
  private mutating func answerLater(
    _ connection: inout Connection, _ request: Request, _ pending: Pending
  ) {
    let later = LaterAnswer()
    service.answerLater(request, reply(through: later, to: request.head, connection.token))
    if let response = later.expect(connection.answers.nextNumber) {
      return deliver(&connection, pending, response, request.head)
    }
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    _ = connection.answers.open(pending, isSafe: request.method.isSafe)
  }

  /// Sends an answer to its connection from any thread, after a lane has compressed it if the client takes that.
  private func reply(
    through later: LaterAnswer, to head: RequestHead, _ token: UInt64
  ) -> Reply {
    let leastBytes = options.gzipLeastBytes
    let offload = service.offload
    let mailbox = self.mailbox
    return Reply { response in
      guard let number = later.give(response) else { return }
      let coding = Coding(response, for: head, leastBytes: leastBytes)
      guard case .compress(let plain) = coding else {
        return mailbox.post(.answer(token: token, number: number, coding.response))
      }
      let isTaken = offload {
        mailbox.post(.answer(token: token, number: number, Coding.compressed(plain)))
      }
      if !isTaken { mailbox.post(.answer(token: token, number: number, plain)) }
    }
  }

  /// Answers the youngest request with what happens when every lane is busy.
  private mutating func overload(
    _ connection: inout Connection, _ head: RequestHead, _ requestID: RequestID
  ) {
    counters.faults.add(1, ordering: .relaxed)
    connection.answers.fillLast(with: service.refuse(.overloaded, head, requestID))
  }

  /// Has an answer made on a lane.
  ///
  /// - Returns: `false` when the lanes' queue is full: the request then waits for an answer from elsewhere.
  private mutating func offload(
    _ connection: inout Connection, _ pending: Pending, isSafe: Bool,
    _ work: @escaping @Sendable () -> Response
  ) -> Bool {
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    let number = connection.answers.open(pending, isSafe: isSafe)
    let token = connection.token
    let mailbox = self.mailbox
    return service.offload {
      mailbox.post(.answer(token: token, number: number, work()))
    }
  }

  /// Sends an answer if it is its turn, after compressing it on a lane if the client takes that.
  ///
  /// - Parameter head: of the request; `nil` for what is never compressed.
  private mutating func deliver(
    _ connection: inout Connection, _ pending: Pending, _ response: Response,
    _ head: RequestHead?
  ) {
    if let head, ContentCoding.isEligible(response, leastBytes: options.gzipLeastBytes) {
      return deliverCoded(&connection, pending, response, head)
    }
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    if connection.answers.isEmpty, connection.sending == nil {
      emit(&connection, pending, response)
    } else {
      _ = connection.answers.open(pending, isSafe: true)
      connection.answers.fillLast(with: response)
    }
  }

  private mutating func deliverCoded(
    _ connection: inout Connection, _ pending: Pending, _ response: Response, _ head: RequestHead
  ) {
    let coding = Coding(eligible: response, for: head)
    guard case .compress(let plain) = coding else {
      return deliver(&connection, pending, coding.response, nil)
    }
    let isTaken = offload(&connection, pending, isSafe: true) { Coding.compressed(plain) }
    if !isTaken { connection.answers.fillLast(with: plain) }
  }
}

extension RequestHead {
  /// Bytes of a body follow the head.
  var hasBody: Bool {
    switch framing {
    case .none, .length(0): false
    case .length, .chunked: true
    }
  }
}
