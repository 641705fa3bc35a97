internal import Engine
internal import HTTP

/// Requests by endpoint, status and duration: counters that any thread adds to without a lock.
struct RequestMetrics: Sendable {
  /// The statuses that this server gives; any other is counted as the hundred it belongs to.
  static let statuses = [
    200, 201, 202, 204, 206, 303, 304, 400, 401, 403, 404, 405, 408, 409, 410, 413, 414, 415, 416,
    417,
    422, 429, 431, 500, 501, 502, 503, 505, 507,
  ]
  /// Upper bounds of the duration buckets, in seconds; a last one takes everything longer.
  static let boundsSeconds = [0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]

  /// The counters of one endpoint.
  private struct Row: Sendable {
    let statuses = RequestMetrics.statuses.map { _ in Counter() }
    let others = Counter()
    let buckets = RequestMetrics.boundsSeconds.map { _ in Counter() } + [Counter()]
    let nanoseconds = Counter()
  }

  /// One row an endpoint, and a last one for requests that reached none.
  private let rows: [Row]
  /// For each status code its place in `statuses`, or -1.
  private let places: [Int]
  /// The upper bounds of the buckets in nanoseconds.
  private let bounds = boundsSeconds.map { Int64($0 * 1e9) }

  init(endpointCount: Int) {
    rows = (0...endpointCount).map { _ in Row() }
    var places = Array(repeating: -1, count: 600)
    for (place, code) in Self.statuses.enumerated() { places[code] = place }
    self.places = places
  }

  func count(endpoint: Int?, status: Status, nanoseconds: Int64) {
    // A row is not copied, because that would count references up and down.
    let row = endpoint ?? rows.count - 1
    let place = places[status.code]
    if place < 0 { rows[row].others.add(1) } else { rows[row].statuses[place].add(1) }
    rows[row].buckets[bucket(of: nanoseconds)].add(1)
    rows[row].nanoseconds.add(Int(nanoseconds))
  }

  private func bucket(of nanoseconds: Int64) -> Int {
    var place = 0
    while place < bounds.count, nanoseconds > bounds[place] { place += 1 }
    return place
  }

  /// Writes the figures of every endpoint that was asked.
  func write(to text: inout PrometheusText, names: [String]) {
    let labelled = zip(rows, names + ["unmatched"])
    text.begin("tally_http_requests_total", "counter", "Requests answered, by endpoint and status.")
    for (row, name) in labelled {
      for (counter, code) in zip(row.statuses, Self.statuses) where counter.value > 0 {
        text.sample(counter.value, [("endpoint", name), ("status", "\(code)")])
      }
      if row.others.value > 0 {
        text.sample(row.others.value, [("endpoint", name), ("status", "other")])
      }
    }
    text.begin(
      "tally_http_request_duration_seconds", "histogram",
      "From a complete head to the last byte of the answer, by endpoint.")
    for (row, name) in labelled where row.buckets.contains(where: { $0.value > 0 }) {
      text.histogram(
        bounds: Self.boundsSeconds, counts: row.buckets.map(\.value),
        sum: Double(row.nanoseconds.value) / 1e9, [("endpoint", name)])
    }
  }
}
