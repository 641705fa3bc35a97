import Testing

@testable import Stores

/// The guard where it matters: at a real client, in front of a real server.
struct TransferTests {
  /// Ways to write this machine. They lead there, as the test below shows.
  private static let machine = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.9.9.9", "2130706433", "0x7f000001",
    "0x7F.0x0.0x0.0x1", "0x7f.1", "0x7f.0.1", "0177.0.0.1", "0177.1", "017700000001",
    "0177.0x0.0.1",
    "localhost", "LOCALHOST", "a.localhost", "0", "0.0.0.0", "0x0",
    "00",
    "0.0", "%31%32%37.0.0.1", "127%2e0.0.1", "127.00.00.01",
    "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::]", "[::ffff:0.0.0.0]", "[0000::0001]",
  ]

  /// Other places that trust their neighbours.
  private static let neighbours = [
    "10.0.0.1", "10.255.255.255", "0xa000001", "167772161", "012.0.0.1", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "192.168.1.1", "0xc0a80101", "169.254.169.254", "2852039166",
    "0xa9fea9fe", "0251.0376.0251.0376", "169.254.1.1", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "0.0.0.1",
    "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[2001:db8::1]", "[2001::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:c0a8:101::]",
    "[::ffff:169.254.169.254]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::7f00:1]",
    "[::127.0.0.1]", "[::a00:1]", "[100::1]", "[::ffff:0:127.0.0.1]",
  ]

  @Test
  func `sixty and more ways to this machine and its neighbours are refused, and none connects`()
    throws
  {
    let server = try OddServer(everywhere: true) { _ in [.answer("200 OK", body: "secret")] }
    let client = HTTPClient()
    let hosts = Self.machine + Self.neighbours
    #expect(hosts.count >= 60)
    for host in hosts {
      let fetched = fetch(server.url("/", host: host), client: client)
      guard case .forbiddenAddress(_, let address, let reason) = fetched.failure else {
        Issue.record("\(host): \(fetched)")
        continue
      }
      #expect(AddressGuard.reason(against: address) == reason)
      #expect(fetched.body.isEmpty)
    }
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: machine.filter { !$0.hasPrefix("[") || $0.contains("ffff") })
  func `the ways to this machine lead there where they are allowed`(_ host: String) throws {
    let server = try OddServer(everywhere: true) { _ in [.answer("200 OK", body: "secret")] }
    #expect(fetch(server.url("/", host: host)).body == Array("secret".utf8), "\(host)")
  }

  @Test(arguments: [
    "http://①②⑦.⓪.⓪.①", "http://１２７.０.０.１", "http://127。0。0。1", "http://ⓛocalhost",
    "http:127.0.0.1", "http:/127.0.0.1", "http:///127.0.0.1", "http:\\\\127.0.0.1",
    "http://127.0.0.1\\@example.org", "http://example.org@127.0.0.1", "http://me:x@127.0.0.1",
    "http://127.0.0.1#@example.org", "http://[127.0.0.1]", "http://[::1", "http://::1",
    "http://256.0.0.1", "http://0x7f.0x0.0x0.0x100", "http://4294967296", "http://127.0.0.1.5",
    "http://\u{200B}127.0.0.1", "http://127.0.0.1\t", "http:// 127.0.0.1", "http://%00127.0.0.1",
    "ftp://127.0.0.1", "gopher://127.0.0.1", "file:///etc/passwd", "dict://127.0.0.1", "127.0.0.1",
    "//127.0.0.1", "http://127.0.0.1.", "http://localhost.", "unix:///run/docker.sock",
    "jar:http://127.0.0.1!/", "",
  ])
  func `what is no plain URL reaches nothing`(_ url: String) throws {
    let server = try OddServer(everywhere: true) { _ in [.answer("200 OK", body: "secret")] }
    let port = "1].t".contains(url.last ?? "/") ? ":\(server.port)" : ""
    let fetched = fetch(url + port, client: HTTPClient())
    #expect(fetched.failure != nil)
    #expect(fetched.response == nil)
    #expect(server.connectionCount == 0)
  }
}
