import Testing

@testable import Stores

struct OutboundURLTests {
  private func fault(_ text: String, from start: String? = nil) -> URLFault? {
    do throws(URLFault) {
      _ = try OutboundURL(
        text, relativeTo: start.map { start throws(URLFault) in try OutboundURL(start) })
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("http://example.org", "http://example.org/", "example.org", 80),
    ("HTTPS://Example.org:8443/a?b=c#d", "https://Example.org:8443/a?b=c", "Example.org", 8443),
    ("https://example.org/a/../b", "https://example.org/b", "example.org", 443),
    ("http://[::1]:80/", "http://[::1]:80/", "[::1]", 80),
    ("http:///a", "http://a/", "a", 80),
    ("http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1", 80),
    ("http://h/my file.csv", "http://h/my%20file.csv", "h", 80),
    ("http://h/é", "http://h/%c3%a9", "h", 80),
  ])
  func `a URL is read as libcurl reads it`(
    _ text: String, _ whole: String, _ host: String, _ port: Int
  ) throws {
    let url = try OutboundURL(text)
    #expect(url.text == whole)
    #expect(url.host == host)
    #expect(url.port == port)
  }

  @Test(arguments: [
    ("", URLFault.malformed), ("example.org/a.csv", .malformed), ("//example.org", .malformed),
    ("http://", .noHost), ("http://:80/", .noHost),
    ("ftp://example.org/a", .scheme("ftp")), ("file:///etc/passwd", .scheme("file")),
    ("gopher://127.0.0.1:6379/_x", .scheme("gopher")), ("dict://h:11211/", .scheme("dict")),
    ("ldap://h/", .scheme("ldap")), ("http://me@h/", .userInfo), ("http://me:secret@h/", .userInfo),
    ("http://@h/", .userInfo), ("http://h:0/", .malformed), ("http://h:65536/", .malformed),
    ("http://h:-1/", .malformed), ("http://h:x/", .malformed), ("http://a b/", .malformed),
    ("http://h\u{0}.org/", .malformed), ("http://h/\r\nX: y", .malformed),
    ("http://[::1/", .malformed), ("http://[fe80::zz]/", .malformed),
    ("javascript:alert(1)", .malformed), ("data:text/csv,a", .malformed),
  ])
  func `what may not be fetched says why`(_ text: String, _ expected: URLFault) {
    #expect(fault(text) == expected)
  }

  @Test func `a URL has a greatest length`() {
    let long = "http://h/" + String(repeating: "x", count: 8192 - 9)
    #expect(fault(long) == nil)
    #expect(fault(long + "x") == .tooLong(limitBytes: 8192))
    // Escapes make it longer.
    #expect(fault("http://h/" + String(repeating: " ", count: 4000)) == .tooLong(limitBytes: 8192))
  }

  @Test(arguments: [
    ("/c", "http://h/c"), ("c?d", "http://h/a/c?d"), ("//g/x", "http://g/x"),
    ("?q", "http://h/a/b?q"),
    ("https://g/", "https://g/"), ("../x", "http://h/x"),
  ])
  func `a place is relative to where it was named`(_ place: String, _ expected: String) throws {
    let start = try OutboundURL("http://h/a/b?old")
    #expect(try OutboundURL(place, relativeTo: start).text == expected)
  }

  @Test func `nothing leads from a secure place to another kind`() {
    #expect(fault("http://h/", from: "https://h/") == .downgrade)
    #expect(fault("/x", from: "https://h/") == nil)
    #expect(fault("https://h/", from: "http://h/") == nil)
    #expect(fault("file:///etc/passwd", from: "http://h/") == .scheme("file"))
    #expect(fault("http://me@h/", from: "http://h/") == .userInfo)
  }

  @Test(arguments: [
    ("http://127.0.0.1:8080/", "127.0.0.1"), ("http://0x7f.1/", "127.0.0.1"),
    ("http://2130706433/", "127.0.0.1"), ("http://[::1]/", "::1"),
    ("https://[2001:db8::7]:8443/x", "2001:db8::7"), ("http://[fe80::1%25eth0]/", "fe80::1"),
    ("http://example.org/", nil), ("http://localhost/", nil), ("http://127.0.0.1.example/", nil),
  ])
  func `an address in the place of a name is known as such`(
    _ text: String, _ address: String?
  ) throws {
    #expect(try OutboundURL(text).literalAddress?.description == address)
  }
}
