/// What a request wants done with its target (RFC 9110, section 9; PATCH: RFC 5789; QUERY: draft-ietf-httpbis-safe-method-w-body).
///
/// Methods are case-sensitive. One that is not in this list has no value here: the parser answers it with 501.
@usableFromInline package enum Method: UInt8, CaseIterable, Sendable {
  case get, head, post, put, delete, options, patch, trace, query

  /// The method's name as it stands in a request line.
  package var text: String {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    case .patch: "PATCH"
    case .trace: "TRACE"
    case .query: "QUERY"
    }
  }

  /// The request asks for nothing to be changed (RFC 9110, section 9.2.1).
  package var isSafe: Bool {
    switch self {
    case .get, .head, .options, .trace, .query: true
    case .post, .put, .delete, .patch: false
    }
  }
}
