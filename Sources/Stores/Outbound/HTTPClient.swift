internal import CCurl
internal import Posix

/// A client for HTTP and HTTPS, over libcurl. It waits for its answers and keeps connections for the next one.
///
/// It belongs to the thread that uses it. Names are resolved, redirects followed and addresses judged here, and nothing is taken from the
/// environment: no proxy, no cookies, no passwords.
@safe package final class HTTPClient {
  /// What may be reached, and how it introduces itself.
  package struct Options: Sendable {
    /// Whether addresses may be reached that are not of the public internet. For places that the operator has named, not for those of
    /// strangers.
    package var allowsPrivate = false
    package var userAgent = "tally"
    /// How many connections are kept for the next request.
    package var connections = 4
    /// Whether `.` and `..` in paths are sent as they are, as names.
    package var keepsPaths = false

    package init() {}
  }

  /// How much may come and how long it may take.
  package struct Limits: Equatable, Sendable {
    /// Of the body.
    package var bytes: Int
    /// For all of it, with every redirect.
    package var totalSeconds: Double
    /// For each connection: the name, the connection and its security.
    package var connectSeconds: Double
    /// Without a byte that comes or goes.
    package var stallSeconds: Double
    package var redirects: Int

    package init(
      bytes: Int, totalSeconds: Double = 600, connectSeconds: Double = 10,
      stallSeconds: Double = 30, redirects: Int = 5
    ) {
      self.bytes = bytes
      self.totalSeconds = totalSeconds
      self.connectSeconds = connectSeconds
      self.stallSeconds = stallSeconds
      self.redirects = redirects
    }
  }

  /// What is asked.
  package struct Request: Equatable, Sendable {
    package var method: String
    /// Further lines of the head.
    package var fields: [OutboundResponse.Field]
    /// Sent with its length, but not if it is empty and the method needs none.
    package var body: [UInt8]
    /// Sent in place of `body`, read as the network takes it.
    package var file: FileStretch?

    var hasBody: Bool {
      !body.isEmpty || file != nil || ["PATCH", "POST", "PUT"].contains(method)
    }

    package init(
      method: String = "GET", fields: [OutboundResponse.Field] = [], body: [UInt8] = []
    ) {
      self.method = method
      self.fields = fields
      self.body = body
    }
  }

  let options: Options
  let judge: (InternetAddress) -> AddressGuard.Reason?
  /// What names mean in place of what the network says; for tests.
  let resolve: (OutboundURL) -> String?

  // Sound: made in `init`, freed in `deinit`, and never given away. The type is not Sendable, so one thread has them.
  let easy: UnsafeMutableRawPointer
  let multi: UnsafeMutableRawPointer
  let errorText: UnsafeMutablePointer<CChar>

  package convenience init(options: Options = Options()) {
    let isOpen = options.allowsPrivate
    self.init(
      options: options, judge: { isOpen ? nil : AddressGuard.reason(against: $0) },
      resolve: { _ in nil })
  }

  init(
    options: Options, judge: @escaping (InternetAddress) -> AddressGuard.Reason?,
    resolve: @escaping (OutboundURL) -> String?
  ) {
    precondition(Self.isReady, "libcurl cannot start")
    guard let easy = unsafe curl_easy_init(), let multi = unsafe curl_multi_init() else {
      preconditionFailure("no memory for a client")
    }
    self.options = options
    self.judge = judge
    self.resolve = resolve
    unsafe self.easy = unsafe easy
    unsafe self.multi = unsafe multi
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe tally_curl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, max(1, options.connections))
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_multi_cleanup(multi)
    unsafe errorText.deallocate()
  }

  /// Once for the process; libcurl guards it against threads that start at once.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

extension HTTPClient {
  /// Fetches what a URL leads to.
  ///
  /// - Parameters:
  ///   - sink: takes the body piece by piece, at most 2 MiB each, and says whether it could.
  ///   - isCancelled: asked about twenty times a second.
  ///   - hearing: told how much of the body is in the sink, and how much there will be if the head says so.
  /// - Returns: the head of the answer that was no redirect, when its whole body is in the sink.
  package func get(
    _ url: String, limits: Limits, into sink: ([UInt8]) -> Bool,
    isCancelled: () -> Bool = { false },
    hearing: (_ byteCount: Int, _ total: Int?) -> Void = { _, _ in }
  ) throws(OutboundFailure) -> OutboundResponse {
    let deadline = Self.deadline(of: limits)
    var place = try read(url)
    for _ in 0...max(0, limits.redirects) {
      let reader = try exchange(
        Request(), at: place, reading: AnswerReader(.success, limitBytes: limits.bytes),
        limits: limits, deadline: deadline, into: { _, piece in sink(piece) },
        isCancelled: isCancelled, hearing: hearing)
      if reader.isWanted { return reader.response(from: place) }
      guard [301, 302, 303, 307, 308].contains(reader.status) else { throw .status(reader.status) }
      let target = reader["location"] ?? ""
      do throws(URLFault) {
        if target.isEmpty { throw .malformed }
        place = try OutboundURL(target, relativeTo: place, keepsPath: options.keepsPaths)
      } catch {
        throw .badRedirect(to: target, error)
      }
    }
    throw .tooManyRedirects(limit: limits.redirects)
  }

  /// Sends a request to one place. Every status is an answer, and a redirect is not followed.
  ///
  /// - Parameters:
  ///   - sink: takes the body of the answer piece by piece, and says whether it could.
  ///   - isCancelled: asked about twenty times a second.
  package func send(
    _ request: Request, to url: String, limits: Limits, into sink: ([UInt8]) -> Bool,
    isCancelled: () -> Bool = { false }
  ) throws(OutboundFailure) -> OutboundResponse {
    try send(
      request, to: url, limits: limits, into: { _, piece in sink(piece) }, isCancelled: isCancelled)
  }

  /// Sends a request to one place. Every status is an answer, and a redirect is not followed.
  ///
  /// - Parameters:
  ///   - sink: takes the body of the answer piece by piece, each with the head that it belongs to, and says whether it could. The head
  ///     counts the bytes that came so far.
  ///   - isCancelled: asked about twenty times a second.
  package func send(
    _ request: Request, to url: String, limits: Limits,
    into sink: (OutboundResponse, [UInt8]) -> Bool, isCancelled: () -> Bool = { false }
  ) throws(OutboundFailure) -> OutboundResponse {
    let place = try read(url)
    let appetite: AnswerReader.Appetite = request.method == "HEAD" ? .head : .everything
    let reader = try exchange(
      request, at: place, reading: AnswerReader(appetite, limitBytes: limits.bytes),
      limits: limits, deadline: Self.deadline(of: limits), into: sink, isCancelled: isCancelled)
    return reader.response(from: place)
  }

  /// Sends a request whose answer is its status and fields. Every status is an answer, and a redirect is not followed.
  ///
  /// - Parameters:
  ///   - limits: `bytes` of the body are read and dropped, so that the connection can be used again; a longer one is cut off.
  ///   - isCancelled: asked about twenty times a second.
  package func send(
    _ request: Request, to url: String, limits: Limits, isCancelled: () -> Bool
  ) throws(OutboundFailure) -> OutboundResponse {
    let place = try read(url)
    let reader = try exchange(
      request, at: place, reading: AnswerReader(.verdict, limitBytes: limits.bytes),
      limits: limits, deadline: Self.deadline(of: limits), into: { _, _ in true },
      isCancelled: isCancelled)
    return reader.response(from: place)
  }

  private func read(_ url: String) throws(OutboundFailure) -> OutboundURL {
    do throws(URLFault) {
      return try OutboundURL(url, keepsPath: options.keepsPaths)
    } catch {
      throw .badURL(url, error)
    }
  }

  private static func deadline(of limits: Limits) -> Int64 {
    // What is too long to count has no end.
    let nanoseconds = Int64(exactly: (max(0, limits.totalSeconds) * 1e9).rounded()) ?? .max
    let (deadline, isBeyond) = Moment.monotonicNanoseconds().addingReportingOverflow(nanoseconds)
    return isBeyond ? .max : deadline
  }
}
