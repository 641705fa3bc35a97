/// An answer that says no: what it means, and whether it may say yes the next time.
struct S3Refusal: Equatable {
  let status: Int
  /// Such as `NoSuchKey`; the status where the answer names none.
  let code: String
  let message: String
  /// The region that the bucket is in, as far as it is told.
  let region: String?
  let retryAfterSeconds: Int?
  /// How far this clock is ahead of the server's.
  let skewSeconds: Int?

  /// - Parameters:
  ///   - body: what came with it, which may be anything.
  ///   - wallSeconds: this clock, in seconds since 1970.
  init(_ response: OutboundResponse, body: [UInt8], at wallSeconds: Int64) {
    let answer = try? S3Answer(body)
    self.init(response, answer?.name == "Error" ? answer : nil, at: wallSeconds)
  }

  /// - Parameter error: the element `Error`, if there is one.
  init(_ response: OutboundResponse, _ error: S3Answer?, at wallSeconds: Int64) {
    status = response.status
    code = Self.short(error?["Code"]?.text) ?? Self.name(of: response.status)
    message = Self.short(error?["Message"]?.text) ?? ""
    region = Self.short(response["x-amz-bucket-region"]) ?? Self.short(error?["Region"]?.text)
    retryAfterSeconds = response.retryAfterSeconds
    skewSeconds = response.dateSeconds.map { Int(wallSeconds - $0) }
  }

  /// Whether another attempt may fare better.
  var isPassing: Bool {
    switch code {
    case "InternalError", "OperationAborted", "RequestTimeout", "RequestTimeoutException",
      "ServiceUnavailable", "SlowDown", "Throttling", "ThrottlingException", "TooManyRequests":
      true
    default: [429, 500, 502, 503, 504].contains(status)
    }
  }

  /// The object, and not the bucket, is not there.
  var isNoObject: Bool { code == "NoSuchKey" || (status == 404 && code == Self.name(of: 404)) }

  /// The object is not the one that was asked for.
  var isOtherObject: Bool { status == 412 || isNoObject }

  /// The failure for those who ask.
  func failure(_ settings: S3Settings) -> ObjectFailure {
    switch code {
    case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken",
      "TokenRefreshRequired", "InvalidSecurity", "InvalidClientTokenId":
      return .wrongCredentials(code: code)
    case "RequestTimeTooSkewed", "RequestExpired": return .clockSkew(seconds: skewSeconds)
    case "NoSuchBucket": return .noBucket(settings.bucket)
    case "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden", "NotSignedUp":
      return .denied(code: code)
    case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException", "Redirect":
      return .wrongRegion(region)
    default: break
    }
    switch status {
    case 301, 302, 303, 307, 308: return .wrongRegion(region)
    case 401, 403: return .denied(code: code)
    default: return .refused(status: status, code: code, message: message)
    }
  }

  /// What a status is called where the answer has no code of its own.
  private static func name(of status: Int) -> String { "\(status)" }

  /// The text, cut to what a sentence can hold; `nil` if there is none.
  private static func short(_ text: String?) -> String? {
    guard let text = text?.trimmedBlanks, !text.isEmpty else { return nil }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(300)))
  }
}
