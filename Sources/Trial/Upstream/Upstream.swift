internal import Engine
internal import HTTP
internal import JSON
package import Posix
package import Server
internal import Statistics

/// A small server of cities and their journeys, to try out the collector with, that misbehaves as it is told to.
///
/// Which requests fail depends on the seed, the city, the day and on how often they were asked for before, so a run can be made again and whoever
/// tries again comes through in the end. Rows that are no good are so each time.
package struct Upstream: Sendable {
  /// Why it does not serve.
  package struct Failure: Error, CustomStringConvertible {
    /// The port that it was to listen on.
    package let port: Int
    package let reason: Errno

    package var description: String { "cannot listen on 127.0.0.1:\(port): \(reason)" }
  }

  private enum Endpoint: Int {
    case cities, stats, health
  }

  private static let routes = Routes<Endpoint>([
    (.get, "/cities", .cities), (.get, "/cities/{id}/stats", .stats), (.get, "/healthz", .health),
  ])
  /// As many answers as are held back at once; lanes that do nothing cost nothing.
  private static let laneCount = 64

  private let order: UpstreamOrder
  private let citiesText: [UInt8]
  private let cities: [String: UpstreamCity]
  private let attempts = AttemptCounts()

  package init(_ order: UpstreamOrder) {
    self.order = order
    let all = UpstreamCity.all(order.cities, countries: order.countries)
    citiesText = UpstreamCity.json(of: all)
    cities = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
  }

  /// Listens and answers on threads of its own.
  ///
  /// - Returns: the server, which is to be closed.
  package func start() throws(Failure) -> HTTPServer {
    var options = HTTPServer.Options()
    options.port = UInt16(order.port)
    let lanes = WorkerPool(laneCount: Self.laneCount, waitingLimit: options.connectionLimit)
    let service = Service(
      plan: { head, _, _ in Self.plan(head) },
      answer: { answer($0) },
      offload: { lanes.offload($0) },
      refuse: { fault, _, _ in Problem(fault).response(requestID: nil) },
      openDraft: { .failure(.notSupported) })
    do throws(Errno) {
      let server = try HTTPServer(options, service)
      try server.start()
      return server
    } catch {
      throw Failure(port: order.port, reason: error)
    }
  }

  private static func plan(_ head: RequestHead) -> Plan {
    switch routes.match(head.method, head.target) {
    case .found(let endpoint, let parameters):
      .accept(
        mode: endpoint == .health ? .inline : .pool, body: .none, endpoint: endpoint.rawValue,
        parameters: parameters)
    case .methodNotAllowed(let allow):
      .refuse(refusal("only \(allow) is known here", .methodNotAllowed, (.allow, allow)))
    case .unknown: .refuse(refusal("nothing of that name is here", .notFound))
    }
  }

  private func answer(_ request: Request) -> Response {
    switch Endpoint(rawValue: request.endpoint) {
    case .cities:
      holdBack()
      return citiesAnswer(attempt: attempts.next(city: -1, day: 0))
    case .stats:
      holdBack()
      return statsAnswer(
        id: request.parameters["id"] ?? "", date: request.target.queryValue("date"))
    case .health, nil: return .json(Array(#"{"status":"ok"}"#.utf8))
    }
  }

  private func holdBack() {
    guard order.delayMilliseconds > 0 else { return }
    Thread.sleep(milliseconds: order.delayMilliseconds)
  }

  // Answers

  /// The answer to `GET /cities`.
  func citiesAnswer(attempt: Int) -> Response {
    switch trouble(city: -1, day: 0, attempt: attempt) {
    case nil: return .json(citiesText)
    case .status(let status): return Self.error(status)
    case .cut:
      let half = Array(citiesText.prefix(citiesText.count / 2))
      return Response(
        .ok, fields: Self.jsonFields,
        body: .stream(
          StreamBody(unfolding: half) { half, bytes in
            bytes += half
            return .failed
          }))
    }
  }

  /// The answer to `GET /cities/{id}/stats?date=`.
  func statsAnswer(id: String, date: String?) -> Response {
    guard let city = cities[id] else { return Self.refusal("no city has the id \(id)", .notFound) }
    guard let date else { return Self.refusal("the parameter date is missing", .badRequest) }
    guard let day = Self.day(date) else {
      return Self.refusal("\(date) is no date such as 2024-05-01T00:00:00Z", .badRequest)
    }
    let attempt = attempts.next(city: city.place, day: day.daysSince1970)
    var mood = mood(city: city.place, day: day.daysSince1970)
    switch trouble(city: city.place, day: day.daysSince1970, attempt: attempt) {
    case nil: break
    case .status(let status): return Self.error(status)
    case .cut: mood = .cut
    }
    let rows = UpstreamDay(city: city, day: day, rows: order.rows, seed: order.seed, mood: mood)
    return Response(.ok, fields: Self.jsonFields, body: .stream(StreamBody(rows)))
  }

  /// The day of a date or of an RFC 3339 moment, whatever its zone; `nil` for anything else.
  static func day(_ text: String) -> CivilDay? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10 else { return nil }
    let isKnown = bytes.count == 10 || isTime(bytes[10...])
    return isKnown ? CivilDay(String(decoding: bytes[..<10], as: UTF8.self)) : nil
  }

  /// Whether a text goes on as `T23:59:59Z` does behind a date (RFC 3339, section 5.6).
  private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
    let shape = String(decoding: text.map { isDigit($0) ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
      .uppercased()
    guard shape.hasPrefix("T00:00:00") else { return false }
    let clock = String(decoding: text.dropFirst().prefix(8), as: UTF8.self).split(separator: ":")
      .compactMap { Int($0) }
    guard clock[0] < 24, clock[1] < 60, clock[2] < 60 else { return false }
    var zone = shape.dropFirst(9)
    if zone.hasPrefix(".0") { zone = zone.dropFirst().drop { $0 == "0" } }
    return ["Z", "+00:00", "-00:00"].contains(zone)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  // Trouble

  /// Why a request fails.
  enum Trouble: Equatable {
    case status(Status)
    case cut
  }

  /// Whether the n-th request for a city and day fails, and how.
  func trouble(city: Int, day: Int64, attempt: Int) -> Trouble? {
    var random = chance(city, Int(day), attempt)
    guard random.below(100) < order.errorPercent else { return nil }
    return switch random.below(4) {
    case 0: .status(.internalServerError)
    case 1: .status(.serviceUnavailable)
    case 2: .status(.tooManyRequests)
    default: .cut
    }
  }

  /// What the rows of a city and day are like.
  func mood(city: Int, day: Int64) -> UpstreamDay.Mood {
    var random = chance(city, Int(day), -1)
    guard random.below(100) < order.garbagePercent else { return .well }
    return random.below(2) == 0 ? .truncated : .badDelay
  }

  private func chance(_ numbers: Int...) -> SplitMix64 {
    var random = SplitMix64(state: UInt64(bitPattern: Int64(order.seed)))
    for number in numbers { random.state = random.next() ^ UInt64(bitPattern: Int64(number)) }
    random.state = random.next()
    return random
  }

  private static let jsonFields = Fields([(.contentType, "application/json")])

  private static func error(_ status: Status) -> Response {
    status == .internalServerError
      ? refusal("this fails on purpose", status)
      : refusal("this fails on purpose, try again", status, (.retryAfter, "1"))
  }

  private static func refusal(
    _ detail: String, _ status: Status, _ fields: (FieldName, String)...
  ) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("detail")
    writer.string(detail)
    writer.endObject()
    var response = Response.json(writer.bytes, status: status)
    for (name, value) in fields { response.fields.append(name, value) }
    return response
  }
}
