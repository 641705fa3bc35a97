internal import Posix
package import Stores

extension ObjectFailure {
  /// The failure for people: what is wrong, and what to do about it. It holds no secret, and names nothing of this machine.
  package var sentence: String {
    switch self {
    case .changed: "The object was replaced or removed while it was read"
    case .cancelled: "It was cancelled"
    case .sinkFailed: "What was read could not be taken"
    case .disk(let reason, _): "A file of the store cannot be read or written: \(reason)"
    case .outbound(let failure): "The object store does not answer: \(failure.sentence)"
    case .noCredentials:
      "There are no credentials for the object store; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    case .wrongCredentials(let code): Self.wrongCredentials(code)
    case .denied(let code):
      "The object store does not allow it with these credentials (\(Self.short(code))); "
        + "they must be allowed to list, read, write and remove objects of the bucket"
    case .noBucket(let bucket):
      "There is no bucket \(Self.short(bucket)) at the object store; make it, or name another one with --store"
    case .wrongRegion(let region?):
      "The bucket is in the region \(Self.short(region)); set AWS_REGION to it"
    case .wrongRegion(nil): "The bucket is in another region; set AWS_REGION to it"
    case .clockSkew(let seconds): Self.clockSkew(seconds)
    case .refused(let status, let code, let message):
      "The object store refuses with the status \(status)\(Self.detail(code, message, status))"
    case .malformedAnswer(let what):
      "The object store gave an answer that makes no sense (\(Self.short(what))); "
        + "does a server of S3 listen at the endpoint?"
    }
  }

  private static func wrongCredentials(_ code: String) -> String {
    switch code {
    case "SignatureDoesNotMatch":
      "The object store knows the access key, and its secret is another one (\(code)); set AWS_SECRET_ACCESS_KEY"
    case "ExpiredToken", "InvalidToken", "TokenRefreshRequired":
      "The session token is no longer one that the object store takes (\(code)); set new AWS_ACCESS_KEY_ID, "
        + "AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
    default:
      "The object store does not know the access key (\(short(code))); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    }
  }

  private static func clockSkew(_ seconds: Int?) -> String {
    let wish = "set it right, as with an NTP service"
    guard let seconds, seconds != 0 else {
      return "The clock of this machine differs too much from the object store's; \(wish)"
    }
    let way = seconds > 0 ? "ahead of" : "behind"
    return
      "The clock of this machine is \(seconds.magnitude) seconds \(way) the object store's; \(wish)"
  }

  /// What a server says beside its status.
  private static func detail(_ code: String, _ message: String, _ status: Int) -> String {
    let words = [code == "\(status)" ? "" : code, message].filter { !$0.isEmpty }
    return words.isEmpty ? "" : ": " + short(words.joined(separator: ": "))
  }

  /// A text of others in one line, cut to what a sentence can hold.
  fileprivate static func short(_ text: String) -> String {
    let signs = text.unicodeScalars.prefix(200).map { sign in
      sign.value < 0x20 || sign.value == 0x7F ? " " : sign
    }
    return String(String.UnicodeScalarView(signs))
  }
}

extension ObjectPlaceFault {
  /// The fault for people: what is wrong, and what would be right.
  package var sentence: String {
    switch self {
    case .unknownKind(let text):
      "\(Self.shown(text, else: "what is named")) is no place for objects; write folder:PATH or s3://BUCKET"
    case .noPath: "There is no path behind 'folder:'"
    case .noBucket: "There is no bucket behind 's3://'"
    case .badBucket(let name):
      "\(Self.shown(name, hiding: "@:", else: "what stands behind 's3://'")) is no name of a bucket, "
        + "which has 3 to 63 letters, digits, dots and hyphens"
    case .badPrefix(let prefix):
      "\(Self.shown(prefix, else: "what stands behind the bucket")) cannot stand before all keys; "
        + "take at most 98 letters, digits, dots, hyphens and slashes"
    case .badRegion(let region, let variable):
      "\(variable) says \(Self.shown(region, else: "something")), which is no region such as eu-central-1"
    case .badEndpoint(let text, let variable, let fault):
      "\(variable.map { "\($0): " } ?? "")\(Self.shown(text, else: "the endpoint")) is no server of S3: "
        + Self.wish(text, fault)
    case .missingVariable(let name, let other): "\(other) is set, and \(name) is not"
    case .endpointOfFolder(let endpoint):
      "There is a server of S3, \(Self.shown(endpoint, else: "the endpoint")), and no bucket; write --store s3://BUCKET"
    }
  }

  /// A text as it was given, but not if it may hold a password: before an `@`, as in `https://NAME:PASSWORD@HOST`.
  ///
  /// - Parameter secrets: the signs that tell it.
  private static func shown(
    _ text: String, hiding secrets: String = "@", else words: String
  ) -> String {
    let isSecret = text.utf8.contains { secrets.utf8.contains($0) }
    return isSecret ? words : "'\(ObjectFailure.short(text))'"
  }

  /// What an endpoint should be.
  private static func wish(_ endpoint: String, _ fault: URLFault) -> String {
    switch fault {
    case .malformed: "write http://HOST:PORT and no path"
    // What stands where a scheme should may be a name.
    case .scheme where endpoint.utf8.contains(UInt8(ascii: "@")):
      "only http and https are fetched"
    default: fault.sentence
    }
  }
}
