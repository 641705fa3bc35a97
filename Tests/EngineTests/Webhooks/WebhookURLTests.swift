import Stores
import Testing

@testable import Engine

struct WebhookURLTests {
  private func failure(_ text: String, allowsPrivate: Bool = false) -> WebhookURLFailure? {
    do throws(WebhookURLFailure) {
      try WebhookURL.check(text, allowsPrivate: allowsPrivate)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "https://example.org/hook?token=x", "http://93.184.216.34/", "http://[2606:2800:220:1::1]:81/",
    // What a name leads to is judged when it is called.
    "http://localhost/",
  ])
  func `a URL of the public internet may be kept`(_ text: String) {
    #expect(failure(text) == nil)
  }

  @Test(arguments: [
    ("", URLFault.malformed), ("example.org/hook", .malformed), ("http://", .noHost),
    ("ftp://example.org/", .scheme("ftp")), ("file:///etc/passwd", .scheme("file")),
    ("https://me@example.org/", .userInfo), ("https://me:pw@example.org/", .userInfo),
    ("http://h/\0", .malformed),
  ])
  func `a text that cannot be called is refused`(_ text: String, _ fault: URLFault) {
    #expect(failure(text) == .url(fault))
    #expect(failure(text, allowsPrivate: true) == .url(fault))
  }

  @Test func `a URL may have 2048 bytes and not one more`() {
    let long = "https://h/" + String(repeating: "x", count: 2038)
    #expect(failure(long) == nil)
    #expect(failure(long + "x") == .url(.tooLong(limitBytes: 2048)))
  }

  @Test(arguments: [
    ("http://127.0.0.1/", AddressGuard.Reason.loopback), ("http://127.1:9/", .loopback),
    ("http://2130706433/", .loopback), ("http://0x7f000001/", .loopback),
    ("http://[::1]/", .loopback), ("http://[::ffff:127.0.0.1]/", .loopback),
    ("http://10.1.2.3/", .privateUse), ("http://192.168.0.1/", .privateUse),
    ("http://[fd00::1]/", .privateUse), ("http://169.254.169.254/latest", .metadata),
    ("http://[fe80::1]/", .linkLocal), ("http://0.0.0.0/", .unspecified),
  ])
  func `an address of our own networks is refused, unless they are open`(
    _ text: String, _ reason: AddressGuard.Reason
  ) {
    guard case .forbiddenAddress(_, reason) = failure(text) else {
      Issue.record("\(text): \(String(describing: failure(text)))")
      return
    }
    #expect(failure(text, allowsPrivate: true) == nil)
  }

  @Test func `each failure is the end of a sentence`() throws {
    #expect(failure("ftp://h/")?.sentence == "only http and https are called, not ftp")
    #expect(failure("http://me@h/")?.sentence == "it holds a name or a password")
    #expect(
      failure("http://10.0.0.1/")?.sentence
        == "10.0.0.1 is an address of a private network; "
        + "the server reaches such addresses with --allow-private alone")
  }

  @Test(arguments: [
    ("http://Example.org/a", "example.org:80"), ("https://example.org/b", "example.org:443"),
    ("http://example.org:80/", "example.org:80"), ("http://[::1]:9/", "[::1]:9"),
    ("http://0x7f.1/", "127.0.0.1:80"), ("nonsense", "?"), ("", "?"),
  ])
  func `a place is a server, however its URL is written`(_ text: String, _ place: String) {
    #expect(WebhookURL.place(of: text) == place)
  }
}
