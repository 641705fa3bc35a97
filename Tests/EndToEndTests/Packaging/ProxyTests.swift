import Foundation
import Harness
import Testing

/// The site for nginx that the package brings and docs/deploying.md shows, with nginx itself before the real binary.
@Suite(.enabled(if: Tools.serveBehindProxy, "needs nginx, openssl and curl"))
struct ProxyTests {
  @Test func `the page on deploying shows the site that is tested here`() throws {
    let page = try String(
      contentsOf: Proxy.repository.appending(path: "docs/deploying.md"), encoding: .utf8)
    #expect(page.contains("```nginx\n\(try Proxy.site)```\n"))
  }

  @Test func `requests come through TLS, and plain ones are sent there`() throws {
    let server = try TallyServer(arguments: ["--trusted-proxy", "127.0.0.1"])
    let proxy = try Proxy(before: server)
    let answer = try proxy.curl("/livez", ["--include"])
    #expect(answer.hasPrefix("HTTP/2 200"))
    #expect(answer.contains("strict-transport-security: max-age=31536000"))
    #expect(answer.hasSuffix(#"{"status":"alive"}"#))
    let plain = try proxy.plain("/livez?a=b")
    #expect(plain.hasPrefix("HTTP/1.1 301 "))
    #expect(plain.contains("Location: https://tally.example.org/livez?a=b"))
  }

  @Test func `a page of the site's own origin may change something`() throws {
    let server = try TallyServer()
    let proxy = try Proxy(before: server)
    let answer = try proxy.curl(
      "/event",
      ["--header", "Origin: \(proxy.origin)", "--header", "Sec-Fetch-Site: same-origin"]
        + ["--json", #"{"timestamp":"\#(Date.now.ISO8601Format())","value":1}"#])
    #expect(answer == #"{"message":"Event created successfully"}"#)
  }

  @Test func `a client is known by the address that the proxy saw, whatever it says of itself`()
    throws
  {
    let server = try TallyServer(
      arguments: ["--trusted-proxy", "127.0.0.1", "--rate-limit", "2/h"])
    let proxy = try Proxy(before: server)
    func status(from address: String, claiming claim: String) throws -> String {
      try proxy.curl(
        "/api/num_jobs",
        ["--interface", address, "--header", "X-Forwarded-For: \(claim)"]
          + ["--output", "/dev/null", "--write-out", "%{http_code}"])
    }
    #expect(try status(from: "127.0.0.2", claiming: "198.51.100.1") == "200")
    #expect(try status(from: "127.0.0.2", claiming: "198.51.100.2") == "200")
    #expect(try status(from: "127.0.0.2", claiming: "198.51.100.3") == "429")
    #expect(try status(from: "127.0.0.3", claiming: "198.51.100.1") == "200")
  }

  @Test func `an upload of 20 MB goes through, and one beyond the limit is refused`() throws {
    let server = try TallyServer()
    let proxy = try Proxy(before: server)
    let folder = ScratchFolder()
    let cell = String(repeating: "abcdefghij", count: 1000)
    let path = try folder.write(
      "number,text\n" + (0..<2000).map { "\($0),\(cell)\n" }.joined(), to: "large.csv")
    let answer = try proxy.curl(
      "/api/v1/datasets?name=large", ["--form", "file=@\(path)", "--write-out", " %{http_code}"])
    #expect(answer.hasSuffix(" 201"), "\(answer.suffix(400))")
    let count = try proxy.curl("/api/v1/datasets/large/aggregate?_agg=n:count()", [])
    #expect(count.contains(#""n":2000"#), "\(count.prefix(400))")
    // Its length alone is what it is refused for.
    let sparse = folder.path + "/huge.csv"
    try #require(try Program(["truncate", "--size", "201M", sparse]).waitForExit() == 0)
    let refused = try proxy.curl(
      "/api/v1/datasets?name=huge",
      ["--header", "Content-Type: text/csv", "--request", "POST", "--upload-file", sparse]
        + ["--output", "/dev/null", "--write-out", "%{http_code}"])
    #expect(refused == "413")
  }

  @Test func `server-sent events arrive while the stream is open`() throws {
    let server = try TallyServer()
    let proxy = try Proxy(before: server)
    let stream = try proxy.client("/statistics/stream?every=1h", ["--no-buffer"])
    #expect(stream.firstOutput().hasPrefix("event: statistics\n"))
    #expect(stream.isRunning)
  }
}

/// An nginx with the shipped site, on free ports of this machine and with a certificate of its own.
private final class Proxy {
  static let repository = URL(fileURLWithPath: Unit.path).deletingLastPathComponent()
    .deletingLastPathComponent()

  static var site: String {
    get throws {
      try String(
        contentsOf: repository.appending(path: ".deb/nginx-site.conf"), encoding: .utf8)
    }
  }

  private let folder = ScratchFolder()
  private let nginx: Program
  private let port: UInt16
  private let plainPort: UInt16

  var origin: String { "https://tally.example.org:\(port)" }

  init(before server: TallyServer) throws {
    let ports = try Self.freePorts(2)
    (port, plainPort) = (ports[0], ports[1])
    let place = folder.path
    let certificate = place + "/certificate"
    let maker = try Program([
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-days", "1", "-subj", "/CN=tally.example.org",
      "-addext", "subjectAltName=DNS:tally.example.org",
      "-keyout", certificate + ".key", "-out", certificate + ".pem",
    ])
    try #require(try maker.waitForExit() == 0, "\(maker.error)")
    // The site as it is, but for the places that are this machine's.
    var site = try Self.site
    for (found, put) in [
      ("  listen [::]:80;\n", ""), ("  listen [::]:443 ssl http2;\n", ""),
      ("listen 80;", "listen 127.0.0.1:\(plainPort);"),
      ("listen 443 ssl", "listen 127.0.0.1:\(port) ssl"),
      ("/etc/letsencrypt/live/tally.example.org/fullchain.pem", certificate + ".pem"),
      ("/etc/letsencrypt/live/tally.example.org/privkey.pem", certificate + ".key"),
      ("127.0.0.1:8080", "127.0.0.1:\(server.port)"),
    ] {
      try #require(site.contains(found), "\(found)")
      site = site.replacingOccurrences(of: found, with: put)
    }
    try folder.write(site, to: "site.conf")
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(place)/\($0);" }.joined(separator: " ")
    let path = try folder.write(
      """
      daemon off;
      pid \(folder.path)/pid;
      error_log stderr;
      events {}
      http { access_log off; \(temporary) include \(folder.path)/site.conf; }
      """, to: "nginx.conf")
    nginx = try Program(
      ["sh", "-c", #"PATH=$PATH:/usr/sbin; exec nginx -e stderr -c "$0""#, path])
    let isUp = try waitUntil {
      guard nginx.isRunning else { return true }
      return try client("/livez", []).waitForExit() == 0
    }
    try #require(isUp && nginx.isRunning, "\(nginx.error)")
  }

  deinit {
    // In order, so that its workers go with it.
    nginx.send(SIGTERM)
    _ = try? nginx.waitForExit()
  }

  /// curl(1), which trusts the certificate and finds the site's name here.
  func client(_ path: String, _ options: [String]) throws -> Program {
    try Program(
      ["curl", "--silent", "--show-error", "--http2", "--cacert", folder.path + "/certificate.pem"]
        + ["--resolve", "tally.example.org:\(port):127.0.0.1"] + options + [origin + path])
  }

  /// What curl prints.
  func curl(_ path: String, _ options: [String]) throws -> String {
    let program = try client(path, options)
    _ = try program.waitForExit()
    return program.output + program.error
  }

  /// The head of what is answered without TLS.
  func plain(_ path: String) throws -> String {
    let program = try Program([
      "curl", "--silent", "--head", "--header", "Host: tally.example.org",
      "http://127.0.0.1:\(plainPort)\(path)",
    ])
    _ = try program.waitForExit()
    return program.output
  }

  /// Ports that nobody listens on.
  private static func freePorts(_ count: Int) throws -> [UInt16] {
    // All are held until all are known, so that none comes twice.
    let listeners = try (0..<count).map { _ in try HeldPort() }
    return listeners.map(\.number)
  }
}

/// A port of this machine that nobody else gets as long as this value lives.
private final class HeldPort {
  private let listener: Int32
  let number: UInt16

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = withUnsafeMutableBytes(of: &address) { bytes in
      let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      return bind(listener, place, size) | getsockname(listener, place, &size)
    }
    number = UInt16(bigEndian: address.sin_port)
    try #require(status == 0)
  }

  deinit { close(listener) }
}
