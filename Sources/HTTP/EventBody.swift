/// Server-sent events: a body that is sent bit by bit whenever something has happened. It costs no thread and no buffer while nothing does.
///
/// The server sends comment lines of its own between the events, so that a silent connection stays open.
package struct EventBody: Sendable {
  /// Begins. Called once, on the loop, when the head of the response has left or is about to.
  ///
  /// It is given what wakes the connection: any thread may call that, at any time and as often as it likes, when `EventFeed.next` may have
  /// something new. Several wakes may end in one call.
  package let begin: @Sendable (_ wake: @escaping @Sendable () -> Void) -> EventFeed

  package init(begin: @escaping @Sendable (_ wake: @escaping @Sendable () -> Void) -> EventFeed) {
    self.begin = begin
  }
}

/// What an event body takes its bytes from once it has begun.
package struct EventFeed: Sendable {
  /// Appends what is new since the last call: whole events (`EventStream.append`), since a comment may follow. Called on the loop: it takes microseconds and never blocks. It is called once at the beginning, and
  /// after wakes, but only while the client takes what was sent: who reads slowly gets the newest state, not every one between.
  ///
  /// `.more` waits for the next wake, `.done` ends the body, `.failed` cuts the connection.
  package let next: @Sendable (inout [UInt8]) -> Production
  /// Nothing will be asked any more: the body has ended or the client is gone. Called once, on the loop.
  package let end: @Sendable () -> Void

  package init(
    next: @escaping @Sendable (inout [UInt8]) -> Production, end: @escaping @Sendable () -> Void
  ) {
    self.next = next
    self.end = end
  }
}
