import Synchronization
import Testing

@testable import Posix
@testable import Stores

/// Calls that fail and are made again, of a server that fails on purpose.
struct S3SessionTests {
  private static let done = [OddServer.Step.answer("204 No Content")]

  private func remove(_ server: ScriptedS3, stallSeconds: Double = 20, totalSeconds: Double = 60)
    throws
  {
    try server.store(stallSeconds: stallSeconds, totalSeconds: totalSeconds).remove("a/b.csv")
  }

  @Test func `a call is signed and names the bucket in its path`() throws {
    let server = try ScriptedS3([Self.done])
    try remove(server)
    let call = try #require(server.calls.first)
    #expect(call.hasPrefix("DELETE /tally/a/b.csv HTTP/1.1\r\n"))
    #expect(call.contains("\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKID/"))
    #expect(call.contains("/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;"))
    #expect(
      call.contains(
        "\r\nx-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      ))
    let host = try #require(server.settings.endpoint?.dropFirst("http://".count))
    #expect(call.contains("\r\nHost: \(host)\r\n"))
    #expect(call.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("host:") }.count == 1)
  }

  @Test(arguments: [
    [OddServer.Step.refusal("503 Slow Down", "SlowDown")],
    [.refusal("500 Internal Server Error", "InternalError")], [.answer("502 Bad Gateway")],
    [.answer("429 Too Many Requests", body: "<html>slow</html>")], [.send("")],
    [.refusal("400 Bad Request", "RequestTimeout")], [.send("HTTP/1.1 20")], [.send("garbage\r\n")],
    [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Erro")],
    [.send("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n<Erro")],
  ])
  func `what may pass is tried again after growing pauses`(_ failure: [OddServer.Step]) throws {
    let server = try ScriptedS3([failure, failure, failure, Self.done])
    try remove(server)
    #expect(server.calls.count == 4)
    #expect(server.pausedMilliseconds == 500 + 1000 + 2000)
  }

  @Test func `four attempts are enough`() throws {
    let server = try ScriptedS3([[.refusal("503 Slow Down", "SlowDown")]])
    #expect(throws: ObjectFailure.refused(status: 503, code: "SlowDown", message: "Why.")) {
      try remove(server)
    }
    #expect(server.calls.count == 4)
  }

  @Test func `a server that asks for time gets it, and one that asks for much is left`() throws {
    let busy = OddServer.Step.refusal("503 Slow Down", "SlowDown", fields: "Retry-After: 9\r\n")
    let server = try ScriptedS3([[busy], Self.done])
    try remove(server)
    #expect(server.pausedMilliseconds == 9000)
    let closed = OddServer.Step.refusal("503 Closed", "Closed", fields: "Retry-After: 3600\r\n")
    let other = try ScriptedS3([[closed], Self.done])
    #expect(throws: ObjectFailure.refused(status: 503, code: "Closed", message: "Why.")) {
      try remove(other)
    }
    #expect(other.calls.count == 1)
  }

  @Test(arguments: [
    ("403 Forbidden", "AccessDenied", ObjectFailure.denied(code: "AccessDenied")),
    ("403 Forbidden", "InvalidAccessKeyId", .wrongCredentials(code: "InvalidAccessKeyId")),
    ("403 Forbidden", "SignatureDoesNotMatch", .wrongCredentials(code: "SignatureDoesNotMatch")),
    ("404 Not Found", "NoSuchBucket", .noBucket("tally")),
    ("301 Moved Permanently", "PermanentRedirect", .wrongRegion("eu-west-3")),
    ("307 Temporary Redirect", "TemporaryRedirect", .wrongRegion("eu-west-3")),
    ("400 Bad Request", "Odd", .refused(status: 400, code: "Odd", message: "Why.")),
    ("501 Not Implemented", "Odd", .refused(status: 501, code: "Odd", message: "Why.")),
  ])
  func `what stays as it is is told at once`(
    _ status: String, _ code: String, _ failure: ObjectFailure
  ) throws {
    let fields = "x-amz-bucket-region: eu-west-3\r\nLocation: http://127.0.0.1:1/\r\n"
    let server = try ScriptedS3([[.refusal(status, code, fields: fields)]])
    #expect(throws: failure) { try remove(server) }
    #expect(server.calls.count == 1)
  }

  @Test func `a clock that is off is told with how far`() throws {
    let date = "Date: Fri, 24 May 2013 00:00:00 GMT\r\n"
    let server = try ScriptedS3([
      [.refusal("403 Forbidden", "RequestTimeTooSkewed", fields: date)]
    ])
    var options = S3Session.Options()
    options.now = { (1_369_353_600 - 1000) * 1_000_000_000 }
    let store = try S3Store(server.settings, options: options)
    #expect(throws: ObjectFailure.clockSkew(seconds: -1000)) { try store.remove("a/b.csv") }
    #expect(try #require(server.calls.first).contains("x-amz-date: 20130523T234320Z"))
  }

  @Test func `a server that says nothing is given up after its attempts`() throws {
    let server = try ScriptedS3([[.waitForEver]])
    #expect(throws: ObjectFailure.outbound(.timedOut(.stalled, seconds: 0.1))) {
      try remove(server, stallSeconds: 0.1)
    }
    #expect(server.calls.count == 4)
  }

  @Test func `an attempt has its time`() throws {
    let server = try ScriptedS3([[.waitForEver]])
    #expect(throws: ObjectFailure.outbound(.timedOut(.total, seconds: 0.1))) {
      try remove(server, totalSeconds: 0.1)
    }
    #expect(server.calls.count == 4)
  }

  @Test func `an answer without end is cut off`() throws {
    let endless = OddServer.Step.sendForEver([UInt8](repeating: 32, count: 100_000))
    let server = try ScriptedS3([[.send("HTTP/1.1 200 OK\r\n\r\n"), endless]])
    #expect(throws: ObjectFailure.outbound(.tooLarge(limitBytes: S3Answer.limitBytes))) {
      try remove(server)
    }
    #expect(server.calls.count == 1)
  }

  @Test func `a server that is not there is asked as often`() throws {
    var settings = try ScriptedS3([Self.done]).settings
    settings.endpoint = "http://127.0.0.1:1"
    var options = S3Session.Options()
    let slept = Atomic(0)
    options.random = { 1 }
    options.sleep = { slept.wrappingAdd($0, ordering: .relaxed) }
    let store = try S3Store(settings, options: options)
    #expect(throws: ObjectFailure.outbound(.unreachable(host: "127.0.0.1", port: 1))) {
      try store.remove("a/b.csv")
    }
    #expect(slept.load(ordering: .relaxed) == 3500)
  }

  @Test func `without credentials nothing is asked`() throws {
    let server = try ScriptedS3([Self.done])
    var settings = server.settings
    settings.credentials = nil
    #expect(throws: ObjectFailure.noCredentials) { try S3Store(settings).remove("a/b.csv") }
    #expect(server.calls.isEmpty)
  }

  @Test func `a session token is sent and signed`() throws {
    let server = try ScriptedS3([Self.done])
    var settings = server.settings
    settings.credentials = S3Credentials(accessKey: "A", secretKey: "S", sessionToken: "T/==")
    try S3Store(settings).remove("a/b.csv")
    let call = try #require(server.calls.first)
    #expect(call.contains("\r\nx-amz-security-token: T/==\r\n"))
    #expect(call.contains("x-amz-date;x-amz-security-token, Signature="))
  }

  @Test func `who is cancelled while it waits for another attempt waits no longer`() throws {
    let server = try ScriptedS3([[.answer("500 No")]])
    var options = S3Session.Options()
    let slept = Atomic(0)
    options.sleep = { _ in slept.wrappingAdd(1, ordering: .relaxed) }
    let store = try S3Store(server.settings, options: options)
    let key = try #require(ObjectKey("a/b.csv"))
    #expect(throws: ObjectFailure.cancelled) {
      try store.remove(key) { slept.load(ordering: .relaxed) > 2 }
    }
    #expect(slept.load(ordering: .relaxed) == 3)
    #expect(server.calls.count == 1)
  }

  @Test func `an endpoint that is none is told when a place is opened`() {
    var settings = S3Settings(bucket: "tally")
    settings.endpoint = "ftp://h"
    #expect(throws: ObjectFailure.outbound(.badURL("ftp://h", .scheme("ftp")))) {
      try S3Store(settings)
    }
  }
}
