internal import Posix

/// Calls of a bucket: signed, sent, and tried again where that may help.
struct S3Session {
  /// What is set otherwise by tests.
  struct Options {
    var backoff = Backoff()
    /// Without a byte that comes or goes.
    var stallSeconds = 30.0
    var connectSeconds = 5.0
    /// For one attempt, beside the time that its bytes may take.
    var totalSeconds = 60.0
    /// What a store that is not given up moves in a second at least.
    var leastBytesPerSecond = 256 << 10
    /// What is sent in one piece at most.
    var partBytes = 16 << 20
    /// How many pages a listing has at most; one of S3 has a thousand keys.
    var pageLimit = 100_000
    var now: () -> Int64 = { Moment.now().wallNanoseconds }
    /// From 0 to 1.
    var random: () -> Double = { Double.random(in: 0...1) }
    var sleep: (_ milliseconds: Int) -> Void = { Thread.sleep(milliseconds: $0) }
  }

  /// One call.
  struct Call {
    var method = "GET"
    /// The whole key; `nil` for the bucket.
    var key: String?
    var query: [(name: String, value: String)] = []
    var fields: [OutboundResponse.Field] = []
    var body: [UInt8] = []
    var file: FileStretch?
    /// An element that the document of the answer has; `nil` if any body will do.
    var element: String?
    /// How long the answer is at most.
    var answerBytes = S3Answer.limitBytes
  }

  /// An answer that says yes.
  struct Reply {
    let head: OutboundResponse
    /// What came, if the call told what is in it.
    let document: S3Answer?
  }

  /// What became of a call.
  enum Outcome {
    case reply(Reply)
    /// The server said no for good, to which attempt, counted from 1.
    case refused(S3Refusal, attempt: Int)
  }

  let settings: S3Settings
  let options: Options
  private let address: S3Address
  private let client: HTTPClient

  init(_ settings: S3Settings, options: Options = Options()) throws(ObjectFailure) {
    self.settings = settings
    self.options = options
    do throws(URLFault) {
      address = try S3Address(settings)
    } catch {
      throw .outbound(.badURL(settings.endpoint ?? settings.bucket, error))
    }
    var clientOptions = HTTPClient.Options()
    // The operator has named the place.
    clientOptions.allowsPrivate = true
    clientOptions.keepsPaths = true
    client = HTTPClient(options: clientOptions)
  }

  /// Sends a call, a few times if need be, and takes its answer whole.
  ///
  /// - Throws: whatever stands against it, a no of the server too.
  func reply(to call: Call, isCancelled: () -> Bool) throws(ObjectFailure) -> Reply {
    switch try outcome(of: call, isCancelled: isCancelled) {
    case .reply(let reply): return reply
    case .refused(let refusal, _): throw refusal.failure(settings)
    }
  }

  /// Sends a call, a few times if need be, and takes its answer whole.
  func outcome(of call: Call, isCancelled: () -> Bool) throws(ObjectFailure) -> Outcome {
    var attempt = 1
    while true {
      let fault: S3Fault
      do throws(S3Fault) {
        return .reply(try reply(toOnce: call, isCancelled: isCancelled))
      } catch {
        fault = error
      }
      if case .refused(let refusal) = fault, !refusal.isPassing {
        return .refused(refusal, attempt: attempt)
      }
      try pause(after: attempt, fault, isCancelled: isCancelled)
      attempt += 1
    }
  }

  /// Waits until the next attempt.
  ///
  /// - Throws: what the fault means if there is to be none.
  func pause(
    after attempt: Int, _ fault: S3Fault, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    guard fault.isPassing,
      let seconds = options.backoff.delaySeconds(
        afterAttempt: attempt, retryAfterSeconds: fault.retryAfterSeconds, random: options.random())
    else { throw fault.failure(settings) }
    let pause = Pause(seconds: seconds, sleep: options.sleep)
    guard pause.passes(unless: isCancelled) else { throw .cancelled }
  }

  /// Sends a call once.
  func reply(toOnce call: Call, isCancelled: () -> Bool) throws(S3Fault) -> Reply {
    var body: [UInt8] = []
    let head = try send(call, isCancelled: isCancelled) { _, piece in
      body += piece
      return true
    }
    guard 200..<300 ~= head.status else { throw .refused(refusal(head, body)) }
    guard let element = call.element else { return Reply(head: head, document: nil) }
    let document: S3Answer
    do throws(S3Answer.Fault) {
      document = try S3Answer(body)
    } catch {
      throw .malformed(element)
    }
    // A call that takes its time is answered before it is done.
    if document.name == "Error" {
      throw .refused(S3Refusal(head, document, at: options.now() / 1_000_000_000))
    }
    guard document[element] != nil else { throw .malformed(element) }
    return Reply(head: head, document: document)
  }

  /// What an answer says that says no.
  func refusal(_ head: OutboundResponse, _ body: [UInt8]) -> S3Refusal {
    S3Refusal(head, body: body, at: options.now() / 1_000_000_000)
  }

  /// Signs a call and sends it once.
  ///
  /// - Parameter sink: takes the body of the answer, whatever its status is.
  func send(
    _ call: Call, isCancelled: () -> Bool, into sink: (OutboundResponse, [UInt8]) -> Bool
  ) throws(S3Fault) -> OutboundResponse {
    if isCancelled() { throw .outbound(.cancelled, sending: nil) }
    let path = address.path(of: call.key)
    let query = SignatureV4.query(call.query)
    let request = try signed(call, path: path, query: query)
    let movingSeconds =
      max(call.answerBytes, call.file?.byteCount ?? 0) / options.leastBytesPerSecond
    let limits = HTTPClient.Limits(
      bytes: call.answerBytes,
      totalSeconds: options.totalSeconds + Double(movingSeconds),
      connectSeconds: options.connectSeconds, stallSeconds: options.stallSeconds)
    do throws(OutboundFailure) {
      return try client.send(
        request, to: address.origin + path + (query.isEmpty ? "" : "?" + query), limits: limits,
        into: sink, isCancelled: isCancelled)
    } catch {
      throw .outbound(error, sending: call.file)
    }
  }

  private func signed(
    _ call: Call, path: String, query: String
  ) throws(S3Fault) -> HTTPClient.Request {
    guard let credentials = settings.credentials else { throw .noCredentials }
    let digest: [UInt8]
    do throws(Errno) {
      digest = try call.file?.digest() ?? Digest.sha256(call.body)
    } catch {
      throw .outbound(.sourceFailed(error), sending: call.file)
    }
    let signature = SignatureV4(credentials: credentials, region: settings.region)
    let message = SignatureV4.Message(
      method: call.method, path: path, query: query, host: address.host, fields: call.fields,
      payloadDigest: digest)
    let fields = signature.fields(for: message, at: options.now())
    var request = HTTPClient.Request(method: call.method, fields: fields, body: call.body)
    request.file = call.file
    return request
  }
}
