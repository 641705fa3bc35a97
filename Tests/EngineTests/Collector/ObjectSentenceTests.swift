import Posix
import Stores
import Testing

@testable import Engine

struct ObjectSentenceTests {
  @Test(
    arguments: [
      (.noCredentials, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]),
      (.wrongCredentials(code: "InvalidAccessKeyId"), ["AWS_ACCESS_KEY_ID", "InvalidAccessKeyId"]),
      (
        .wrongCredentials(code: "SignatureDoesNotMatch"),
        ["AWS_SECRET_ACCESS_KEY", "SignatureDoesNotMatch"]
      ),
      (.wrongCredentials(code: "ExpiredToken"), ["AWS_SESSION_TOKEN", "ExpiredToken"]),
      (.denied(code: "AccessDenied"), ["AccessDenied", "list, read, write and remove"]),
      (.noBucket("tally"), ["no bucket tally", "--store"]),
      (.wrongRegion("eu-west-3"), ["eu-west-3", "AWS_REGION"]), (.wrongRegion(nil), ["AWS_REGION"]),
      (.clockSkew(seconds: 1200), ["1200 seconds ahead of"]),
      (.clockSkew(seconds: -7), ["7 seconds behind"]), (.clockSkew(seconds: nil), ["too much"]),
      (.clockSkew(seconds: Int.min), ["9223372036854775808 seconds behind"]),
      (.refused(status: 503, code: "SlowDown", message: "Why."), ["503: SlowDown: Why."]),
      (.malformedAnswer("ETag"), ["ETag"]),
      (.outbound(.unreachable(host: "h", port: 9)), ["Nobody answers at h, port 9"]),
      (.disk(.noSpace, path: "/data/x"), ["file of the store", ": No space left on device"]),
      (.changed, ["replaced or removed"]), (.cancelled, ["cancelled"]), (.sinkFailed, ["taken"]),
    ] as [(ObjectFailure, [String])])
  func `a failure says what is wrong and what to do`(
    _ failure: ObjectFailure, _ words: [String]
  ) {
    for word in words { #expect(failure.sentence.contains(word), "\(failure.sentence)") }
    #expect(!failure.sentence.hasSuffix(".") || failure.sentence.hasSuffix("Why."))
  }

  @Test func `a status that is its own code is said once`() {
    let failure = ObjectFailure.refused(status: 500, code: "500", message: "")
    #expect(failure.sentence == "The object store refuses with the status 500")
  }

  @Test func `what others wrote stays in one line of bounded length`() {
    let long = "a\nb\u{0}c" + String(repeating: "x", count: 5000)
    let sentence = ObjectFailure.refused(status: 400, code: long, message: long).sentence
    #expect(sentence.contains(": a b cx"))
    #expect(sentence.utf8.count < 300)
  }

  @Test(
    arguments: [
      (.unknownKind("x"), ["'x'", "folder:PATH", "s3://BUCKET"]), (.noPath, ["folder:"]),
      (.noBucket, ["s3://"]), (.badBucket("a?"), ["'a?'", "3 to 63"]),
      (.badPrefix("a//b"), ["'a//b'"]),
      (.badRegion("e/u", variable: "AWS_REGION"), ["AWS_REGION says 'e/u'"]),
      (
        .badEndpoint("ftp://h", variable: "AWS_ENDPOINT_URL", .scheme("ftp")),
        ["AWS_ENDPOINT_URL: 'ftp://h'", "only http and https"]
      ),
      (.badEndpoint("http://h/x", variable: nil, .malformed), ["'http://h/x'", "no path"]),
      (
        .missingVariable("AWS_SECRET_ACCESS_KEY", beside: "AWS_ACCESS_KEY_ID"),
        ["AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"]
      ),
      (.endpointOfFolder("http://h"), ["'http://h'", "--store s3://BUCKET"]),
    ] as [(ObjectPlaceFault, [String])])
  func `a fault of a place says what would be right`(
    _ fault: ObjectPlaceFault, _ words: [String]
  ) {
    for word in words { #expect(fault.sentence.contains(word), "\(fault.sentence)") }
  }

  @Test(
    arguments: [
      .unknownKind("s3:AKID:secret@b"), .badBucket("AKID:secret@b"), .badBucket("AKID:sec"),
      .badPrefix("secret@b"), .badRegion("secret@b", variable: "AWS_REGION"),
      .badEndpoint("http://me:secret@h", variable: nil, .userInfo),
      .badEndpoint("secret:x@h", variable: "AWS_ENDPOINT_URL", .scheme("secret")),
      .badEndpoint("http://secret@h/x", variable: nil, .malformed),
      .endpointOfFolder("http://me:secret@h"),
    ] as [ObjectPlaceFault])
  func `a text that may hold a password is not repeated`(_ fault: ObjectPlaceFault) {
    #expect(!fault.sentence.contains("sec"), "\(fault.sentence)")
  }

  @Test func `what clients are told names no place of this machine, and the log does`() {
    for failure in [
      CollectorFailure.store(.disk(.noSpace, path: "/data/x")), .staging(path: "/data/x", .denied),
    ] {
      #expect(!failure.sentence.contains("/"), "\(failure.sentence)")
      #expect(failure.path == "/data/x")
    }
    #expect(CollectorFailure.store(.changed).path == nil)
  }
}
