internal import HTTP
internal import Posix
internal import Synchronization

/// Events that are being sent: who is asked for them, and whether there may be new ones.
///
/// Between two events it holds no byte of them.
final class Watch {
  private let body: EventBody
  /// `nil` before the body has begun and after it has ended.
  private var feed: EventFeed?
  private(set) var bell: Bell?
  /// There may be something new. The beginning always is.
  var isDue = true

  init(_ body: EventBody) {
    self.body = body
  }

  /// Appends what is new.
  func next(into bytes: inout [UInt8], _ mailbox: Mailbox, _ token: UInt64) -> Production {
    isDue = false
    let feed = self.feed ?? begin(mailbox, token)
    // Whoever rings from now on is heard: what he rings for may come too late for this call.
    bell?.listen()
    return feed.next(&bytes)
  }

  private func begin(_ mailbox: Mailbox, _ token: UInt64) -> EventFeed {
    let bell = Bell(mailbox, token)
    let feed = body.begin { bell.ring() }
    self.bell = bell
    self.feed = feed
    return feed
  }

  /// Lets the feed go, if the body has begun and has not ended yet.
  func end() {
    bell?.fallSilent()
    bell = nil
    guard let feed else { return }
    self.feed = nil
    feed.end()
  }
}

/// What wakes a connection that sends events. Any thread may ring it at any time; however often it is rung, one letter is under way.
final class Bell: Sendable {
  /// It is rung already before the loop listens for the first time, since the beginning needs no letter.
  private let hasRung = Atomic<Bool>(true)
  private let mailbox: Mailbox
  private let token: UInt64

  init(_ mailbox: Mailbox, _ token: UInt64) {
    self.mailbox = mailbox
    self.token = token
  }

  func ring() {
    guard !hasRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
    mailbox.post(.wake(token: token, self))
  }

  /// Makes the next ring count. Everything that was rung for before is seen by the caller after this: that is why it exchanges.
  func listen() {
    _ = hasRung.exchange(false, ordering: .acquiringAndReleasing)
  }

  /// Makes no ring count any more.
  func fallSilent() {
    hasRung.store(true, ordering: .relaxed)
  }
}

// How a loop sends events.
//
// The socket tells when there is room, the bell when there is something new; the feed is asked when both is so. Nothing waits in
// between: who reads slowly is told the newest state later, and what is rung for meanwhile costs no letter. A client that hangs up is
// sent a line without meaning. If it has only finished sending, it skips the line; if it is gone, its machine answers with a reset.
extension Loop {
  /// Sends what is new, when everything before it has left.
  ///
  /// - Returns: `false` when there is nothing to be sent.
  mutating func tell(
    _ connection: inout Connection, _ sending: Sending, _ watch: Watch
  ) -> Bool {
    if isClosing {
      finishEvents(&connection, sending)
      return true
    }
    guard watch.isDue else { return false }
    var bytes: [UInt8] = []
    let production = watch.next(into: &bytes, mailbox, connection.token)
    if case .failed = production {
      drop(&connection)
      return false
    }
    append(bytes, to: sending)
    guard case .done = production else { return !bytes.isEmpty }
    finishEvents(&connection, sending)
    return true
  }

  /// Appends a part of the content, framed as its head has announced.
  mutating func append(_ bytes: [UInt8], to sending: Sending) {
    sending.sent += bytes.count
    if sending.framing == .chunked {
      ChunkedEncoder.append(bytes, to: &output)
    } else {
      output.append(contentsOf: bytes)
    }
  }

  private mutating func finishEvents(_ connection: inout Connection, _ sending: Sending) {
    if sending.framing == .chunked { ChunkedEncoder.appendEnd(to: &output) }
    finishSending(&connection)
  }

  /// Notes that there may be something new.
  func wake(_ connection: borrowing Connection, _ bell: Bell) {
    guard let watch = connection.sending?.watch, watch.bell === bell else { return }
    watch.isDue = true
  }

  /// Sends a line without meaning, so that proxies keep the connection and a client that is gone is found out.
  mutating func beat(_ connection: borrowing Connection) {
    guard !connection.isBlocked, let sending = connection.sending, sending.watch != nil else {
      return
    }
    append(EventStream.comment, to: sending)
  }
}
