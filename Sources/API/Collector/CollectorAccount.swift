internal import Engine
internal import HTTP

extension CollectorFailure {
  /// What a client is told.
  var account: Failure.Account {
    let (status, slug, retrySeconds) = kind
    return Failure.Account(
      status: status, slug: slug, detail: sentence,
      fields: retrySeconds.map { [(.retryAfter, "\($0)")] } ?? [])
  }

  private var kind: (Status, slug: String, retrySeconds: Int?) {
    switch self {
    case .noUpstream: (.serviceUnavailable, "no-upstream", nil)
    case .longRange: (.badRequest, "bad-days", nil)
    case .tooMany: (.serviceUnavailable, "busy", 1)
    case .cancelled: (.serviceUnavailable, "cancelled", 1)
    case .store: (.badGateway, "store-failed", nil)
    case .storeRests(let seconds): (.badGateway, "store-rests", max(1, Int(seconds.rounded(.up))))
    case .unreadable: (.badGateway, "unreadable-object", nil)
    case .manyObjects: (.badRequest, "many-objects", nil)
    case .manyBusTypes: (.badRequest, "many-bus-types", nil)
    case .dayBusy: (.serviceUnavailable, "day-busy", 1)
    case .staging, .database: (.serviceUnavailable, "storage-failing", 5)
    }
  }
}
