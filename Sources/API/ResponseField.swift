internal import JSON

/// A field of an answer's head that clients may look at.
enum ResponseField: String, CaseIterable, Sendable {
  case requestID = "X-Request-Id"
  case location = "Location"
  case contentLocation = "Content-Location"
  case retryAfter = "Retry-After"
  case preferenceApplied = "Preference-Applied"
  case link = "Link"
  case entityTag = "ETag"
  case lastModified = "Last-Modified"
  case acceptRanges = "Accept-Ranges"
  case contentRange = "Content-Range"
  case contentDisposition = "Content-Disposition"
  case authenticate = "WWW-Authenticate"
  case rateLimit = "RateLimit"
  case rateLimitPolicy = "RateLimit-Policy"

  /// Those that every answer of a status may have.
  static func usual(ofStatus status: Int) -> [ResponseField] {
    let others: [ResponseField] =
      switch status {
      case 206: [.contentRange, .acceptRanges, .entityTag, .lastModified]
      case 304, 412: [.entityTag, .lastModified]
      case 401: [.authenticate]
      case 416: [.contentRange]
      case 429: [.retryAfter, .rateLimit, .rateLimitPolicy]
      case 502, 503, 507: [.retryAfter]
      default: []
      }
    return [.requestID] + others
  }

  /// Whether every answer that may have it does.
  private var isRequired: Bool {
    switch self {
    case .requestID, .authenticate, .contentRange: true
    default: false
    }
  }

  /// What it tells, in a sentence.
  private var text: String {
    switch self {
    case .requestID: "The request's name in the server's log: the client's own, or a UUID"
    case .location: "Where what was made can be looked at"
    case .contentLocation: "Where the job that the answer tells of stands"
    case .retryAfter: "In how many seconds it is worth while to ask again"
    case .preferenceApplied: "For how long the answer was held, or would have been"
    case .link: "The next page, or what describes the thing that was made"
    case .entityTag: "The version of the answer, for If-None-Match and If-Range"
    case .lastModified: "When the file was changed"
    case .acceptRanges: "That a part may be asked for"
    case .contentRange: "Which part of the file this is, and how long the file is"
    case .contentDisposition: "The name under which the answer may be saved"
    case .authenticate: "How a key is sent, and what is wrong with the one that was"
    case .rateLimit: "How many requests are left, and for how long"
    case .rateLimitPolicy: "The limits that count this request"
    }
  }

  private var example: String {
    switch self {
    case .requestID: "6f0a3c52-8c1e-4c56-9a0d-1a5f0e8f7b11"
    case .location, .contentLocation: "/api/v1/jobs/job_id_7"
    case .retryAfter: "1"
    case .preferenceApplied: "wait=20"
    case .link: #"</api/v1/datasets/games/rows?_cursor=AAAA>; rel="next""#
    case .entityTag: #"W/"games-1-0""#
    case .lastModified: "Fri, 02 Jan 2026 03:04:05 GMT"
    case .acceptRanges: "bytes"
    case .contentRange: "bytes 0-1023/4096"
    case .contentDisposition: #"attachment; filename="games.csv""#
    case .authenticate: #"Bearer realm="tally""#
    case .rateLimit: #""uploads";r=29;t=60"#
    case .rateLimitPolicy: #""uploads";q=30;w=60"#
    }
  }

  private var schema: JSONValue {
    switch self {
    case .requestID: Schema.text(pattern: "^[A-Za-z0-9._-]{1,128}$")
    case .location, .contentLocation: Schema.link
    case .retryAfter: Schema.count
    case .preferenceApplied: Schema.text(pattern: "^wait=[0-9]+$")
    case .entityTag: Schema.text(pattern: #"^(W/)?"[^"]*"$"#)
    case .acceptRanges: Schema.constant("bytes")
    case .contentRange: Schema.text(pattern: #"^bytes ([0-9]+-[0-9]+|\*)/[0-9]+$"#)
    case .link, .lastModified, .contentDisposition, .authenticate, .rateLimit, .rateLimitPolicy:
      Schema.text
    }
  }

  /// Every field as a header object of OpenAPI, under its name.
  static let all: JSONValue = object(allCases.map { ($0.rawValue, $0.header) })

  private var header: JSONValue {
    let example: JSONValue =
      if self == .retryAfter { .integer(1) } else { .string(self.example) }
    return object(
      [("description", .string(text))] + (isRequired ? [("required", .bool(true))] : [])
        + [("schema", schema), ("example", example)])
  }

  /// What leads to it there.
  var reference: JSONValue {
    object([("$ref", .string("#/components/headers/\(rawValue)"))])
  }
}
