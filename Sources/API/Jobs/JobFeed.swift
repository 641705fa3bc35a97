internal import Engine
internal import HTTP
internal import Synchronization

extension Responder {
  /// Tells of each change of a job until it is finished.
  func jobEvents(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    let account = try account(of: id)
    let known = EventStream.lastEventID(of: request.fields).flatMap { Int($0) }
    // An event source that is told nothing new would connect again and again; 204 ends it (HTML, section 9.2.3).
    if account.state.isFinal, known == account.revision { return Response(.noContent) }
    return .events(
      EventBody { [engine] wake in
        let feed = JobFeed(id, engine, known: known == account.revision ? account : nil, wake)
        return EventFeed(next: { feed.next(into: &$0) }, end: { feed.end() })
      })
  }
}

/// The events of one job for one client.
///
/// All calls come from the loop of the client's connection; what was told is kept in atomics because a value that closures share has to be.
final class JobFeed: Sendable {
  /// How long a client that has lost the connection waits before it comes again.
  private static let retryMilliseconds = 2000
  private static let none = -1

  private let id: JobID
  private let engine: TallyEngine
  private let watch: JobWatch
  /// The revision that the client knows.
  private let revision: Atomic<Int>
  /// The place of the state that the client knows among all states.
  private let state: Atomic<Int>
  private let hasBegun = Atomic(false)

  /// - Parameters:
  ///   - known: what the client was told last, if nothing has changed since.
  ///   - wake: called when there may be something to tell.
  init(
    _ id: JobID, _ engine: TallyEngine, known: JobAccount?, _ wake: @escaping @Sendable () -> Void
  ) {
    self.id = id
    self.engine = engine
    revision = Atomic(known?.revision ?? Self.none)
    state = Atomic(known.map { Self.place(of: $0.state) } ?? Self.none)
    // The watch begins before the job is looked at, so no change falls between both.
    watch = engine.watch(id, wake)
  }

  /// Appends an event if the client does not know where the job stands.
  func next(into bytes: inout [UInt8]) -> Production {
    // Somebody may have removed a finished job; the client learns that from the 410 when it comes again.
    guard case .found(let account) = engine.lookUp(id) else { return .done }
    if revision.exchange(account.revision, ordering: .relaxed) != account.revision {
      append(account, to: &bytes)
    }
    return account.state.isFinal ? .done : .more
  }

  /// Nobody listens any more.
  func end() { watch.end() }

  private func append(_ account: JobAccount, to bytes: inout [UInt8]) {
    let place = Self.place(of: account.state)
    let isSameState = state.exchange(place, ordering: .relaxed) == place
    let isFirst = !hasBegun.exchange(true, ordering: .relaxed)
    EventStream.append(
      event: isSameState ? "progress" : "state", id: "\(account.revision)", data: account.text,
      retryMilliseconds: isFirst ? Self.retryMilliseconds : nil, to: &bytes)
  }

  private static func place(of state: JobState) -> Int {
    JobState.allCases.firstIndex(of: state) ?? none
  }
}
