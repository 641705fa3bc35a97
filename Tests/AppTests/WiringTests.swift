import API
import Engine
import HTTP
import Posix
import Server
import Testing

@testable import App

struct WiringTests {
  private let scratch = ScratchFolder()

  /// A server with everything wired, asked over one connection each.
  private func answers(to requests: [String], level: Log.Level = .info) throws -> [String] {
    let log = try Samples.log(in: scratch, level)
    let engine = try Samples.engine(in: scratch, log: log)
    let figures = FigureSource()
    let api = Responder(engine, Responder.Options(), connections: figures.read)
    let drafts = try Folder(path: scratch.path + "/state", creating: true)
    let server = try HTTPServer(
      HTTPServer.Options(), Wiring.service(api, engine.pool, log, drafts: drafts))
    figures.follow(server)
    try server.start()
    defer {
      server.stopAccepting()
      server.close()
      log.flush()
    }
    return try requests.map { request in
      let client = try FileDescriptor.connected(
        to: "127.0.0.1", port: server.port, timeoutSeconds: 20)
      try client.writeAll(
        Array(
          "\(request) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: mine\r\n\r\n".utf8))
      return String(decoding: try client.readAll(limit: 1 << 20), as: UTF8.self)
    }
  }

  private func logged(_ message: String) -> [Substring] {
    scratch.text(of: "log").split(separator: "\n")
      .filter { $0.contains("\"message\":\"\(message)\"") }
  }

  @Test func `the loop, a lane and a refusal each answer, and each is logged`() throws {
    let answers = try answers(to: ["GET /livez", "GET /api/states", "GET /none", "BAD"])
    #expect(answers[0].hasPrefix("HTTP/1.1 200 ") && answers[0].hasSuffix(#"{"status":"alive"}"#))
    #expect(answers[1].hasSuffix(#"{"status":"done","data":["Guam","Ohio"]}"#))
    #expect(answers[2].hasPrefix("HTTP/1.1 404 "))
    #expect(answers[3].hasPrefix("HTTP/1.1 400 "))
    let lines = logged("response")
    #expect(lines.count == 4)
    #expect(lines[0].contains(#""request_id":"mine","method":"GET","route":"/livez","status":200"#))
    #expect(lines[0].contains(#""bytes_in":0,"bytes_out":18,"duration_ms":"#))
    #expect(lines[1].contains(#""route":"/api/states","status":200"#))
    #expect(!lines[2].contains("route") && lines[2].contains(#""status":404"#))
    #expect(lines[3].contains(#""status":400"#))
    #expect(logged("request").isEmpty)
  }

  @Test func `at the debug level a request is logged before its answer`() throws {
    _ = try answers(to: ["GET /livez"], level: .debug)
    let line = try #require(logged("request").first)
    #expect(line.contains(#""request_id":"mine","method":"GET","route":"/livez""#))
    let text = scratch.text(of: "log")
    let places = ["\"request\"", "\"response\""].compactMap { text.firstRange(of: $0)?.lowerBound }
    #expect(places.count == 2 && places == places.sorted())
  }

  @Test func `answers that left are counted, and so are connections`() throws {
    let page = try answers(to: ["GET /livez", "GET /livez", "GET /none", "GET /metrics"])[3]
    #expect(page.contains(#"tally_http_requests_total{endpoint="/livez",status="200"} 2"#))
    #expect(page.contains(#"tally_http_requests_total{endpoint="unmatched",status="404"} 1"#))
    #expect(page.contains("\ntally_connections_accepted_total 4\n"))
  }

  @Test func `above the info level nothing is logged, and all is counted`() throws {
    let page = try answers(to: ["GET /livez", "GET /metrics"], level: .error)[1]
    #expect(page.contains(#"tally_http_requests_total{endpoint="/livez",status="200"} 1"#))
    #expect(scratch.text(of: "log").isEmpty)
  }
}

struct FigureSourceTests {
  @Test func `the process is known before there is a server`() {
    let figures = FigureSource().read()
    #expect(figures.open == 0 && figures.accepted == 0 && figures.refused == 0)
    #expect(figures.residentBytes > 1 << 20)
    #expect(figures.cpuSeconds > 0)
    let now = Double(Moment.now().wallNanoseconds) / 1e9
    #expect(abs(figures.startSeconds - now) < 60)
  }
}
