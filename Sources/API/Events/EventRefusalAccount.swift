internal import Engine
internal import HTTP

extension EventRefusal {
  /// What a client is told.
  var account: Failure.Account {
    switch self {
    case .memoryFull(let limit):
      Failure.Account(
        status: .tooManyRequests, slug: "event-memory-full",
        detail: "Events take the \(limit) bytes of memory that they may (--event-memory); "
          + "nothing of this was kept; try again when older events have expired",
        fields: [(.retryAfter, "60")])
    case .tooManySeries(let limit):
      Failure.Account(
        status: .tooManyRequests, slug: "too-many-series",
        detail: "There are \(limit) series, as many as there may be (--event-series); "
          + "nothing of this was kept; use a series that exists, or try again when one has expired",
        fields: [(.retryAfter, "60")])
    case .busy:
      Failure.Account(
        status: .serviceUnavailable, slug: "busy",
        detail: "The log's next file is being made; try again in a moment",
        fields: [(.retryAfter, "1")])
    case .storageFull(let reason):
      Failure.Account(
        status: .insufficientStorage, slug: "storage-full",
        detail: "The disk is full, no event is taken. \(reason)", fields: [(.retryAfter, "5")])
    case .storageFailing(let reason):
      Failure.Account(
        status: .serviceUnavailable, slug: "storage-failing",
        detail: "The event could not be written; try again in a moment. \(reason)",
        fields: [(.retryAfter, "5")])
    case .storageBroken(let reason):
      Failure.Account(
        status: .serviceUnavailable, slug: "storage-broken",
        detail: "The disk failed; no event is taken until the server is started again. \(reason)",
        fields: [(.retryAfter, "60")])
    }
  }
}
