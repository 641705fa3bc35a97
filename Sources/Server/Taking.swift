internal import HTTP
internal import Posix
internal import Synchronization

// How a loop takes requests out of bytes and has them answered.
extension Loop {
  /// Takes as many requests as the connection may start now, and keeps the rest of the bytes.
  func take(_ connection: Connection, _ bytes: [UInt8], from start: Int, to end: Int) {
    var place = start
    var turns = 0
    while place < end, mayTake(connection) {
      if turns == options.turnLimit {
        waitForTurn(connection)
        break
      }
      turns += 1
      switch connection.parser.next(in: bytes, from: &place, to: end, limits: options.limits) {
      case .incomplete: break
      case .head(let head): begin(connection, head)
      case .body(let body): complete(connection, body)
      case .fault(let fault): refuse(connection, fault)
      }
    }
    if place < end, connection.isOpen, connection.state.phase == .open {
      connection.backlog = Array(bytes[place..<end])
      connection.backlogPlace = 0
    } else if connection.state.phase != .open, place < end {
      // What the client sent after its last request will not be read.
      connection.state.close(lingering: true)
    }
  }

  /// Goes on with what was kept.
  ///
  /// - Returns: `false` when nothing of it could be taken.
  func resumeTaking(_ connection: Connection) -> Bool {
    var isChanged = false
    if case .held(let head) = connection.stage {
      guard connection.sending == nil, mayStart(connection, head) else { return false }
      connection.stage = .none
      start(connection, head)
      isChanged = true
    }
    guard connection.backlogPlace < connection.backlog.count, mayTake(connection) else {
      return isChanged
    }
    let bytes = connection.backlog
    let place = connection.backlogPlace
    connection.backlog = []
    connection.backlogPlace = 0
    take(connection, bytes, from: place, to: bytes.count)
    return true
  }

  func mayTake(_ connection: Connection) -> Bool {
    connection.isOpen && !connection.isHolding
      && connection.state.takesRequests(
        underWay: connection.answers.count, unsentBytes: connection.unsentCount + output.count,
        isSendingBody: connection.sending != nil, options)
  }

  private func mayStart(_ connection: Connection, _ head: RequestHead) -> Bool {
    let isSafe = head.method.isSafe && !head.hasBody
    return ConnectionState.mayStart(isSafe: isSafe, beside: connection.answers)
  }

  private func begin(_ connection: Connection, _ head: RequestHead) {
    connection.requests += 1
    counters.requests.add(1, ordering: .relaxed)
    if mayStart(connection, head) {
      start(connection, head)
    } else {
      connection.stage = .held(head)
    }
  }

  private func start(_ connection: Connection, _ head: RequestHead) {
    let requestID = head.givenID ?? requestIDs.next()
    switch service.plan(head, requestID) {
    case .refuse(let response):
      refuseEarly(connection, head, requestID, response)
    case .accept(let mode, let body, let endpoint, let parameters):
      let reception = Connection.Reception(
        head: head, requestID: requestID, keepsAlive: head.isPersistent, mode: mode,
        endpoint: endpoint, parameters: parameters, received: now)
      guard head.hasBody else { return run(connection, reception, body: []) }
      switch body {
      case .none:
        let keeps = discardsBody(of: head)
        run(connection, reception, body: [], keepsAlive: keeps && head.isPersistent)
        if connection.isOpen { discard(connection, head) }
      case .memory(let limit):
        collect(connection, reception, limitBytes: limit)
      }
    }
  }

  private func collect(_ connection: Connection, _ reception: Connection.Reception, limitBytes: Int)
  {
    let head = reception.head
    if case .length(let length) = head.framing, length > limitBytes {
      counters.faults.add(1, ordering: .relaxed)
      let response = service.refuse(
        .bodyTooLarge(limitBytes: limitBytes), head, reception.requestID)
      return refuseEarly(connection, head, reception.requestID, response)
    }
    connection.parser.takeBody(limitBytes: limitBytes, keeping: true)
    connection.stage = .collecting(reception)
    if head.expectsContinue { output.append(contentsOf: ResponseWriter.continueLine) }
  }

  private func complete(_ connection: Connection, _ body: [UInt8]) {
    let stage = connection.stage
    connection.stage = .none
    if case .collecting(let reception) = stage { run(connection, reception, body: body) }
  }

  // MARK: Refusals

  /// Answers before the body is read.
  private func refuseEarly(
    _ connection: Connection, _ head: RequestHead, _ requestID: RequestID, _ response: Response
  ) {
    let keeps = head.isPersistent && (!head.hasBody || discardsBody(of: head))
    deliver(connection, pending(head, requestID, keepsAlive: keeps, received: now), response, head)
    if head.hasBody, connection.isOpen { discard(connection, head) }
  }

  /// Whether an unwanted body is read to its end, so that the connection can be used again.
  ///
  /// A client that waits for 100 will perhaps never send its body, so the next bytes cannot be told from it.
  private func discardsBody(of head: RequestHead) -> Bool {
    if head.expectsContinue { return false }
    if case .length(let length) = head.framing { return length <= options.discardLimitBytes }
    return true
  }

  private func discard(_ connection: Connection, _ head: RequestHead) {
    guard head.isPersistent, discardsBody(of: head) else {
      return connection.state.close(lingering: true)
    }
    connection.parser.takeBody(limitBytes: options.discardLimitBytes, keeping: false)
    connection.stage = .discarding
  }

  /// Answers a message that is none, and takes no other one from this connection.
  func refuse(_ connection: Connection, _ fault: RequestFault) {
    counters.faults.add(1, ordering: .relaxed)
    let stage = connection.stage
    connection.stage = .none
    connection.backlog = []
    connection.backlogPlace = 0
    defer { connection.state.close(lingering: true) }
    switch stage {
    case .discarding: return
    case .collecting(let reception):
      let pending = pending(
        reception.head, reception.requestID, keepsAlive: false, received: reception.received)
      deliver(
        connection, pending, service.refuse(fault, reception.head, reception.requestID), nil)
    case .none, .held:
      let requestID = requestIDs.next()
      let pending = Pending(
        occasion: Occasion(
          isHead: false, minorVersion: 1, keepsAlive: false, requestID: requestID),
        endpoint: nil, method: nil, bytesIn: 0, receivedNanoseconds: now.monotonicNanoseconds)
      deliver(connection, pending, service.refuse(fault, nil, requestID), nil)
    }
  }

  // MARK: Answers

  private func pending(
    _ head: RequestHead, _ requestID: RequestID, keepsAlive: Bool, received: Moment
  ) -> Pending {
    Pending(
      occasion: Occasion(
        isHead: head.method == .head, minorVersion: head.minorVersion, keepsAlive: keepsAlive,
        requestID: requestID),
      endpoint: nil, method: head.method, bytesIn: 0,
      receivedNanoseconds: received.monotonicNanoseconds)
  }

  private func run(
    _ connection: Connection, _ reception: Connection.Reception, body: [UInt8],
    keepsAlive: Bool? = nil
  ) {
    let head = reception.head
    var pending = pending(
      head, reception.requestID, keepsAlive: keepsAlive ?? reception.keepsAlive,
      received: reception.received)
    pending.endpoint = reception.endpoint
    pending.bytesIn = body.count
    let request = Request(
      head: head, body: body, requestID: reception.requestID,
      receivedWallNanoseconds: reception.received.wallNanoseconds,
      receivedMonotonicNanoseconds: reception.received.monotonicNanoseconds,
      endpoint: reception.endpoint, parameters: reception.parameters)
    service.began?(request)
    switch reception.mode {
    case .inline:
      deliver(connection, pending, service.answer(request), head)
    case .pool:
      let leastBytes = options.gzipLeastBytes
      let answer = service.answer
      offload(connection, pending, head) {
        Coding.coded(answer(request), for: head, leastBytes: leastBytes)
      }
    }
  }

  /// Has an answer made on a lane.
  private func offload(
    _ connection: Connection, _ pending: Pending, _ head: RequestHead,
    _ work: @escaping @Sendable () -> Response
  ) {
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    let isSafe = head.method.isSafe
    let number = connection.answers.open(pending, isSafe: isSafe)
    let token = connection.token
    let mailbox = self.mailbox
    let isTaken = service.offload {
      mailbox.post(.answer(token: token, number: number, work()))
    }
    if !isTaken {
      connection.answers.fill(
        number, with: service.refuse(.overloaded, head, pending.occasion.requestID))
    }
  }

  /// Sends an answer if it is its turn, after compressing it on a lane if the client takes that.
  ///
  /// - Parameter head: of the request; `nil` for what is never compressed.
  private func deliver(
    _ connection: Connection, _ pending: Pending, _ response: Response, _ head: RequestHead?
  ) {
    var response = response
    if let head, Coding.isEligible(response, leastBytes: options.gzipLeastBytes) {
      ContentCoding.markVarying(&response)
      if ContentCoding.acceptsGzip(head) {
        let plain = response
        return offloadCoding(connection, pending, head, plain)
      }
    }
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    if connection.answers.isEmpty, connection.sending == nil {
      emit(connection, pending, response)
    } else {
      let number = connection.answers.open(pending, isSafe: true)
      connection.answers.fill(number, with: response)
    }
  }

  private func offloadCoding(
    _ connection: Connection, _ pending: Pending, _ head: RequestHead, _ plain: Response
  ) {
    if !pending.occasion.keepsAlive { connection.state.close(lingering: false) }
    let number = connection.answers.open(pending, isSafe: true)
    guard case .bytes = plain.body else {
      // Files and streams are compressed as they are sent, and that is on a lane.
      return connection.answers.fill(number, with: Coding.compressed(plain))
    }
    let token = connection.token
    let mailbox = self.mailbox
    let isTaken = service.offload {
      mailbox.post(.answer(token: token, number: number, Coding.compressed(plain)))
    }
    if !isTaken { connection.answers.fill(number, with: plain) }
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

/// Compression as the server does it.
enum Coding {
  static func isEligible(_ response: Response, leastBytes: Int) -> Bool {
    ContentCoding.isEligible(response, leastBytes: leastBytes)
  }

  /// The response, compressed if it gains by it and the client takes it.
  static func coded(_ response: Response, for head: RequestHead, leastBytes: Int) -> Response {
    guard isEligible(response, leastBytes: leastBytes) else { return response }
    var response = response
    ContentCoding.markVarying(&response)
    return ContentCoding.acceptsGzip(head) ? compressed(response) : response
  }

  static func compressed(_ response: Response) -> Response {
    ContentCoding.compressed(response) { FileProducer(file: $0) }
  }
}

/// Reads a file body piece by piece, on a lane.
struct FileProducer: BodyProducer {
  private let file: FileBody
  private var place = 0

  init(file: FileBody) {
    self.file = file
  }

  mutating func next(into bytes: inout [UInt8]) -> Production {
    let wanted = min(64 * 1024, file.length - place)
    guard wanted > 0 else { return .done }
    guard
      let count = try? readFile(
        file.descriptor, from: file.offset + place, count: wanted, into: &bytes), count > 0
    else { return .failed }
    place += count
    return place == file.length ? .done : .more
  }
}
