internal import Engine
internal import HTTP
internal import Synchronization

/// The statistics of a window for one client, again and again.
///
/// A lane makes each answer, since quantiles take longer than a loop may; the loop sends the newest.
final class StatisticsFeed: Sendable {
  /// How long a client that has lost the connection waits before it comes again.
  private static let retryMilliseconds = 2000

  private let watch: StatisticsWatch
  private let hasBegun = Atomic(false)

  /// - Parameter wake: called when there is something to tell.
  init(_ api: Responder, _ query: StatisticsQuery, _ wake: @escaping @Sendable () -> Void) {
    watch = api.engine.events.watch(
      everyMilliseconds: query.everyMilliseconds,
      text: { now in api.statistics(query, at: now) }, wake)
  }

  /// Appends the newest answer, if it was not sent yet.
  func next(into bytes: inout [UInt8]) -> Production {
    guard let text = watch.take() else { return .more }
    let isFirst = !hasBegun.exchange(true, ordering: .relaxed)
    EventStream.append(
      event: "statistics", id: nil, data: text,
      retryMilliseconds: isFirst ? Self.retryMilliseconds : nil, to: &bytes)
    return .more
  }

  /// Nobody listens any more.
  func end() { watch.end() }
}
