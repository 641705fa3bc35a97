internal import HTTP
internal import Posix

/// Content that follows a head that has left or is at hand.
final class Sending {
  enum Content {
    case bytes([UInt8])
    case file(FileBody)
    /// Without its producer while a lane has it.
    case stream((any BodyProducer)?)
    case events(Watch)
  }

  var content: Content
  let framing: ResponseFraming
  /// How many bytes of the content were sent, or put into the output.
  var sent = 0
  let pending: Pending
  let status: Status

  init(_ content: Content, _ framing: ResponseFraming, _ pending: Pending, _ status: Status) {
    self.content = content
    self.framing = framing
    self.pending = pending
    self.status = status
  }

  /// The events, if it is events that are sent.
  var watch: Watch? {
    guard case .events(let watch) = content else { return nil }
    return watch
  }
}

// How a loop sends answers: heads and short texts from the loop's one buffer, long texts from their own, files by the kernel,
// streams as lanes make them.
extension Loop {
  /// Content longer than this is sent from where it is, in the same call as its head.
  private static let copyBytes = 8 * 1024
  /// What a lane makes in one go.
  private static let pieceBytes = 64 * 1024
  /// What is sent of a file before others have their turn.
  private static let fileTurnBytes = 2 * 1024 * 1024

  /// Appends an answer to the output; content that does not go there follows as `sending`.
  mutating func emit(
    _ connection: inout Connection, _ pending: consuming Pending, _ response: Response
  ) {
    if isDraining, pending.occasion.keepsAlive {
      pending.occasion.keepsAlive = false
      connection.state.close(lingering: connection.holdsInput)
    }
    if case .bytes(let content) = response.body, content.count <= Self.copyBytes {
      let count = writer.write(
        content, response.status, response.fields, for: pending.occasion, into: &output)
      return report(pending, response.status, bytesOut: count, isComplete: true)
    }
    let framing = writer.writeHead(of: response, for: pending.occasion, into: &output)
    if framing == .untilClose { connection.state.close(lingering: false) }
    guard framing != .none, framing != .length(0), let content = Sending.Content(response.body)
    else { return report(pending, response.status, bytesOut: 0, isComplete: true) }
    connection.sending = Sending(content, framing, pending, response.status)
  }

  /// Sends what can be sent, emits the answers that have come, and takes the requests that waited for room.
  mutating func pump(_ connection: inout Connection) {
    repeat {
      emitReady(&connection)
      guard flush(&connection), connection.isOpen else { break }
    } while proceed(&connection)
    if connection.isOpen, connection.sending != nil { feed(&connection) }
  }

  private mutating func emitReady(_ connection: inout Connection) {
    while !connection.answers.isEmpty, connection.sending == nil,
      output.count < options.outputLimitBytes,
      let (pending, response) = connection.answers.takeReady()
    {
      emit(&connection, pending, response)
    }
  }

  /// Makes the next step once everything at hand has left.
  ///
  /// - Returns: `false` when there is none.
  private mutating func proceed(_ connection: inout Connection) -> Bool {
    if let sending = connection.sending { return advance(&connection, sending) }
    if connection.answers.hasReady { return true }
    guard connection.holdsInput, !connection.waitsForTurn, connection.state.phase == .open else {
      return false
    }
    return resumeTaking(&connection) || !output.isEmpty
  }

  /// Sends the bytes at hand.
  ///
  /// - Returns: `false` when some are left, or the connection is gone.
  private mutating func flush(_ connection: inout Connection) -> Bool {
    if connection.unsentCount > 0 { return flushUnsent(&connection) }
    guard !output.isEmpty else { return !connection.isBlocked }
    do throws(Errno) {
      let count = try sendOutput(connection)
      connection.sentBytes += count
      guard count >= output.count else {
        keepOutput(&connection, from: count)
        return false
      }
      if count > output.count { connection.sending?.sent += count - output.count }
      output.removeAll(keepingCapacity: true)
      return true
    } catch .wouldBlock {
      keepOutput(&connection, from: 0)
    } catch {
      drop(&connection)
    }
    return false
  }

  /// Sends the output, and the long text that follows it, in one call.
  ///
  /// - Returns: how many bytes were taken of both together.
  @inline(__always)
  private func sendOutput(_ connection: borrowing Connection) throws(Errno) -> Int {
    guard let sending = connection.sending, sending.sent == 0 else {
      return try connection.socket.send(output, from: 0)
    }
    return switch sending.content {
    case .bytes(let text): try connection.socket.send(output, from: 0, then: text)
    case .file: try connection.socket.send(output, from: 0, moreFollows: true)
    case .stream, .events: try connection.socket.send(output, from: 0)
    }
  }

  /// Keeps what the socket did not take.
  private mutating func keepOutput(_ connection: inout Connection, from place: Int) {
    connection.unsent = Array(output[place...])
    connection.unsentPlace = 0
    output.removeAll(keepingCapacity: true)
    connection.isBlocked = true
  }

  private mutating func flushUnsent(_ connection: inout Connection) -> Bool {
    if !output.isEmpty {
      if connection.unsentPlace > connection.unsent.count / 2 {
        connection.unsent.removeSubrange(..<connection.unsentPlace)
        connection.unsentPlace = 0
      }
      connection.unsent.append(contentsOf: output)
      output.removeAll(keepingCapacity: true)
    }
    guard !connection.isBlocked else { return false }
    do throws(Errno) {
      let count = try connection.socket.send(connection.unsent, from: connection.unsentPlace)
      connection.sentBytes += count
      connection.unsentPlace += count
      guard connection.unsentPlace == connection.unsent.count else {
        connection.isBlocked = true
        return false
      }
      connection.unsent = []
      connection.unsentPlace = 0
      return true
    } catch .wouldBlock {
      connection.isBlocked = true
    } catch {
      drop(&connection)
    }
    return false
  }

  /// Goes on with the content that is being sent, when everything before it has left.
  ///
  /// - Returns: `false` when it has to wait for the client, a lane or its turn.
  private mutating func advance(_ connection: inout Connection, _ sending: Sending) -> Bool {
    let length: Int
    switch sending.content {
    case .bytes(let text): length = text.count
    case .file(let file): length = file.length
    case .stream: return false
    case .events(let watch): return tell(&connection, sending, watch)
    }
    var turn = 0
    do throws(Errno) {
      while sending.sent < length, turn < Self.fileTurnBytes {
        let count = try sendSome(connection, sending)
        guard count > 0 else {
          // The file has become shorter than what was promised.
          drop(&connection)
          return false
        }
        turn += count
        connection.sentBytes += count
        sending.sent += count
      }
    } catch .wouldBlock {
      connection.isBlocked = true
      return false
    } catch {
      drop(&connection)
      return false
    }
    guard sending.sent == length else {
      // There is room for more, but others come first: the poller reports it again at once.
      connection.isBlocked = true
      return false
    }
    finishSending(&connection)
    return true
  }

  private func sendSome(
    _ connection: borrowing Connection, _ sending: Sending
  ) throws(Errno) -> Int {
    switch sending.content {
    case .bytes(let text): try connection.socket.send(text, from: sending.sent)
    case .file(let file):
      try connection.socket.sendFile(
        file.descriptor, from: file.offset + sending.sent, count: file.length - sending.sent)
    case .stream, .events: 0
    }
  }

  mutating func finishSending(_ connection: inout Connection) {
    guard let sending = connection.sending else { return }
    connection.sending = nil
    sending.watch?.end()
    // Its head promised to go on, but that was before the server began to end.
    if isDraining { connection.state.close(lingering: connection.holdsInput) }
    report(sending.pending, sending.status, bytesOut: sending.sent, isComplete: true)
  }

  // MARK: Streams

  /// Has the next piece of a stream made, if there is room for it.
  private mutating func feed(_ connection: inout Connection) {
    guard let sending = connection.sending, case .stream(let producer?) = sending.content,
      connection.unsentCount + Self.pieceBytes <= max(options.outputLimitBytes, Self.pieceBytes)
    else { return }
    let token = connection.token
    let mailbox = self.mailbox
    let isTaken = service.offload {
      mailbox.post(.piece(token: token, Piece.make(producer, leastBytes: Self.pieceBytes)))
    }
    if isTaken {
      sending.content = .stream(nil)
    } else {
      waitForLane(&connection)
    }
  }

  /// Puts a piece that a lane has made into the output.
  mutating func take(_ piece: Piece, _ connection: inout Connection) {
    guard let sending = connection.sending, case .stream = sending.content else { return }
    sending.content = .stream(piece.producer)
    append(piece.bytes, to: sending)
    // The client sees a body that ends too early, and so knows that something is missing.
    guard !piece.breaks(sending.framing, sent: sending.sent) else { return drop(&connection) }
    guard case .done = piece.production else { return }
    if sending.framing == .chunked { ChunkedEncoder.appendEnd(to: &output) }
    finishSending(&connection)
  }

  // MARK: Reports

  private func report(_ pending: Pending, _ status: Status, bytesOut: Int, isComplete: Bool) {
    guard let ended = service.ended else { return }
    let end = now.at(monotonicNanoseconds: Moment.monotonicNanoseconds())
    ended(
      Exchange(
        requestID: pending.occasion.requestID, endpoint: pending.endpoint, method: pending.method,
        status: status, bytesIn: pending.bytesIn, bytesOut: bytesOut, ended: end,
        durationNanoseconds: end.monotonicNanoseconds - pending.receivedNanoseconds,
        isComplete: isComplete))
  }

  /// Reports what a connection that is gone will not get.
  mutating func abandon(_ connection: inout Connection) {
    if let sending = connection.sending {
      connection.sending = nil
      sending.watch?.end()
      report(sending.pending, sending.status, bytesOut: sending.sent, isComplete: false)
    }
    for (pending, response) in connection.answers.takeAll() {
      report(pending, response?.status ?? Exchange.clientGone, bytesOut: 0, isComplete: false)
    }
  }
}

extension Sending.Content {
  init?(_ body: Body) {
    switch body {
    case .empty: return nil
    case .bytes(let text): self = .bytes(text)
    case .file(let file): self = .file(file)
    case .stream(let stream): self = .stream(stream.producer)
    case .events(let events): self = .events(Watch(events))
    }
  }
}

extension Piece {
  /// Has a producer make as much as is worth sending. Called on a lane.
  static func make(_ producer: any BodyProducer, leastBytes: Int) -> Piece {
    var producer = producer
    var bytes: [UInt8] = []
    var production = Production.more
    while case .more = production, bytes.count < leastBytes {
      production = producer.next(into: &bytes)
    }
    return Piece(bytes: bytes, production: production, producer: producer)
  }

  /// The body cannot become what its head has promised.
  func breaks(_ framing: ResponseFraming, sent: Int) -> Bool {
    if case .failed = production { return true }
    guard case .length(let length) = framing else { return false }
    if case .done = production { return sent != length }
    return sent > length
  }
}
