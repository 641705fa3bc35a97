import JSON
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct UpstreamFailureTests {
  @Test(arguments: [
    (UpstreamFailure.status(500, retryAfterSeconds: nil), true, false),
    (.status(503, retryAfterSeconds: nil), true, true),
    (.status(503, retryAfterSeconds: 1), true, false),
    (.status(429, retryAfterSeconds: 1), true, false),
    (.status(404, retryAfterSeconds: nil), false, false),
    (.outbound(.unreachable(host: "h", port: 1)), true, true),
    (.outbound(.timedOut(.stalled, seconds: 3)), true, true),
    (.outbound(.brokenOff("x")), true, false), (.outbound(.tooLarge(limitBytes: 3)), false, false),
    (.outbound(.tls("x")), false, true), (.rests(cause: nil), true, false),
    (.cancelled, false, false),
    (.storage(.noSpace), false, false), (.redirect(to: "x"), false, false),
    (.badJourneys(.malformed(.malformed(.endOfText(expected: "x"), offset: 3))), true, false),
    (.badJourneys(.malformed(.malformed(.invalidUTF8, offset: 3))), false, false),
    (.badJourneys(.notAnObject(element: 1, kind: "a number")), false, false),
    (.badList(.malformed(.malformed(.endOfText(expected: "x"), offset: 3))), true, false),
    (.badList(.tooLarge(limitBytes: 3)), false, false),
  ])
  func `what passes is told from what stays, and both from a dead place`(
    _ failure: UpstreamFailure, isPassing: Bool, isOfPlace: Bool
  ) {
    #expect(failure.isPassing == isPassing && failure.isOfPlace == isOfPlace)
    #expect(
      !(failure.isAnswer && failure.isOfPlace) || failure == .status(503, retryAfterSeconds: nil))
    #expect(!failure.clause.isEmpty)
  }

  @Test(arguments: [
    ("The answer has the status 500", "the answer has the status 500"),
    ("Nobody answers at x", "nobody answers at x"), ("It took long", "it took long"),
    ("Example.com is 10.0.0.1", "Example.com is 10.0.0.1"), ("Nothing", "Nothing"), ("", ""),
    ("Itchy & Co is down", "Itchy & Co is down"),
  ])
  func `a sentence becomes a clause, and a name stays a name`(_ sentence: String, clause: String) {
    #expect(sentence.asClause == clause)
  }
}
