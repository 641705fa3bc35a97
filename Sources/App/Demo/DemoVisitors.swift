internal import JSON
internal import Posix
internal import Statistics
internal import Stores

/// Those who keep a demo busy: one gives it jobs, one sends it events. Both go the way of every client, through HTTP.
struct DemoVisitors: Sendable {
  private static let eventMilliseconds = 400
  /// Between a day that was collected and the next one.
  private static let restMilliseconds = 4000
  /// How often it is looked whether the server stops.
  private static let lookMilliseconds = 100

  /// Of the server, without a slash at its end.
  let address: String
  /// What is shown where the server asks for a key.
  let key: String?
  let isStopping: @Sendable () -> Bool

  /// Starts both. They end when the server stops.
  func start() {
    for (name, body) in [("demo jobs", giveJobs), ("demo events", sendEvents)] {
      do throws(Errno) {
        try Thread.start(name: name, body)
      } catch {
        Output.error("tally: the demo has no visitors: \(error.description)")
      }
    }
  }

  // Jobs

  @Sendable private func giveJobs() {
    let client = client()
    for order in DemoOrders.first(today: today) where !isStopping() {
      guard let id = submit(order, client), order.isTakenBack else { continue }
      _ = send("DELETE", "/api/v1/jobs/\(id)", client)
    }
    var number = 0
    while !isStopping() {
      if let id = submit(DemoOrders.collection(number, today: today), client) {
        follow(id, client)
      }
      number += 1
      // The first days come one behind the other, so that there is something to see.
      if number > 3 { rest(Self.restMilliseconds) }
    }
  }

  private var today: CivilDay {
    CivilDay(daysSince1970: Moment.now().wallNanoseconds / 86_400_000_000_000)
  }

  /// - Returns: the job's number; `nil` if there is none.
  private func submit(_ order: DemoOrders.Order, _ client: HTTPClient) -> String? {
    let answer = send("POST", order.path, client, body: order.body)
    guard let value = answer.flatMap({ try? JSONParser.parse($0) }) else { return nil }
    return (value["job_id"] ?? value["id"])?.string
  }

  /// Waits for the end of a job. One that runs while the server stops is taken back, so that the server need not wait.
  private func follow(_ id: String, _ client: HTTPClient) {
    while !isStopping() {
      rest(Self.lookMilliseconds)
      let answer = send("GET", "/api/v1/jobs/\(id)", client)
      let state = answer.flatMap { try? JSONParser.parse($0) }?["state"]?.string
      guard state == "queued" || state == "running" else { return }
    }
    _ = send("DELETE", "/api/v1/jobs/\(id)", client)
  }

  // Events

  @Sendable private func sendEvents() {
    let client = client()
    var events = DemoEvents()
    var lines = events.past(before: Moment.now().wallNanoseconds)
    while !isStopping() {
      _ = send("POST", "/events", client, body: lines, mediaType: "application/x-ndjson")
      rest(Self.eventMilliseconds)
      lines = events.lines(at: Moment.now().wallNanoseconds)
    }
  }

  // Leaves

  private func rest(_ milliseconds: Int) {
    var left = milliseconds
    while left > 0, !isStopping() {
      Thread.sleep(milliseconds: min(left, Self.lookMilliseconds))
      left -= Self.lookMilliseconds
    }
  }

  private func client() -> HTTPClient {
    var options = HTTPClient.Options()
    options.allowsPrivate = true
    options.userAgent = "tally-demo/\(CommandLineTool.version)"
    return HTTPClient(options: options)
  }

  /// - Returns: what the server has answered; `nil` if it has not, which the next visit may better.
  private func send(
    _ method: String, _ path: String, _ client: HTTPClient, body: String = "",
    mediaType: String = "application/json"
  ) -> [UInt8]? {
    var fields = [OutboundResponse.Field(name: "Content-Type", value: mediaType)]
    if let key { fields.append(OutboundResponse.Field(name: "X-API-Key", value: key)) }
    let request = HTTPClient.Request(method: method, fields: fields, body: Array(body.utf8))
    var answer: [UInt8] = []
    do throws(OutboundFailure) {
      _ = try client.send(
        request, to: address + path, limits: HTTPClient.Limits(bytes: 1 << 20, totalSeconds: 30),
        into: { piece in
          answer += piece
          return true
        })
      return answer
    } catch {
      return nil
    }
  }
}
