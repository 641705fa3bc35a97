internal import HTTP
internal import Posix

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
  func emit(_ connection: Connection, _ pending: Pending, _ response: Response) {
    var occasion = pending.occasion
    if isDraining, occasion.keepsAlive {
      occasion.keepsAlive = false
      connection.state.close(lingering: connection.holdsInput)
    }
    if case .bytes(let content) = response.body, content.count <= Self.copyBytes {
      _ = writer.write(response, for: occasion, into: &output)
      let sent = occasion.isHead || response.status.forbidsContent ? 0 : content.count
      return report(pending, response.status, bytesOut: sent, isComplete: true)
    }
    let framing = writer.writeHead(of: response, for: occasion, into: &output)
    if framing == .untilClose { connection.state.close(lingering: false) }
    let content: Connection.Sending.Content? =
      switch response.body {
      case _ where framing == .none: nil
      case .empty: nil
      case .bytes(let bytes): .bytes(bytes, sent: 0)
      case .file(let file): file.length > 0 ? .file(file, sent: 0) : nil
      case .stream(let stream):
        .stream(Connection.Streaming(producer: stream.producer, framing: framing))
      }
    guard let content else {
      return report(pending, response.status, bytesOut: 0, isComplete: true)
    }
    connection.sending = Connection.Sending(
      content: content, pending: pending, status: response.status)
  }

  /// Sends what can be sent, emits the answers that have come, and takes the requests that waited for room.
  func pump(_ connection: Connection) {
    repeat {
      emitReady(connection)
      guard flush(connection), connection.isOpen else { break }
    } while proceed(connection)
    if connection.isOpen { feed(connection) }
  }

  private func emitReady(_ connection: Connection) {
    while connection.sending == nil, output.count < options.outputLimitBytes,
      let (pending, response) = connection.answers.takeReady()
    {
      emit(connection, pending, response)
    }
  }

  /// Makes the next step once everything at hand has left.
  ///
  /// - Returns: `false` when there is none.
  private func proceed(_ connection: Connection) -> Bool {
    if connection.sending != nil { return advance(connection) }
    if connection.answers.hasReady { return true }
    guard connection.holdsInput, !connection.waitsForTurn, connection.state.phase == .open else {
      return false
    }
    return resumeTaking(connection) || !output.isEmpty
  }

  /// Sends the bytes at hand.
  ///
  /// - Returns: `false` when some are left, or the connection is gone.
  private func flush(_ connection: Connection) -> Bool {
    if connection.unsentCount > 0 { return flushUnsent(connection) }
    guard !output.isEmpty else { return !connection.isBlocked }
    do throws(Errno) {
      let count: Int
      if case .bytes(let content, sent: 0) = connection.sending?.content {
        count = try connection.socket.send(output, from: 0, then: content)
      } else {
        count = try connection.socket.send(output, from: 0, moreFollows: connection.sendsFile)
      }
      connection.sentBytes += count
      guard count >= output.count else {
        return keep(connection, from: count)
      }
      connection.sending?.note(sent: count - output.count)
      output.removeAll(keepingCapacity: true)
      return true
    } catch .wouldBlock {
      return keep(connection, from: 0)
    } catch {
      drop(connection)
      return false
    }
  }

  /// Keeps what the socket did not take.
  private func keep(_ connection: Connection, from place: Int) -> Bool {
    connection.unsent = Array(output[place...])
    connection.unsentPlace = 0
    output.removeAll(keepingCapacity: true)
    connection.isBlocked = true
    return false
  }

  private func flushUnsent(_ connection: Connection) -> Bool {
    if !output.isEmpty {
      if connection.unsentPlace > connection.unsent.count / 2 {
        connection.unsent.removeFirst(connection.unsentPlace)
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
      drop(connection)
    }
    return false
  }

  /// Goes on with the content that is being sent, when everything before it has left.
  ///
  /// - Returns: `false` when it has to wait for the client, a lane or its turn.
  private func advance(_ connection: Connection) -> Bool {
    guard let sending = connection.sending else { return true }
    do throws(Errno) {
      switch sending.content {
      case .bytes(let bytes, let sent):
        guard sent < bytes.count else { return finishSending(connection) }
        let count = try connection.socket.send(bytes, from: sent)
        connection.sentBytes += count
        connection.sending?.note(sent: count)
        if sent + count == bytes.count { return finishSending(connection) }
        connection.isBlocked = true
      case .file(let file, let sent):
        return try advance(connection, file, sent: sent)
      case .stream: break
      }
    } catch .wouldBlock {
      connection.isBlocked = true
    } catch {
      drop(connection)
    }
    return false
  }

  private func advance(
    _ connection: Connection, _ file: FileBody, sent start: Int
  ) throws(Errno) -> Bool {
    var sent = start
    while sent < file.length, sent - start < Self.fileTurnBytes {
      let count = try connection.socket.sendFile(
        file.descriptor, from: file.offset + sent, count: file.length - sent)
      guard count > 0 else {
        // The file has become shorter than what was promised.
        drop(connection)
        return false
      }
      sent += count
      connection.sentBytes += count
      connection.sending?.note(sent: count)
    }
    if sent == file.length { return finishSending(connection) }
    // Ready for more, but others first: epoll reports it again at once.
    connection.isBlocked = true
    return false
  }

  private func finishSending(_ connection: Connection) -> Bool {
    guard let sending = connection.sending else { return true }
    connection.sending = nil
    report(sending.pending, sending.status, bytesOut: sending.sent, isComplete: true)
    return true
  }

  // MARK: Streams

  /// Has the next piece of a stream made, if there is room for it.
  private func feed(_ connection: Connection) {
    guard case .stream(var streaming) = connection.sending?.content,
      let producer = streaming.producer,
      connection.unsentCount + Self.pieceBytes <= max(options.outputLimitBytes, Self.pieceBytes)
    else { return }
    let token = connection.token
    let mailbox = self.mailbox
    let isTaken = service.offload {
      mailbox.post(.piece(token: token, Self.piece(from: producer)))
    }
    if isTaken {
      streaming.producer = nil
      connection.sending?.content = .stream(streaming)
    } else {
      waitForLane(connection)
    }
  }

  private static func piece(from producer: any BodyProducer) -> Piece {
    var producer = producer
    var bytes: [UInt8] = []
    var production = Production.more
    while case .more = production, bytes.count < pieceBytes {
      production = producer.next(into: &bytes)
    }
    return Piece(bytes: bytes, production: production, producer: producer)
  }

  /// Puts a piece that a lane has made into the output.
  func take(_ piece: Piece, _ connection: Connection) {
    guard case .stream(var streaming) = connection.sending?.content else { return }
    streaming.sent += piece.bytes.count
    streaming.producer = piece.producer
    connection.sending?.content = .stream(streaming)
    var isBroken = false
    if case .length(let length) = streaming.framing {
      if case .done = piece.production { isBroken = streaming.sent != length }
      if streaming.sent > length { isBroken = true }
    }
    if case .failed = piece.production { isBroken = true }
    // The client sees a body that ends too early, and so knows that something is missing.
    if isBroken { return drop(connection) }
    if streaming.framing == .chunked {
      ChunkedEncoder.append(piece.bytes, to: &output)
    } else {
      output.append(contentsOf: piece.bytes)
    }
    if case .done = piece.production {
      if streaming.framing == .chunked { ChunkedEncoder.appendEnd(to: &output) }
      _ = finishSending(connection)
    }
  }

  // MARK: Reports

  private func report(_ pending: Pending, _ status: Status, bytesOut: Int, isComplete: Bool) {
    guard let ended = service.ended else { return }
    ended(
      Exchange(
        requestID: pending.occasion.requestID, endpoint: pending.endpoint, method: pending.method,
        status: status, bytesIn: pending.bytesIn, bytesOut: bytesOut,
        durationNanoseconds: Moment.now().monotonicNanoseconds - pending.receivedNanoseconds,
        isComplete: isComplete))
  }

  /// Reports what a connection that is gone will not get.
  func abandon(_ connection: Connection) {
    if let sending = connection.sending {
      connection.sending = nil
      report(sending.pending, sending.status, bytesOut: sending.sent, isComplete: false)
    }
    for (pending, response) in connection.answers.takeAll() {
      report(pending, response?.status ?? Exchange.clientGone, bytesOut: 0, isComplete: false)
    }
  }
}

extension Connection {
  /// A file follows the bytes at hand.
  var sendsFile: Bool {
    if case .file = sending?.content { return true }
    return false
  }
}

extension Connection.Sending {
  /// How much of the content was sent.
  var sent: Int {
    switch content {
    case .bytes(_, let sent), .file(_, let sent): sent
    case .stream(let streaming): streaming.sent
    }
  }

  mutating func note(sent count: Int) {
    switch content {
    case .bytes(let bytes, let sent): content = .bytes(bytes, sent: sent + count)
    case .file(let file, let sent): content = .file(file, sent: sent + count)
    case .stream: break
    }
  }
}
