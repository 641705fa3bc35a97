import Foundation
import Synchronization
import Testing

@testable import Stores

/// What a client made of a URL.
struct Fetched {
  var response: OutboundResponse?
  var failure: OutboundFailure?
  var body: [UInt8] = []
}

/// Fetches with a client that may reach this machine, unless another one is given.
func fetch(
  _ url: String, limits: HTTPClient.Limits = .init(bytes: 1 << 20, totalSeconds: 20),
  client: HTTPClient? = nil, isCancelled: () -> Bool = { false }
) -> Fetched {
  var options = HTTPClient.Options()
  options.allowsPrivate = true
  let client = client ?? HTTPClient(options: options)
  var fetched = Fetched()
  do throws(OutboundFailure) {
    fetched.response = try client.get(
      url, limits: limits,
      into: { piece in
        fetched.body += piece
        return true
      }, isCancelled: isCancelled)
  } catch {
    fetched.failure = error
  }
  return fetched
}

struct HTTPClientTests {
  /// A client for which only 127.0.0.1 is of the internet, and names mean what the test says.
  private func guarded(_ names: [String: String] = [:]) -> HTTPClient {
    HTTPClient(
      options: HTTPClient.Options(),
      judge: { $0.bytes == [127, 0, 0, 1] ? nil : AddressGuard.reason(against: $0) },
      resolve: { url in names[url.host].map { "\(url.host):\(url.port):\($0)" } })
  }

  @Test func `a file comes as it is, with its head`() throws {
    let server = try OddServer { request in
      [
        .answer(
          "200 OK", "Content-Type: text/csv; charset=utf-8\r\nETag: \"7\"\r\n", body: "a,b\n1,2\n")
      ]
    }
    let fetched = fetch(server.url("/x.csv?y#z"))
    #expect(fetched.body == Array("a,b\n1,2\n".utf8))
    let response = try #require(fetched.response)
    #expect(response.status == 200)
    #expect(response.mediaType == "text/csv")
    #expect(response["etag"] == "\"7\"")
    #expect(response["content-length"] == "8")
    #expect(response.finalURL == server.url("/x.csv?y"))
    #expect(response.byteCount == 8)
  }

  @Test func `a request names the host and asks for a body as it is`() throws {
    let asked = Mailbox()
    let server = try OddServer { request in
      asked.put(request.text)
      return [.answer("200 OK")]
    }
    #expect(fetch(server.url("/a b")).failure == nil)
    let text = try #require(asked.all.first)
    #expect(text.hasPrefix("GET /a%20b HTTP/1.1\r\n"))
    #expect(text.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n"))
    #expect(text.contains("\r\nAccept-Encoding: identity\r\n"))
    #expect(text.contains("\r\nUser-Agent: tally\r\n"))
  }

  @Test func `an answer of many pieces comes whole, in order`() throws {
    let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .sendBytes(body)]
    }
    let fetched = fetch(server.url(), limits: .init(bytes: body.count))
    let isWhole = fetched.body == body
    #expect(isWhole)
    #expect(fetched.response?.byteCount == body.count)
  }

  @Test func `chunks are joined, and an answer may end with its connection`() throws {
    let server = try OddServer { request in
      request.path == "/chunked"
        ? [
          .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\na,b\n\r\n"),
          .send("2;x=y\r\n1,\r\n2\r\n2\n\r\n0\r\nTrailer: x\r\n\r\n"),
        ] : [.send("HTTP/1.0 200 OK\r\n\r\na,b\n1,2\n")]
    }
    #expect(fetch(server.url("/chunked")).body == Array("a,b\n1,2\n".utf8))
    #expect(fetch(server.url("/old")).body == Array("a,b\n1,2\n".utf8))
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is followed, and its own body dropped`(_ status: Int) throws {
    let server = try OddServer { request in
      request.path == "/old"
        ? [.redirect("new?x", "\(status) Moved")] : [.answer("200 OK", body: "a")]
    }
    let fetched = fetch(server.url("/old"))
    #expect(fetched.body == Array("a".utf8))
    #expect(fetched.response?.finalURL == server.url("/new?x"))
  }

  @Test func `a redirect to another port is another connection`() throws {
    let other = try OddServer { _ in [.answer("200 OK", body: "other")] }
    let place = other.url("/x")
    let server = try OddServer { _ in [.redirect(place)] }
    #expect(fetch(server.url()).body == Array("other".utf8))
    #expect(other.connectionCount == 1)
  }

  @Test func `redirects have a limit, and a circle meets it`() throws {
    let server = try OddServer { request in
      let number = Int(request.path.dropFirst()) ?? 0
      return number == 5 ? [.answer("200 OK", body: "end")] : [.redirect("/\(number + 1)")]
    }
    #expect(fetch(server.url("/0")).body == Array("end".utf8))
    #expect(fetch(server.url("/-1")).failure == .tooManyRedirects(limit: 5))
    let none = HTTPClient.Limits(bytes: 10, redirects: 0)
    #expect(fetch(server.url("/4"), limits: none).failure == .tooManyRedirects(limit: 0))
    let circle = try OddServer { _ in [.redirect("/")] }
    #expect(fetch(circle.url()).failure == .tooManyRedirects(limit: 5))
    #expect(circle.requestCount == 6)
  }

  @Test(arguments: [
    ("file:///etc/passwd", URLFault.scheme("file")), ("gopher://127.0.0.1/", .scheme("gopher")),
    ("http://me:secret@127.0.0.1/", .userInfo), ("http://", .noHost), ("", .malformed),
  ])
  func `a redirect to what may not be fetched is an end`(
    _ place: String, _ fault: URLFault
  ) throws {
    let server = try OddServer { _ in [.redirect(place)] }
    #expect(fetch(server.url()).failure == .badRedirect(to: place, fault))
  }

  @Test func `a redirect that names no place is an end`() throws {
    let server = try OddServer { _ in [.answer("302 Found")] }
    #expect(fetch(server.url()).failure == .badRedirect(to: "", .malformed))
  }

  @Test(arguments: [204, 206, 300, 304, 400, 401, 404, 410, 500, 503])
  func `an answer that says no is a failure with its status`(_ status: Int) throws {
    let server = try OddServer { _ in
      [
        .answer(
          "\(status) X", "Location: /other\r\n", body: status == 204 || status == 304 ? "" : "no")
      ]
    }
    let fetched = fetch(server.url())
    #expect(fetched.failure == (status == 204 ? nil : .status(status)))
    #expect(fetched.body.isEmpty)
  }

  @Test(arguments: [
    "http://127.0.0.2", "http://127.1.1.1", "http://[::1]", "http://10.0.0.1",
    "http://169.254.169.254",
  ])
  func `a redirect to a forbidden address is refused, and no connection made`(
    _ place: String
  ) throws {
    let inner = try OddServer(everywhere: true) { _ in [.answer("200 OK", body: "secret")] }
    let server = try OddServer { _ in [.redirect("\(place):\(inner.port)/")] }
    let fetched = fetch(server.url(), client: guarded())
    guard case .forbiddenAddress(let host, _, _) = fetched.failure else {
      Issue.record("\(fetched)")
      return
    }
    #expect(place.hasSuffix(host))
    #expect(fetched.body.isEmpty)
    #expect(server.connectionCount == 1)
    #expect(inner.connectionCount == 0)
  }

  @Test func `a name that changes its address is refused when it has changed`() throws {
    let inner = try OddServer(everywhere: true) { _ in [.answer("200 OK", body: "secret")] }
    let round = Atomic(0)
    let client = HTTPClient(
      options: HTTPClient.Options(),
      judge: { $0.bytes == [127, 0, 0, 1] ? nil : AddressGuard.reason(against: $0) },
      resolve: { url in
        let number = round.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(url.host):\(url.port):127.0.0.\(number)"
      })
    let url = "http://rebind.test:\(inner.port)/"
    #expect(fetch(url, client: client).body == Array("secret".utf8))
    let loopback = try #require(InternetAddress([127, 0, 0, 2]))
    let failure = OutboundFailure.forbiddenAddress(host: "rebind.test", loopback, .loopback)
    #expect(fetch(url, client: client).failure == failure)
    #expect(inner.connectionCount == 1)
  }

  @Test func `of a name with several addresses only an allowed one is used`() throws {
    let server = try OddServer { _ in [.answer("200 OK", body: "a")] }
    let both = guarded(["both.test": "10.0.0.1,127.0.0.1"])
    #expect(fetch("http://both.test:\(server.port)/", client: both).body == Array("a".utf8))
    let none = guarded(["none.test": "10.0.0.1,127.0.0.2"])
    let failure = fetch("http://none.test:\(server.port)/", client: none).failure
    guard case .forbiddenAddress("none.test", _, _) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test func `a text that is no URL says why`() {
    #expect(fetch("").failure == .badURL("", .malformed))
    #expect(fetch("file:///etc/passwd").failure == .badURL("file:///etc/passwd", .scheme("file")))
    #expect(fetch("http://me@h/").failure == .badURL("http://me@h/", .userInfo))
  }

  @Test func `what the environment says about proxies is not heard`() async {
    await #expect(processExitsWith: .exitCode(3)) {
      setenv("http_proxy", "http://127.0.0.1:1", 1)
      let server = try OddServer { _ in [.answer("200 OK", body: "a")] }
      exit(fetch(server.url()).body == Array("a".utf8) ? 3 : 4)
    }
  }

  @Test(arguments: [100, 1_000_000])
  func `a verdict is had, however long and however coded the body is`(_ length: Int) throws {
    let body = String(repeating: "x", count: length)
    let server = try OddServer { _ in
      [.answer("202 Accepted", "Content-Encoding: gzip\r\nRetry-After: 7\r\n", body: body)]
    }
    var options = HTTPClient.Options()
    options.allowsPrivate = true
    let response = try HTTPClient(options: options).send(
      .init(method: "POST", body: [1]), to: server.url(),
      limits: .init(bytes: 65_536, totalSeconds: 20), isCancelled: { false })
    #expect(response.status == 202)
    #expect(response["retry-after"] == "7")
    #expect(response.byteCount <= 65_536)
  }

  @Test func `every status is an answer to what is sent, with its body`() throws {
    let asked = Mailbox()
    let server = try OddServer { request in
      asked.put(request.text)
      return [.answer("409 Conflict", "X-Y: z\r\n", body: "there already")]
    }
    var options = HTTPClient.Options()
    options.allowsPrivate = true
    let client = HTTPClient(options: options)
    var body: [UInt8] = []
    let response = try client.send(
      .init(
        method: "PUT",
        fields: [.init(name: "X-A", value: "b, c"), .init(name: "X-Empty", value: "")],
        body: [0, 1, 2, 255]),
      to: server.url("/k"), limits: .init(bytes: 100),
      into: { piece in
        body += piece
        return true
      })
    #expect(response.status == 409)
    #expect(response["x-y"] == "z")
    #expect(body == Array("there already".utf8))
    let text = try #require(asked.all.first)
    #expect(text.hasPrefix("PUT /k HTTP/1.1\r\n"))
    #expect(text.contains("\r\nX-A: b, c\r\n"))
    #expect(text.contains("\r\nX-Empty:\r\n"))
    #expect(text.contains("\r\nContent-Length: 4\r\n"))
    #expect(!text.contains("Content-Type"))
    #expect(!text.contains("Expect"))
    #expect(text.utf8.suffix(3 + 3).starts(with: [0, 1, 2]))
  }
}

/// Texts that came to a server.
final class Mailbox: Sendable {
  private let texts = Mutex<[String]>([])

  func put(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}
