import Testing

@testable import HTTP

struct TrustedProxiesTests {
  private func client(
    _ forwarded: [String], from peer: String = "10.0.0.1", trusting list: String
  ) throws -> ClientAddress {
    let field: FieldName = "X-Forwarded-For"
    let head = try #require(Request(.get, "/", fields: forwarded.map { (field, $0) })).head
    let proxies = try #require(TrustedProxies(list: list))
    return proxies.client(of: head, from: try address(peer))
  }

  private func address(_ text: String) throws -> ClientAddress {
    try #require(ClientAddress(Array(text.utf8)))
  }

  @Test(
    arguments: [
      ([], "10.0.0.1"), (["192.0.2.7"], "192.0.2.7"), (["6.6.6.6, 192.0.2.7"], "192.0.2.7"),
      (["6.6.6.6", "192.0.2.7"], "192.0.2.7"), (["192.0.2.7, 10.0.0.2"], "192.0.2.7"),
      (["192.0.2.7,10.0.0.2 ,10.0.0.1"], "192.0.2.7"), (["10.0.0.2"], "10.0.0.2"),
      (["192.0.2.7, unknown"], "10.0.0.1"), (["unknown, 10.0.0.2"], "10.0.0.2"),
      (["2001:db8::7"], "2001:db8::7"), (["[2001:db8::7]:99"], "2001:db8::7"), ([""], "10.0.0.1"),
    ] as [([String], String)])
  func `behind trusted proxies the last address that is none of them counts`(
    forwarded: [String], expected: String
  ) throws {
    #expect(
      try client(forwarded, trusting: "10.0.0.1, 10.0.0.2") == address(expected))
  }

  @Test func `nobody else is believed`() throws {
    #expect(try client(["192.0.2.7"], trusting: "") == address("10.0.0.1"))
    #expect(
      try client(["192.0.2.7"], from: "10.0.0.9", trusting: "10.0.0.1") == address("10.0.0.9"))
  }

  @Test(arguments: ["x", "10.0.0.1,", ",", "10.0.0.0/8", "proxy.example"])
  func `a list of what are no addresses is none`(list: String) {
    #expect(TrustedProxies(list: list) == nil)
  }
}
