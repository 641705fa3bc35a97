internal import Engine
internal import HTTP
internal import JSON
internal import Synchronization

extension Responder {
  /// Tells of each change of any job, until the client is gone.
  ///
  /// - Throws: `Failure.tooManyListeners`.
  func boardEvents() throws(Failure) -> Response {
    guard engine.jobListenerCount < TallyEngine.jobListenerLimit else {
      throw .tooManyListeners(TallyEngine.jobListenerLimit)
    }
    return .events(
      EventBody { [engine] wake in
        let feed = BoardFeed(engine, wake)
        return EventFeed(next: { feed.next(into: &$0) }, end: { feed.end() })
      })
  }
}

/// The events of all jobs for one client.
///
/// What was before it began is told by the list of jobs, which its client reads once it is connected, and again after each lost connection.
final class BoardFeed: Sendable {
  /// How long a client that has lost the connection waits before it comes again.
  private static let retryMilliseconds = 2000

  private let engine: TallyEngine
  private let listener: JobListener
  private let hasBegun = Atomic(false)

  /// - Parameter wake: called when there is something to tell.
  init(_ engine: TallyEngine, _ wake: @escaping @Sendable () -> Void) {
    self.engine = engine
    listener = engine.listenToJobs(wake)
  }

  /// Appends what has changed since the last call. A job that was removed meanwhile is told of by its number alone.
  func next(into bytes: inout [UInt8]) -> Production {
    if !hasBegun.exchange(true, ordering: .relaxed) {
      bytes.append(contentsOf: "retry: \(Self.retryMilliseconds)\n\n".utf8)
    }
    let changes = listener.take()
    for id in changes.ids {
      if case .found(let account) = engine.lookUp(id) {
        EventStream.append(event: "job", id: nil, data: account.text, to: &bytes)
      } else {
        EventStream.append(event: "gone", id: nil, data: Self.text(of: id), to: &bytes)
      }
    }
    if changes.isCutShort {
      EventStream.append(event: "reset", id: nil, data: Array("{}".utf8), to: &bytes)
    }
    return .more
  }

  /// Nobody listens any more.
  func end() { listener.end() }

  private static func text(of id: JobID) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("id")
    writer.string(id.description)
    writer.endObject()
    return writer.bytes
  }
}
