internal import CCurl
internal import Posix

/// One request and its answer, driven turn by turn.
extension HTTPClient {
  /// How long to wait for bytes before the asker is asked whether it still wants them.
  private static let turnMilliseconds: Int32 = 50

  /// - Parameter deadline: of the clock that never goes back.
  /// - Returns: what has read the whole answer, or as much of it as it wanted.
  func exchange(
    _ request: Request, at place: OutboundURL, reading reader: AnswerReader, limits: Limits,
    deadline: Int64, into sink: (OutboundResponse, [UInt8]) -> Bool, isCancelled: () -> Bool,
    hearing: (_ byteCount: Int, _ total: Int?) -> Void = { _, _ in }
  ) throws(OutboundFailure) -> AnswerReader {
    let transfer = Transfer(reader, sending: request.file, judge: judge)
    let list = try TextList(lines(of: request))
    let names = try TextList(resolve(place).map { [$0] } ?? [])
    unsafe curl_easy_reset(easy)
    configure(for: request, at: place, limits: limits)
    unsafe tally_curl_set_list(easy, CURLOPT_HTTPHEADER, list.start)
    unsafe tally_curl_set_list(easy, CURLOPT_RESOLVE, names.start)
    unsafe transfer.attach(to: easy)
    unsafe curl_multi_add_handle(multi, easy)
    // Sound: libcurl reads the lists and calls the transfer until the handle is removed, and both live on after that.
    defer {
      unsafe curl_multi_remove_handle(multi, easy)
      unsafe curl_easy_reset(easy)
      withExtendedLifetime((transfer, list, names)) {}
    }
    let code = try drive(
      transfer, at: place, limits: limits, deadline: deadline, into: sink,
      isCancelled: isCancelled, hearing: hearing)
    noteRetryAfter(in: transfer)
    if let failure = failure(code, transfer, place, limits) { throw failure }
    return transfer.reader
  }

  /// Moves bytes until the exchange ends.
  ///
  /// - Returns: libcurl's result.
  private func drive(
    _ transfer: Transfer, at place: OutboundURL, limits: Limits, deadline: Int64,
    into sink: (OutboundResponse, [UInt8]) -> Bool, isCancelled: () -> Bool,
    hearing: (_ byteCount: Int, _ total: Int?) -> Void
  ) throws(OutboundFailure) -> CURLcode {
    var moved: Int64 = -1
    var lastMove = Moment.monotonicNanoseconds()
    while true {
      if isCancelled() { throw .cancelled }
      var running: Int32 = 0
      let code = unsafe curl_multi_perform(multi, &running)
      guard code == CURLM_OK else {
        throw .failed(code: Int(code.rawValue), unsafe Self.text(curl_multi_strerror(code)))
      }
      let piece = transfer.reader.fetch()
      if !piece.isEmpty {
        // Whoever takes the body may never see its end.
        noteRetryAfter(in: transfer)
        guard sink(transfer.reader.response(from: place), piece) else { throw .sinkFailed }
        hearing(transfer.reader.byteCount, transfer.reader.announcedByteCount)
      }
      let result = unsafe tally_curl_result(multi)
      if let result = UInt32(exactly: result) { return CURLcode(rawValue: result) }
      let now = Moment.monotonicNanoseconds()
      guard now < deadline else { throw .timedOut(.total, seconds: limits.totalSeconds) }
      // Until the connection is made another limit holds.
      let isConnected = unsafe tally_curl_is_connected(easy) != 0
      let count = unsafe tally_curl_moved(easy)
      if count != moved || !isConnected { (moved, lastMove) = (count, now) }
      guard Double(now - lastMove) / 1e9 < limits.stallSeconds else {
        throw .timedOut(.stalled, seconds: limits.stallSeconds)
      }
      unsafe curl_multi_poll(multi, nil, 0, Self.turnMilliseconds, nil)
    }
  }

  /// What libcurl has read in the head, dates too.
  private func noteRetryAfter(in transfer: Transfer) {
    let seconds = Int(unsafe tally_curl_retry_after(easy))
    if seconds > 0 { transfer.reader.retryAfterSeconds = seconds }
  }

  private func configure(for request: Request, at place: OutboundURL, limits: Limits) {
    unsafe errorText[0] = 0
    unsafe tally_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    unsafe tally_curl_set_text(easy, CURLOPT_URL, place.text)
    unsafe tally_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    unsafe tally_curl_set_text(easy, CURLOPT_USERAGENT, options.userAgent)
    // Else those of the environment would be used.
    unsafe tally_curl_set_text(easy, CURLOPT_PROXY, "")
    unsafe tally_curl_set_number(easy, CURLOPT_NOSIGNAL, 1)
    unsafe tally_curl_set_number(easy, CURLOPT_FOLLOWLOCATION, 0)
    unsafe tally_curl_set_number(
      easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    // A name server that does not answer must not hold the thread beyond its time.
    unsafe tally_curl_set_number(easy, CURLOPT_QUICK_EXIT, 1)
    // A turn reads up to a hundred of these.
    unsafe tally_curl_set_number(easy, CURLOPT_BUFFERSIZE, 16 << 10)
    let connectMilliseconds = Int(exactly: (limits.connectSeconds * 1000).rounded()) ?? 0
    unsafe tally_curl_set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, connectMilliseconds))
    if options.keepsPaths { unsafe tally_curl_set_number(easy, CURLOPT_PATH_AS_IS, 1) }
    guard request.method != "GET" || !request.body.isEmpty || request.file != nil else { return }
    if request.method == "HEAD" { unsafe tally_curl_set_number(easy, CURLOPT_NOBODY, 1) }
    if let file = request.file {
      unsafe tally_curl_set_number(easy, CURLOPT_UPLOAD, 1)
      unsafe tally_curl_set_number(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
      unsafe tally_curl_set_size(easy, CURLOPT_INFILESIZE_LARGE, Int64(file.byteCount))
    } else if request.hasBody {
      configure(body: request.body)
    }
    unsafe tally_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
  }

  private func configure(body: [UInt8]) {
    unsafe tally_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count))
    // Without a pointer it would read the body from elsewhere.
    let bytes: [UInt8] = body.isEmpty ? [0] : body
    // Sound: libcurl copies as many bytes as it was told, during the call.
    _ = unsafe bytes.withUnsafeBytes { bytes in
      unsafe tally_curl_set_pointer(
        easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  /// The lines of the head that are not libcurl's own.
  private func lines(of request: Request) throws(OutboundFailure) -> [String] {
    guard request.method.utf8.allSatisfy(Self.isTokenByte), !request.method.isEmpty else {
      throw .badField(request.method)
    }
    // A body as it is, and none that waits for permission to be sent.
    var lines = ["Accept-Encoding: identity", "Expect:"]
    // Else libcurl calls a body a form.
    if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type:")
    }
    for field in request.fields {
      let isSound =
        !field.name.isEmpty && field.name.utf8.allSatisfy(Self.isTokenByte)
        && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      guard isSound else { throw .badField(field.name) }
      // A name with a colon and nothing behind it would mean that the field is to be left out.
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    return lines
  }

  /// RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private func failure(
    _ code: CURLcode, _ transfer: Transfer, _ place: OutboundURL, _ limits: Limits
  ) -> OutboundFailure? {
    switch transfer.reader.ending {
    case .unwanted: return nil
    case .tooLarge: return .tooLarge(limitBytes: limits.bytes)
    case .encoded(let coding): return .encoded(coding)
    case .longHead: return .brokenOff("the head is too long")
    case nil: break
    }
    if let reason = transfer.outgoing?.failure { return .sourceFailed(reason) }
    let written = unsafe Self.text(errorText)
    let text = unsafe written.isEmpty ? Self.text(curl_easy_strerror(code)) : written
    switch code {
    case CURLE_OK:
      // libcurl takes the end of the connection for the end of the head.
      return transfer.reader.hasHead ? nil : .brokenOff("the head has no end")
    case CURLE_COULDNT_RESOLVE_HOST: return .unresolved(host: place.host)
    case CURLE_COULDNT_CONNECT:
      guard let refusal = transfer.refusal else {
        return .unreachable(host: place.host, port: place.port)
      }
      return .forbiddenAddress(host: place.host, refusal.address, refusal.reason)
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(.connecting, seconds: limits.connectSeconds)
    case CURLE_URL_MALFORMAT: return .badURL(place.text, .malformed)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
      return .tls(text)
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
      CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
      return .brokenOff(text)
    default: return .failed(code: Int(code.rawValue), text)
    }
  }

  private static func text(_ start: UnsafePointer<CChar>?) -> String {
    unsafe start.map { unsafe String(cString: $0) } ?? ""
  }
}

/// A list of texts as libcurl keeps it.
@safe private final class TextList {
  private(set) var start: UnsafeMutablePointer<curl_slist>?

  init(_ texts: [String]) throws(OutboundFailure) {
    for text in texts {
      guard let longer = unsafe curl_slist_append(start, text) else {
        // The text itself may be a password.
        throw .failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue), "there is no memory for the request")
      }
      unsafe start = unsafe longer
    }
  }

  deinit {
    unsafe curl_slist_free_all(start)
  }
}
