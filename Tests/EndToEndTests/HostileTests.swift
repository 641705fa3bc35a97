import Foundation
import Harness
import Testing

/// Clients that mean harm, or know no better. Whatever they do, others are served.
struct HostileTests {
  private let question = "Percent of adults who engage in no leisure-time physical activity"

  // Messages

  /// What is sent, and the status that answers it before the connection is closed.
  private static let malformed: [(bytes: String, status: Int)] = [
    ("GET\r\n\r\n", 400),
    ("GET /livez\r\n\r\n", 400),
    ("GET  /livez HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\nHost: a\n\n", 400),
    ("GET /livez HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("GET /livez HTTP/1.x\r\nHost: a\r\n\r\n", 400),
    ("GET /livez http/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    ("GET livez HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\nX y: 1\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
    ("GET /livez HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
    ("BREW /livez HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\r\n\r\n", 400),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}", 400),
    (
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400
    ),
    (
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}", 413
    ),
    (
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
      400
    ),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 400),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    ("POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x", 400),
    (
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "fffffffffffffffff\r\n", 400
    ),
    ("POST /api/best5 HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: tea\r\n\r\n{}", 417
    ),
    ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n", 431),
    (
      "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: 1\r\n", count: 101))\r\n", 431
    ),
  ]

  @Test func `a message that breaks the grammar is answered and its connection closed`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let other = try server.connect()
    for (bytes, status) in Self.malformed {
      let client = try server.connect()
      // Behind a good request, whose answer comes first.
      try client.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.answer().status == 200)
      try client.send(bytes)
      let answer = try client.answer()
      let shown = bytes.prefix(120)
      #expect(answer.status == status, "\(shown)")
      #expect(answer["connection"] == "close", "\(shown)")
      let body = try answer.object()
      #expect(body["detail"] is String || body["reason"] is String, "\(shown)")
      #expect(client.isClosed(), "\(shown)")
      #expect(try other.request("GET", "/livez").status == 200)
    }
    #expect(try other.unfinishedJobs() == 0)
  }

  @Test func `random bytes are answered with 4xx or 5xx or nothing and harm nobody`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let other = try server.connect()
    var generator = Mixer(state: 1)
    for _ in 0..<200 {
      let count = Int(generator.next() % 400) + 1
      var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 11) }
      if generator.next() & 1 == 0 {
        bytes = Array("POST /api/best5 HTTP/1.1\r\nHost: a\r\n".utf8) + bytes
      }
      let client = try server.connect()
      try client.send(bytes + Array("\r\n\r\n\r\n\r\n".utf8))
      let answer = try client.answer()
      #expect((400...505).contains(answer.status))
    }
    #expect(try other.request("GET", "/livez").status == 200)
  }

  @Test func `a body that is too long is refused with 413, before it is sent and after`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--body-limit", "10KiB"])
    // Announced: refused without a byte of it.
    let announced = try server.connect()
    try announced.send(
      "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 10241\r\n"
        + "Expect: 100-continue\r\n\r\n")
    let early = try announced.answer()
    #expect(early.status == 413)
    #expect(try early.object()["status"] as? String == "error")
    #expect(early.text.contains("10240"))
    // In chunks: refused once it is too long.
    let chunked = try server.connect()
    try chunked.send("POST /api/best5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<11 {
      try? chunked.send("400\r\n\(String(repeating: "x", count: 1024))\r\n")
    }
    #expect(try chunked.answer().status == 413)
    #expect(chunked.isClosed())
    // As long as it may be: read, and only then found to be no JSON.
    let allowed = try server.request(
      "POST", "/api/best5", body: String(repeating: "x", count: 10_240))
    #expect(allowed.status == 400)
  }

  @Test func `a type other than JSON gets 415 with the header to add`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"] {
      let answer = try server.request(
        "POST", "/api/best5", body: "{}", fields: ["Content-Type": type])
      #expect(answer.status == 415, "\(type)")
      #expect(try answer.object()["status"] as? String == "error")
      #expect(answer.text.contains("-H 'Content-Type: application/json'"))
    }
  }

  @Test func `a body nested a million deep is refused and the server lives`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    for text in [
      String(repeating: "[", count: 1_000_000),
      #"{"question":"# + String(repeating: #"{"a":"#, count: 150_000),
      #"{"question":"\#(String(repeating: "a", count: 1_000_000))"}"#,
    ] {
      let answer = try server.request("POST", "/api/best5", body: text)
      #expect(answer.status == 400)
      #expect(answer.body.count < 10_000)
    }
    #expect(try server.request("GET", "/livez").status == 200)
  }

  @Test func `pipelined requests are answered in their order, each with its own answer`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let body = #"{"question":"\#(question)"}"#
    var text = ""
    for number in 1...200 {
      switch number % 4 {
      case 0: text += "GET /api/jobs HTTP/1.1\r\nHost: a\r\n"
      case 1:
        text +=
          "POST /api/global_mean HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n"
      case 2: text += "GET /nowhere/\(number) HTTP/1.1\r\nHost: a\r\n"
      default: text += "GET /openapi.json HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n"
      }
      text += "X-Request-Id: r\(number)\r\n\r\n" + (number % 4 == 1 ? body : "")
    }
    let sent = text
    let sender = Thread { [client = Handed(client)] in try? client.value.send(sent) }
    sender.start()
    var jobs: [String] = []
    for number in 1...200 {
      let answer = try client.answer()
      #expect(answer["x-request-id"] == "r\(number)")
      #expect(answer.status == (number % 4 == 2 ? 404 : 200))
      if number % 4 == 1 { jobs.append(try answer.object()["job_id"] as? String ?? "") }
    }
    #expect(jobs == (1...50).map { "job_id_\($0)" })
  }

  // Slowness

  @Test func `heads and bodies that drip get 408 while others are served`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--head-timeout", "1s", "--body-timeout", "1s"])
    let client = try server.connect()
    let starts =
      Array(repeating: "GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ", count: 12)
      + Array(
        repeating: "POST /api/best5 HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n", count: 4)
    let dripping = try starts.map { start in
      let connection = try server.connect()
      try connection.send(start)
      return connection
    }
    var open = Array(dripping.indices)
    var served = 0
    _ = try waitUntil {
      open.removeAll { dripping[$0].hasInput }
      // A head may not come one byte at a time for ever; a body that stalls is enough.
      for place in open where place < 12 { try? dripping[place].send("a") }
      if try client.request("GET", "/api/num_jobs").status == 200 { served += 1 }
      return open.isEmpty
    }
    #expect(open.isEmpty)
    #expect(served > 1)
    for connection in dripping {
      let answer = try connection.answer()
      #expect(answer.status == 408)
      #expect(answer["connection"] == "close")
    }
  }

  @Test func `a client that never reads its answers holds up nobody`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let deaf = try (0..<4).map { _ in
      let connection = try server.connect()
      try connection.send(
        String(repeating: "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n", count: 1000))
      return connection
    }
    let client = try server.connect()
    for _ in 0..<100 {
      #expect(try client.request("GET", "/api/num_jobs").status == 200)
      #expect(try client.request("GET", "/api/states").status == 200)
    }
    #expect(try client.ask("global_mean", ["question": question]).status == 200)
    // Once it reads, it has its answers.
    for connection in deaf {
      for _ in 0..<3 { #expect(try connection.answer().status == 200) }
    }
  }

  @Test func `clients that leave in the middle are forgotten`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let body = #"{"question":"\#(question)"}"#
    for number in 0..<300 {
      let leaving = try server.connect()
      let text =
        "POST /api/global_mean HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        + "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
      try leaving.send(Array(text.utf8.prefix(number + 1)))
    }
    #expect(
      try waitUntil {
        try client.request("GET", "/metrics").text.contains("\ntally_connections 1\n")
      })
    #expect(try waitUntil { try client.unfinishedJobs() == 0 })
  }

  // Numbers

  @Test func `thousands of idle connections are held while others are answered`() throws {
    let count = Descriptors.spare(upTo: 10_000)
    let server = try TallyServer(
      survey: Fixtures.realSurvey(),
      arguments: [
        "--connections", "11000", "--head-timeout", "10m", "--idle-timeout", "10m", "--log-level",
        "warning",
      ])
    let client = try server.connect()
    var idle: [HTTPConnection] = []
    for number in 0..<count {
      if number % 500 == 0 { #expect(try client.request("GET", "/api/num_jobs").status == 200) }
      idle.append(try server.connect())
    }
    #expect(
      try waitUntil {
        try client.request("GET", "/metrics").text.contains("\ntally_connections \(count + 1)\n")
      })
    #expect(try client.ask("global_mean", ["question": question]).status == 200)
    // Each of them still works.
    for connection in idle { try connection.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n") }
    let statuses = try idle.map { try $0.answer().status }
    #expect(statuses == Array(repeating: 200, count: count))
  }

  @Test func `one connection more than the limit is told so and the others stay`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey(), arguments: ["--connections", "20"])
    let held = try (0..<20).map { _ in try server.connect() }
    for connection in held { #expect(try connection.request("GET", "/livez").status == 200) }
    let refused = try server.connect().answer()
    #expect(refused.status == 503)
    #expect(refused["connection"] == "close" && refused["retry-after"] != nil)
    for connection in held { #expect(try connection.request("GET", "/livez").status == 200) }
    withExtendedLifetime(held) {}
  }

  @Test func `without descriptors left old connections are served, and new ones once there are`()
    throws
  {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--head-timeout", "10m"],
      wrapper: ["bash", "-c", #"ulimit -n 64; exec "$@""#, "--"])
    let client = try server.connect()
    #expect(try client.request("GET", "/livez").status == 200)
    var crowd = try (0..<200).map { _ in try server.connect() }
    for _ in 0..<20 { #expect(try client.request("GET", "/api/num_jobs").status == 200) }
    crowd.removeAll()
    let isServed = waitUntil { (try? server.request("GET", "/livez"))?.status == 200 }
    #expect(isServed)
    #expect(try client.ask("global_mean", ["question": question]).text.contains(#""done""#))
  }

  @Test func `a crowd of connections leaves the jobs the descriptors they need`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--head-timeout", "10m", "--workers", "4"],
      wrapper: ["bash", "-c", #"ulimit -n 256; exec "$@""#, "--"])
    let client = try server.connect()
    let crowd = try (0..<600).map { _ in try server.connect() }
    for _ in 0..<20 {
      let answer = try client.ask("global_mean", ["question": question])
      #expect(answer.text.hasPrefix(#"{"status":"done""#), "\(answer.text)")
    }
    #expect(try client.request("GET", "/readyz").status == 200)
    withExtendedLifetime(crowd) {}
  }
}

/// The descriptors of this process.
private enum Descriptors {
  /// Raises the limit as far as it goes, and says how many more may be opened while other tests run, at most `wanted`.
  static func spare(upTo wanted: Int) -> Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return max(50, min(wanted, Int(clamping: limit.rlim_cur) - 1500))
  }
}

/// What is handed to another thread that uses only the half of it which this one does not.
private struct Handed<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

/// SplitMix64, so that a failing run can be made again.
struct Mixer {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
