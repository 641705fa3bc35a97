import HTTP
import Posix
import Server
import Testing

/// How requests are taken: pipelines, bodies, expectations, refusals.
struct TakingTests {
  /// Answers with the method, the path and the body.
  private static let echo: @Sendable (Request) -> Response = { request in
    .text(
      "\(request.method.text) \(request.target.decodedPath) "
        + String(decoding: request.body, as: UTF8.self))
  }

  private func pipeline(_ paths: [String]) -> String {
    paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
  }

  // Pipelines

  @Test func `sixteen requests in one write are answered in their order`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send(pipeline((0..<16).map { "/\($0)" }))
    for number in 0..<16 {
      #expect(try client.answer().text == "GET /\(number) ")
    }
  }

  @Test func `answers keep their order when one in the middle waits for a lane`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      if request.target.decodedPath == "/pool" { gate.pass() }
      return Self.echo(request)
    }
    let client = try server.client()
    let paths = (0..<16).map { $0 == 7 ? "/pool" : "/\($0)" }
    client.send(pipeline(paths))
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    for path in paths { #expect(try client.answer().text == "GET \(path) ") }
  }

  @Test func `requests that change nothing run side by side`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      if request.target.decodedPath == "/pool/first" { return .text("\(gate.pass())") }
      gate.open()
      return .text("opened")
    }
    let client = try server.client()
    client.send(pipeline(["/pool/first", "/pool/second"]))
    #expect(try client.answer().text == "true")
    #expect(try client.answer().text == "opened")
  }

  @Test func `no request starts beside one that may change something`() throws {
    let gate = Gate()
    let order = Guarded<[String]>([])
    let server = try TestServer(plan: planByPath) { request in
      if request.method == .post { gate.pass() }
      order.withLock { $0.append(request.target.decodedPath) }
      return Self.echo(request)
    }
    let client = try server.client()
    client.send("POST /pool/change HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    client.send(pipeline(["/after", "/pool/later"]))
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    for _ in 0..<3 { #expect(try client.answer().status == 200) }
    #expect(order.withLock { $0 } == ["/pool/change", "/after", "/pool/later"])
  }

  @Test func `a request for a change waits for those before it`() throws {
    let gate = Gate()
    let order = Guarded<[String]>([])
    let server = try TestServer(plan: planByPath) { request in
      if request.target.decodedPath == "/pool/slow" { gate.pass() }
      order.withLock { $0.append(request.target.decodedPath) }
      return Self.echo(request)
    }
    let client = try server.client()
    client.send(pipeline(["/pool/slow"]))
    client.send("POST /change HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    #expect(try client.answer().text == "GET /pool/slow ")
    #expect(try client.answer().text == "POST /change body")
    #expect(order.withLock { $0 } == ["/pool/slow", "/change"])
  }

  @Test func `no more requests of a connection are under way than its limit`() throws {
    let running = Guarded((now: 0, most: 0))
    let server = try TestServer(lanes: 16) {
      $0.pipelineLimit = 3
    } plan: {
      planByPath($0)
    } answer: { request in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      defer { running.withLock { $0.now -= 1 } }
      return Self.echo(request)
    }
    let client = try server.client()
    client.send(pipeline((0..<200).map { "/pool/\($0)" }))
    for number in 0..<200 { #expect(try client.answer().text == "GET /pool/\(number) ") }
    #expect(running.withLock { $0.most } <= 3)
  }

  @Test func `a pipeline longer than a turn is answered to its end`() throws {
    let server = try TestServer {
      $0.turnLimit = 5
    } answer: {
      Self.echo($0)
    }
    let client = try server.client()
    client.send(pipeline((0..<1003).map { "/\($0)" }))
    for number in 0..<1003 { #expect(try client.answer().text == "GET /\(number) ") }
  }

  // Bodies

  @Test func `a body of known length is put together from its pieces`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    for _ in 0..<2 {
      client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhel")
      client.send("lo w")
      client.send("orld")
      #expect(try client.answer().text == "POST /a hello world")
    }
  }

  @Test func `a chunked body is put together from single bytes`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    let message = """
      POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
      5;note="x"\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n
      """
    for byte in message.utf8 { client.send([byte]) }
    client.get("/next")
    #expect(try client.answer().text == "POST /a hello world")
    #expect(try client.answer().text == "GET /next ")
  }

  @Test func `a body of a megabyte arrives whole`() throws {
    let server = try TestServer { request in
      .text("\(request.body.count) \(request.body.reduce(0) { $0 &* 31 &+ UInt32($1) })")
    }
    let client = try server.client()
    let body = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
    client.send(body)
    let sum = body.reduce(0) { $0 &* 31 &+ UInt32($1) }
    #expect(try client.answer().text == "\(body.count) \(sum)")
  }

  @Test func `a body longer than its limit is refused before it is read`() throws {
    let server = try TestServer(
      plan: { _ in .accept(mode: .inline, body: .memory(limitBytes: 10)) }, answer: Self.echo)
    let client = try server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == 413)
    #expect(answer.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test func `a chunked body is refused when it grows over its limit`() throws {
    let server = try TestServer(
      plan: { _ in .accept(mode: .inline, body: .memory(limitBytes: 10)) }, answer: Self.echo)
    let client = try server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    client.send("8\r\n12345678\r\n8\r\n")
    #expect(try client.answer().status == 413)
    #expect(client.isClosedByServer())
  }

  @Test func `a body that nobody wants is read and thrown away`() throws {
    let server = try TestServer(
      plan: { _ in .accept(mode: .inline, body: .none) }, answer: Self.echo)
    let client = try server.client()
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nGET ")
    client.send("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    client.send("4\r\nGET \r\n0\r\n\r\n")
    client.get("/c")
    #expect(try client.answer().text == "POST /a ")
    #expect(try client.answer().text == "POST /b ")
    #expect(try client.answer().text == "GET /c ")
  }

  @Test func `after an unwanted body that is too long to read the connection closes`() throws {
    let server = try TestServer(
      plan: { _ in .accept(mode: .inline, body: .none) }, answer: Self.echo)
    let client = try server.client()
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n")
    client.send([UInt8](repeating: 0x61, count: 70000))
    let answer = try client.answer()
    #expect(answer.text == "POST /a ")
    #expect(answer.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  // Expectations

  @Test func `100 Continue is sent when the body is wanted`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    for _ in 0..<2 {
      client.send(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
      #expect(try client.answer().status == 100)
      client.send("body")
      #expect(try client.answer().text == "POST /a body")
    }
  }

  @Test func `100 Continue comes after the answers before it`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      if request.method == .get { gate.pass() }
      return Self.echo(request)
    }
    let client = try server.client()
    client.get("/pool")
    client.send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    #expect(try client.answer().text == "GET /pool ")
    #expect(try client.answer().status == 100)
    client.send("body")
    #expect(try client.answer().text == "POST /a body")
  }

  @Test func `a refused request that waits for 100 gets its refusal alone`() throws {
    let server = try TestServer(
      plan: { _ in .refuse(.text("no", status: .forbidden)) }, answer: Self.echo)
    let client = try server.client()
    client.send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == 403)
    #expect(answer.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test func `a body over its limit gets 413 instead of 100`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n")
    #expect(try client.answer().status == 413)
    #expect(client.isClosedByServer())
  }

  @Test func `any other expectation gets 417`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: tea\r\n\r\n")
    #expect(try client.answer().status == 417)
    #expect(client.isClosedByServer())
  }

  @Test func `a client of HTTP 1.0 gets no 100`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send("POST /a HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody")
    #expect(try client.answer().text == "POST /a body")
    #expect(client.isClosedByServer())
  }

  // Methods and refusals

  @Test func `HEAD gets the head that GET would get, and nothing else`() throws {
    let server = try TestServer { _ in .text("some content") }
    let client = try server.client()
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
    client.get("/")
    for _ in 0..<2 {
      let head = try client.answer(toHead: true)
      #expect(head.status == 200)
      #expect(head.value("Content-Length") == "12")
    }
    #expect(try client.answer().text == "some content")
  }

  private static let routes = Routes<Int>([(.get, "/known", 0), (.post, "/known", 1)])

  @Sendable private static func route(_ head: RequestHead) -> Plan {
    switch routes.match(head) {
    case .found(let endpoint, _):
      .accept(mode: .inline, body: .memory(limitBytes: 100), endpoint: endpoint)
    case .methodNotAllowed(let allow):
      .refuse(
        Response(
          head.method == .options ? .noContent : .methodNotAllowed,
          fields: Fields([(.allow, allow)])))
    case .unknown: .refuse(Response(.notFound))
    }
  }

  @Test func `unknown paths, unknown methods and OPTIONS leave the connection open`() throws {
    let server = try TestServer(plan: Self.route, answer: Self.echo)
    let client = try server.client()
    client.get("/unknown")
    client.send("DELETE /known HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
    client.send("OPTIONS /known HTTP/1.1\r\nHost: x\r\n\r\n")
    client.get("/known")
    #expect(try client.answer().status == 404)
    let refusal = try client.answer()
    #expect(refusal.status == 405)
    #expect(refusal.value("Allow") == "GET, HEAD, POST, OPTIONS")
    let options = try client.answer()
    #expect(options.status == 204)
    #expect(options.value("Allow") == "GET, HEAD, POST, OPTIONS")
    #expect(options.value("Content-Length") == nil)
    #expect(try client.answer().text == "GET /known ")
  }

  @Test func `a broken message is answered after those before it, and is the last`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      gate.pass()
      return Self.echo(request)
    }
    let client = try server.client()
    client.send(pipeline(["/pool"]) + "GET /bad\u{1} HTTP/1.1\r\n\r\n" + pipeline(["/late"]))
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    #expect(try client.answer().text == "GET /pool ")
    let refusal = try client.answer()
    #expect(refusal.status == 400)
    #expect(refusal.value("Connection") == "close")
    #expect(client.isClosedByServer())
    #expect(server.server.counts.faults == 1)
  }

  @Test func `a client that goes on sending after its broken message sees no reset`() throws {
    let server = try TestServer(answer: Self.echo)
    for _ in 0..<20 {
      let client = try server.client()
      client.send("BROKEN\r\n\r\n")
      client.send([UInt8](repeating: 0x61, count: 200_000))
      #expect(try client.answer().status == 400)
      #expect(client.seesEnd())
    }
  }

  @Test func `a full queue is answered with 503 and leaves the connection open`() throws {
    let server = try TestServer(plan: planByPath, answer: Self.echo)
    let client = try server.client()
    server.lanes.refuseEverything()
    client.get("/pool/1")
    #expect(try client.answer().status == 503)
    server.lanes.refuseEverything(false)
    client.get("/pool/2")
    #expect(try client.answer().text == "GET /pool/2 ")
  }

  // Persistence

  @Test func `a client that asks for it gets its connection closed`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send(
      "GET /1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.text == "GET /1 ")
    #expect(answer.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test func `a client of HTTP 1.0 keeps its connection only if it asks for it`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.value("Connection") == "keep-alive")
    client.send("GET /2 HTTP/1.0\r\n\r\n")
    #expect(try client.answer().text == "GET /2 ")
    #expect(client.isClosedByServer())
  }

  @Test func `the client's name for its request comes back`() throws {
    let server = try TestServer(answer: Self.echo)
    let client = try server.client()
    client.get("/1", "X-Request-Id: my-id.7\r\n")
    client.get("/2", "X-Request-Id: not valid\r\n")
    #expect(try client.answer().value("X-Request-Id") == "my-id.7")
    #expect(try client.answer().value("X-Request-Id")?.count == 36)
  }
}
