import Foundation
import Harness
import Testing

/// Live events through the real binary, as a client of theirs sees them.
struct EventTests {
  private static let quiet = ["--log-level", "warning"]

  /// A time as clients write it, so many seconds before now.
  private static func time(_ secondsAgo: Double = 0) -> String {
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return Date(timeIntervalSinceNow: -secondsAgo).formatted(format)
  }

  private static func body(
    _ value: Double, secondsAgo: Double = 0, series: String? = nil
  ) -> String {
    let name = series.map { #","series":"\#($0)""# } ?? ""
    return #"{"timestamp":"\#(time(secondsAgo))","value":\#(value)\#(name)}"#
  }

  private func object(_ answer: HTTPAnswer) throws -> [String: Any] { try answer.object() }

  @Test func `events come back as statistics of their window and series`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    let client = try server.connect()
    #expect(
      try client.request("GET", "/statistics").text
        == #"{"count":0,"min":null,"max":null,"mean":null}"#)
    for (value, ago) in [(0.5, 0.0), (12.25, 30), (-3, 100), (7, 4000)] {
      let answer = try client.request("POST", "/event", body: Self.body(value, secondsAgo: ago))
      #expect(answer.status == 201)
      #expect(answer.text == #"{"message":"Event created successfully"}"#)
    }
    _ = try client.request("POST", "/event", body: Self.body(99, series: "other"))
    #expect(
      try client.request("GET", "/statistics").text
        == #"{"count":3,"min":-3.0,"max":12.25,"mean":3.25}"#)
    #expect(
      try client.request("GET", "/statistics?window=1m&stats=count,sum,p50").text
        == #"{"count":2,"sum":12.75,"p50":6.375,"exact":true}"#)
    #expect(
      try client.request("GET", "/statistics?series=other").text
        == #"{"count":1,"min":99.0,"max":99.0,"mean":99.0}"#)
    let histogram = try client.request("GET", "/statistics?stats=histogram&bins=2").text
    #expect(histogram == #"{"histogram":{"edges":[-3.0,4.625,12.25],"counts":[2,1]}}"#)
    let metrics = try client.request("GET", "/metrics").text
    for line in [
      #"tally_events_total{outcome="kept"} 4"#, #"tally_events_total{outcome="late"} 1"#,
      "tally_events 4", "tally_event_series 2",
    ] { #expect(metrics.contains("\n\(line)\n"), "\(line)") }
    #expect(try server.stop() == 0)
  }

  @Test(arguments: [
    ("", "Request body must be JSON"), ("[1]", "Request body must be JSON"),
    ("nonsense", "Request body must be JSON"), ("{}", "Missing 'timestamp' field"),
    (#"{"timestamp":"2025-01-01"}"#, "Missing 'value' field"),
    (#"{"timestamp":"tomorrow","value":1}"#, "Invalid timestamp format"),
    (#"{"timestamp":"2025-01-01","value":"1"}"#, "Invalid value. Must be a number"),
    (#"{"timestamp":"2225-01-01","value":1}"#, "Timestamp is more than 60 seconds ahead"),
  ])
  func `a bad event is answered with what is wrong, and not kept`(
    body: String, start: String
  ) throws {
    let server = try TallyServer(arguments: Self.quiet)
    let answer = try server.request("POST", "/event", body: body)
    #expect(answer.status == 400)
    let error = try #require(try object(answer)["error"] as? String)
    #expect(error.hasPrefix(start), "\(error)")
    #expect(try object(server.request("GET", "/statistics"))["count"] as? Int == 0)
  }

  @Test func `a body of another type is taken as what it is, as curl sends it by itself`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    let answer = try server.request(
      "POST", "/event", body: Self.body(1),
      fields: ["Content-Type": "application/x-www-form-urlencoded"])
    #expect(answer.status == 201)
  }

  @Test func `what is not served is refused in the words of the family`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    for path in ["/event/1", "/events/x", "/statistics/other"] {
      let answer = try server.request("GET", path)
      #expect(answer.status == 404 && answer.text == #"{"error":"Endpoint not found"}"#)
    }
    for (method, path, allow) in [
      ("GET", "/event", "POST"), ("DELETE", "/events", "POST"), ("POST", "/statistics", "GET"),
      ("PUT", "/health", "GET"),
    ] {
      let answer = try server.request(method, path)
      #expect(answer.status == 405 && answer.text == #"{"error":"Method not allowed"}"#)
      #expect(answer["allow"]?.contains(allow) == true)
    }
    #expect(try server.request("GET", "/eventful").text.contains("unknown-path"))
    #expect(try server.request("GET", "/health").text == #"{"status":"healthy"}"#)
  }

  @Test func `many events come as an array or as lines, and each is judged alone`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    let client = try server.connect()
    let good = Self.body(2)
    let array = try client.request("POST", "/events", body: "[\(good),{},\(good)]")
    #expect(array.status == 200)
    #expect(try object(array)["accepted"] as? Int == 2)
    let lines = try client.request(
      "POST", "/events", body: "\(good)\r\n\nbroken\n\(good)",
      fields: ["Content-Type": "application/x-ndjson"])
    #expect(lines.status == 200)
    #expect(try object(lines)["accepted"] as? Int == 2)
    let rejected = try #require(try object(lines)["rejected"] as? [[String: Any]])
    #expect(rejected.map { $0["index"] as? Int } == [1])
    #expect(try object(client.request("GET", "/statistics"))["count"] as? Int == 4)

    for body in ["[]", "", "[{}]", "{}", "[1", "x"] {
      let answer = try client.request("POST", "/events", body: body)
      #expect(answer.status == 400, "\(body)")
      #expect(try object(answer)["error"] is String, "\(body)")
    }
    let many = String(repeating: good + "\n", count: 10_001)
    #expect(try client.request("POST", "/events", body: many).status == 400)
    #expect(try object(client.request("GET", "/statistics"))["count"] as? Int == 4)
    let most = String(repeating: good + "\n", count: 10_000)
    #expect(
      try client.request("POST", "/events", body: most).text
        == #"{"accepted":10000,"rejected":[]}"#)
    #expect(try object(client.request("GET", "/statistics"))["count"] as? Int == 10_004)
  }

  @Test func `what was answered is there after kill -9, and expired files are removed`() throws {
    let folder = ScratchFolder()
    var count = 0
    var sum = 0.0
    for round in 0..<4 {
      let server = try TallyServer(folder: folder, arguments: Self.quiet)
      let client = try server.connect()
      let known = try object(client.request("GET", "/statistics?stats=count,sum"))
      #expect(known["count"] as? Int == count)
      #expect(known["sum"] as? Double ?? 0 == sum)
      for place in 0..<200 {
        let value = Double(round * 200 + place) / 4
        #expect(try client.request("POST", "/event", body: Self.body(value)).status == 201)
        (count, sum) = (count + 1, sum + value)
      }
      let lines = (0..<2000).map { Self.body(Double($0)) }.joined(separator: "\n")
      #expect(try client.request("POST", "/events", body: lines).status == 200)
      (count, sum) = (count + 2000, sum + 1_999_000)
      server.send(SIGKILL)
      _ = try server.waitForExit()
    }
    let next = try TallyServer(folder: folder, arguments: Self.quiet)
    #expect(
      try object(next.request("GET", "/statistics?stats=count"))["count"] as? Int == count)
    #expect(try next.stop() == 0)
  }

  @Test func `what has expired before a start is not taken up, and its files are removed`() throws {
    let folder = ScratchFolder()
    let server = try TallyServer(folder: folder, arguments: Self.quiet)
    let lines = (0..<50).map { Self.body(1, secondsAgo: 100 + Double($0)) }
    let taken = try server.request("POST", "/events", body: lines.joined(separator: "\n"))
    #expect(try object(taken)["accepted"] as? Int == 50)
    #expect(try server.stop() == 0)
    let next = try TallyServer(
      folder: folder, arguments: Self.quiet + ["--event-retention", "60s"])
    #expect(try object(next.request("GET", "/statistics"))["count"] as? Int == 0)
    #expect(folder.names(in: "data/state/events").count == 1)
  }

  @Test(.enabled(if: SystemCalls.areVisible, "needs strace and the right to trace"))
  func `where an answer waits for the disk, it comes after the sync`() throws {
    let folder = ScratchFolder()
    let trace = folder.path + "/trace"
    let server = try TallyServer(
      folder: folder, arguments: Self.quiet + ["--event-sync", "0"],
      wrapper: SystemCalls.wrapper(to: trace))
    let client = try server.connect()
    for _ in 0..<10 {
      #expect(try client.request("POST", "/event", body: Self.body(1)).status == 201)
    }
    #expect(try server.stop() == 0)
    let calls = try SystemCalls(contentsOf: trace)
    let asked = calls.all { $0.arguments.contains("POST /event") }
    let answered = calls.all { $0.arguments.contains("HTTP/1.1 201") }
    #expect(asked.count == 10 && answered.count == 10)
    for (request, answer) in zip(asked, answered) {
      let isSynced = calls.contains(after: request.ended, before: answer.begun) {
        $0.isSync && $0.arguments.contains("/events/0000")
      }
      #expect(isSynced, "an event is answered before it is on the disk")
    }
  }

  @Test func `beyond the bounds events are refused with 429, and nothing is dropped`() throws {
    let server = try TallyServer(
      arguments: Self.quiet + ["--event-series", "3", "--event-memory", "1MiB"])
    let client = try server.connect()
    for name in ["a", "b", "c", "a"] {
      #expect(
        try client.request("POST", "/event", body: Self.body(1, series: name)).status == 201)
    }
    let refused = try client.request("POST", "/event", body: Self.body(1, series: "d"))
    #expect(refused.status == 429 && refused["retry-after"] != nil)
    #expect(refused.text.contains("--event-series"))

    let lines = (0..<10_000).map { _ in Self.body(1, series: "a") }.joined(separator: "\n")
    var accepted = 2
    var last: HTTPAnswer?
    for _ in 0..<20 {
      let answer = try client.request("POST", "/events", body: lines)
      accepted += try object(answer)["accepted"] as? Int ?? 0
      last = answer
      if answer.status != 200 { break }
    }
    #expect(last?.status == 429 && last?.text.contains("--event-memory") == true)
    #expect(
      try object(client.request("GET", "/statistics?series=a"))["count"] as? Int == accepted)
    let single = try client.request("POST", "/event", body: Self.body(1, series: "b"))
    #expect(single.status == 429)
  }

  @Test func `a stream tells the statistics again and again`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    let stream = try server.connect()
    try stream.send(
      "GET /statistics/stream?every=100ms&stats=count,median HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let head = try stream.bytes(12)
    #expect(String(decoding: head, as: UTF8.self) == "HTTP/1.1 200")
    _ = try server.request("POST", "/event", body: Self.body(5))
    var text = ""
    let found = try waitUntil {
      text += String(decoding: try stream.bytes(1), as: UTF8.self)
      return text.contains(#"data: {"count":1,"median":5.0,"exact":true}"#)
    }
    #expect(found)
    #expect(text.contains("text/event-stream") && text.contains("event: statistics"))
    #expect(try server.request("GET", "/metrics").text.contains("\ntally_event_watches 1\n"))
  }

  @Test func `writers and readers at once see count, sum and mean that belong together`() throws {
    let server = try TallyServer(arguments: Self.quiet)
    let port = server.port
    let found = try together(12) { number -> Int in
      let client = try HTTPConnection(port: port)
      guard number < 8 else {
        var seen = 0
        for _ in 0..<300 {
          let answer = try client.request("GET", "/statistics?stats=count,sum,mean,min,max")
          let object = try answer.object()
          let count = try #require(object["count"] as? Int)
          #expect(count >= seen)
          seen = count
          guard count > 0 else { continue }
          // Each event is worth 3.
          #expect(object["sum"] as? Double == 3 * Double(count))
          #expect(object["mean"] as? Double == 3)
        }
        return 0
      }
      for place in 0..<150 {
        let body = Self.body(3, secondsAgo: Double(place % 7))
        if place % 10 == 0 {
          let lines = String(repeating: body + "\n", count: 20)
          #expect(try client.request("POST", "/events", body: lines).status == 200)
        } else {
          #expect(try client.request("POST", "/event", body: body).status == 201)
        }
      }
      return 15 * 20 + 135
    }
    let total = found.reduce(0, +)
    #expect(try object(server.request("GET", "/statistics"))["count"] as? Int == total)
    #expect(try server.stop() == 0)
  }

  @Test(.enabled(if: SmallDisk.isAvailable))
  func `on a full disk events are refused with 507 until there is room again`() throws {
    let disk = try SmallDisk(megabytes: 24)
    let server = try TallyServer(
      folder: disk.folder, arguments: Self.quiet, wrapper: disk.wrapper)
    let client = try server.connect()
    #expect(try client.request("POST", "/event", body: Self.body(1)).status == 201)
    disk.fill()
    let lines = (0..<10_000).map { _ in Self.body(1) }.joined(separator: "\n")
    var accepted = 1
    var refused: HTTPAnswer?
    // A file of the log is there, perhaps two; after them there is no room.
    for _ in 0..<300 {
      let answer = try client.request("POST", "/events", body: lines)
      accepted += try object(answer)["accepted"] as? Int ?? 0
      if answer.status == 507 {
        refused = answer
        break
      }
    }
    #expect(refused?.text.contains("The disk is full") == true)
    #expect(try client.request("GET", "/readyz").status == 503)
    #expect(try object(client.request("GET", "/statistics"))["count"] as? Int == accepted)
    try disk.makeRoom()
    #expect(
      try waitUntil {
        try client.request("POST", "/event", body: Self.body(1)).status == 201
      })
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 200 })
    server.send(SIGKILL)
    _ = try server.waitForExit()
    let next = try TallyServer(
      folder: disk.folder, arguments: Self.quiet, wrapper: disk.wrapper)
    #expect(
      try object(next.request("GET", "/statistics"))["count"] as? Int == accepted + 1)
  }
}
