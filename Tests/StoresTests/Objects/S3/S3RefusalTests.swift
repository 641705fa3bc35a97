import Testing

@testable import Stores

struct S3RefusalTests {
  private let settings = S3Settings(bucket: "tally")

  private func refusal(
    _ status: Int, _ code: String? = nil, more: String = "", fields: [(String, String)] = [],
    at wallSeconds: Int64 = 0
  ) -> S3Refusal {
    let body = code.map { "<Error><Code>\($0)</Code><Message>Why.</Message>\(more)</Error>" }
    let response = OutboundResponse(
      status: status, fields: fields.map { .init(name: $0.0, value: $0.1) }, finalURL: "",
      byteCount: 0)
    return S3Refusal(response, body: Array((body ?? "<html>no</html>").utf8), at: wallSeconds)
  }

  @Test(arguments: [
    (403, "InvalidAccessKeyId", ObjectFailure.wrongCredentials(code: "InvalidAccessKeyId")),
    (403, "SignatureDoesNotMatch", .wrongCredentials(code: "SignatureDoesNotMatch")),
    (400, "ExpiredToken", .wrongCredentials(code: "ExpiredToken")),
    (403, "AccessDenied", .denied(code: "AccessDenied")), (403, "Odd", .denied(code: "Odd")),
    (401, "Odd", .denied(code: "Odd")), (404, "NoSuchBucket", .noBucket("tally")),
    (403, "RequestTimeTooSkewed", .clockSkew(seconds: nil)),
    (301, "PermanentRedirect", .wrongRegion(nil)), (307, "TemporaryRedirect", .wrongRegion(nil)),
    (400, "AuthorizationHeaderMalformed", .wrongRegion(nil)),
    (400, "EntityTooLarge", .refused(status: 400, code: "EntityTooLarge", message: "Why.")),
    (404, "NoSuchKey", .refused(status: 404, code: "NoSuchKey", message: "Why.")),
    (503, "SlowDown", .refused(status: 503, code: "SlowDown", message: "Why.")),
  ])
  func `a code says what is wrong`(_ status: Int, _ code: String, _ failure: ObjectFailure) {
    #expect(refusal(status, code).failure(settings) == failure)
  }

  @Test func `a status alone says less`() {
    #expect(refusal(403).failure(settings) == .denied(code: "403"))
    #expect(refusal(301).failure(settings) == .wrongRegion(nil))
    #expect(
      refusal(500).failure(settings) == .refused(status: 500, code: "500", message: ""))
  }

  @Test func `the region is told by a field or by the answer`() {
    let told = refusal(301, "PermanentRedirect", fields: [("x-amz-bucket-region", "eu-west-3")])
    #expect(told.failure(settings) == .wrongRegion("eu-west-3"))
    let written = refusal(400, "AuthorizationHeaderMalformed", more: "<Region>us-west-2</Region>")
    #expect(written.failure(settings) == .wrongRegion("us-west-2"))
  }

  @Test func `the clock of the server tells how far ours is off`() {
    let date = [("date", "Fri, 24 May 2013 00:00:00 GMT")]
    let ahead = refusal(403, "RequestTimeTooSkewed", fields: date, at: 1_369_353_600 + 1200)
    #expect(ahead.failure(settings) == .clockSkew(seconds: 1200))
    let behind = refusal(403, "RequestTimeTooSkewed", fields: date, at: 1_369_353_600 - 3600)
    #expect(behind.failure(settings) == .clockSkew(seconds: -3600))
    let odd = refusal(403, "RequestTimeTooSkewed", fields: [("date", "yesterday")], at: 5)
    #expect(odd.failure(settings) == .clockSkew(seconds: nil))
  }

  @Test(
    arguments: [
      (429, nil), (500, nil), (502, nil), (503, nil), (504, nil), (503, "SlowDown"),
      (500, "InternalError"), (200, "InternalError"), (400, "RequestTimeout"),
    ] as [(Int, String?)])
  func `what passes may be tried again`(_ status: Int, _ code: String?) {
    #expect(refusal(status, code).isPassing)
  }

  @Test(
    arguments: [
      (400, nil), (403, "AccessDenied"), (404, "NoSuchKey"), (412, "PreconditionFailed"),
      (501, "NotImplemented"), (200, "NoSuchUpload"), (301, nil),
    ] as [(Int, String?)])
  func `what stays as it is may not`(_ status: Int, _ code: String?) {
    #expect(!refusal(status, code).isPassing)
  }

  @Test func `an object that is gone is told from a bucket that is`() {
    #expect(refusal(404, "NoSuchKey").isNoObject && refusal(404, "NoSuchKey").isOtherObject)
    #expect(refusal(404).isNoObject)
    #expect(!refusal(404, "NoSuchBucket").isNoObject)
    #expect(!refusal(404, "NoSuchBucket").isOtherObject)
    #expect(refusal(412).isOtherObject && !refusal(412).isNoObject)
  }

  @Test func `what a server says is cut to what a sentence holds`() {
    let long = String(repeating: "x", count: 5000)
    let refusal = refusal(400, "  \(long)\n")
    #expect(refusal.code == String(long.prefix(300)))
    #expect(refusal.message == "Why.")
  }
}
