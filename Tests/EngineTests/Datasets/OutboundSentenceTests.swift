import Stores
import Testing

@testable import Engine

struct OutboundSentenceTests {
  private static let address = InternetAddress([10, 0, 0, 1])

  private static let failures: [(OutboundFailure, String)] = [
    (.badURL("x", .malformed), "'x' cannot be fetched: it is no URL"),
    (.badURL("x", .tooLong(limitBytes: 9)), "it is longer than 9 bytes"),
    (.badURL("ftp://x", .scheme("ftp")), "only http and https are fetched, not ftp"),
    (.badURL("x", .userInfo), "it holds a name or a password"),
    (.badURL("x", .noHost), "it names no host"), (.unresolved(host: "x"), "no address for x"),
    (.unreachable(host: "x", port: 80), "Nobody answers at x, port 80"),
    (.timedOut(.connecting, seconds: 10), "No connection within 10 seconds"),
    (.timedOut(.stalled, seconds: 0.5), "Nothing came for 0.5 seconds"),
    (.timedOut(.total, seconds: 600), "more than 600 seconds"),
    (.tooLarge(limitBytes: 5), "longer than 5 bytes"),
    (.tooManyRedirects(limit: 5), "more than 5 redirects"),
    (.badRedirect(to: "http://x", .downgrade), "it goes from https to http"),
    (.tls("expired"), "No secure connection: expired"), (.status(404), "the status 404"),
    (.encoded("gzip"), "compressed with gzip"), (.brokenOff("eof"), "ended too early: eof"),
    (.badField("X"), "The field X cannot be sent"), (.cancelled, "It was cancelled"),
    (.sinkFailed, "could not be written"), (.failed(code: 7, "odd"), "It failed: odd"),
  ]

  @Test func `each failure is a sentence with its facts`() {
    for (failure, text) in Self.failures {
      #expect(failure.sentence.contains(text), "\(failure.sentence)")
    }
  }

  @Test func `a forbidden address says what it is, and what would allow it`() throws {
    let address = try #require(Self.address)
    for reason in AddressGuard.Reason.allCases {
      let sentence = OutboundFailure.forbiddenAddress(host: "inner.example", address, reason)
        .sentence
      #expect(sentence.hasPrefix("inner.example is 10.0.0.1, "))
      #expect(sentence.hasSuffix("; the server reaches such addresses with --allow-private alone"))
    }
  }

  @Test func `a long text of a client is shortened`() {
    let long = String(repeating: "\u{1F600}", count: 5000)
    for failure in [
      OutboundFailure.badURL(long, .malformed), .unresolved(host: long), .encoded(long),
      .badField(long), .badRedirect(to: long, .noHost),
    ] {
      #expect(failure.sentence.unicodeScalars.count < 320)
    }
  }
}
