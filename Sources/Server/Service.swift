package import HTTP
package import Posix

/// What the server is given to serve. It is all that the server knows of it.
package struct Service: Sendable {
  /// Decides about a request when its head is complete, before its body is read. Called on a loop: it must not block.
  package var plan: @Sendable (RequestHead, RequestID, Arrival) -> Plan
  /// Answers a whole request: on the loop if the plan said `.inline`, on a lane if it said `.pool`.
  package var answer: @Sendable (Request) -> Response
  /// Begins to answer a whole request whose plan said `.later`, on the loop; the reply may come from any thread.
  package var answerLater: @Sendable (Request, Reply) -> Void
  /// Has work done on a lane; `false` when the queue is full.
  package var offload: @Sendable (@escaping @Sendable () -> Void) -> Bool
  /// Says in the right shape what is wrong with a message. The head is there if it was complete.
  package var refuse: @Sendable (RequestFault, RequestHead?, RequestID) -> Response
  /// Opens what the body of an upload is written into. Called on a loop when the plan said `.spool`.
  package var openDraft: @Sendable () -> Result<DraftFile, Errno>
  /// Told of each request before it is answered, on the loop.
  package var began: (@Sendable (Request) -> Void)?
  /// Told of each answer when its last byte was handed to the kernel, or will not be, on the loop.
  package var ended: (@Sendable (Exchange) -> Void)?

  package init(
    plan: @escaping @Sendable (RequestHead, RequestID, Arrival) -> Plan,
    answer: @escaping @Sendable (Request) -> Response,
    answerLater: @escaping @Sendable (Request, Reply) -> Void = {
      $1.send(Response(.notImplemented))
    },
    offload: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool,
    refuse: @escaping @Sendable (RequestFault, RequestHead?, RequestID) -> Response,
    openDraft: @escaping @Sendable () -> Result<DraftFile, Errno>,
    began: (@Sendable (Request) -> Void)? = nil,
    ended: (@Sendable (Exchange) -> Void)? = nil
  ) {
    self.plan = plan
    self.answer = answer
    self.answerLater = answerLater
    self.offload = offload
    self.refuse = refuse
    self.openDraft = openDraft
    self.began = began
    self.ended = ended
  }
}

/// What becomes of a request whose head is complete.
package enum Plan: Sendable {
  /// Where a request is answered.
  package enum Mode: Sendable {
    /// In the loop: under about 50 microseconds, and nothing that blocks.
    case inline
    /// On a lane.
    case pool
    /// The loop begins it, and the answer comes when it is known.
    case later
  }

  /// What becomes of a request's body.
  package enum BodyPlan: Sendable {
    /// The endpoint takes none; one that comes is read and thrown away.
    case none
    /// It is kept in memory, and answered with 413 when it is longer.
    case memory(limitBytes: Int)
    /// It is written to a file as it comes, and answered with 413 when it is longer. The request then holds an `Upload`; it holds none
    /// if there was no body.
    case spool(limitBytes: Int)
  }

  /// The request is read to its end and answered. `endpoint`, `parameters` and `answerFields` come back in the `Request`.
  case accept(
    mode: Mode, body: BodyPlan, endpoint: Int = 0, parameters: Parameters = Parameters(),
    answerFields: AnswerFields = .none)
  /// The request is answered at once, without its body.
  case refuse(Response)
}

/// A request and its answer, for log lines and counters.
package struct Exchange: Sendable {
  package var requestID: RequestID
  /// The endpoint of the plan; `nil` for what was refused before there was one.
  package var endpoint: Int?
  /// `nil` when the head was not complete.
  package var method: Method?
  package var status: Status
  /// The request's body, without framing.
  package var bytesIn: Int
  /// The response's content, without head and framing.
  package var bytesOut: Int
  /// When the answer's last byte was handed to the kernel, or was given up.
  package var ended: Moment
  /// From the head's last byte to then.
  package var durationNanoseconds: Int64
  /// The whole answer was handed to the kernel.
  package var isComplete: Bool

  /// The status of a request whose client went away before there was an answer. It was never sent; the number is nginx's.
  package static let clientGone = Status(499)
}
