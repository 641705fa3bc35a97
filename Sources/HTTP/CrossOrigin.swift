/// What pages of other origins may do: read where the operator says so, change nothing otherwise.
///
/// A browser sends cookies, keys of the local network and the user's own position with every request, so a page anywhere could
/// make a browser change things here. It cannot hide where it comes from: Sec-Fetch-Site (Fetch Metadata, W3C) and Origin
/// (RFC 6454) are set by the browser. What is not a browser sends neither and is not concerned.
package struct CrossOrigin: Sendable {
  private let allowed: [[UInt8]]
  private let allowsEvery: Bool

  /// - Parameter origins: such as `https://example.org`; `*` means every origin, for reading.
  package init(origins: [String]) {
    allowed = origins.filter { $0 != "*" }.map { $0.utf8.map(Characters.lowered) }
    allowsEvery = origins.contains("*")
  }

  /// Whether a request must be refused with 403: it would change something, and a page of another origin sent it.
  package func forbids(_ head: RequestHead) -> Bool {
    guard !head.method.isSafe else { return false }
    let origin = head.fields.bytes(of: .origin)
    if let origin, isListed(origin) { return false }
    if let site = head.fields.bytes(of: .secFetchSite) {
      return !site.elementsEqual("same-origin".utf8) && !site.elementsEqual("none".utf8)
    }
    guard let origin else { return false }
    return !isSameOrigin(origin, as: head)
  }

  /// Adds what lets a page of an allowed origin read the response, and caches tell such responses apart.
  package func mark(_ response: inout Response, for head: RequestHead) {
    guard allowsEvery || !allowed.isEmpty else { return }
    if !allowsEvery || !allowed.isEmpty { response.fields.addMember("Origin", to: .vary) }
    guard let origin = head.fields.bytes(of: .origin) else { return }
    if isListed(origin) {
      response.fields.append(Self.allowOrigin, bytes: origin)
    } else if allowsEvery {
      response.fields.append(Self.allowOrigin, "*")
    } else {
      return
    }
    response.fields.append(Self.exposeHeaders, Self.exposed)
  }

  /// The answer to a preflight request, if it is one and its origin is allowed.
  ///
  /// - Parameter allow: the methods of the path, as in the Allow field.
  package func preflight(_ head: RequestHead, allow: String) -> Response? {
    guard head.method == .options, let origin = head.fields.bytes(of: .origin),
      head.fields.contains(Self.requestMethod), isListed(origin) || allowsEvery
    else { return nil }
    var response = Response(.noContent)
    mark(&response, for: head)
    response.fields.append(.allow, allow)
    response.fields.append(Self.allowMethods, allow)
    response.fields.append(
      Self.allowHeaders,
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, X-API-Key, X-Request-Id"
    )
    response.fields.append(Self.maxAge, "600")
    return response
  }

  private func isListed(_ origin: ArraySlice<UInt8>) -> Bool {
    allowed.contains { Characters.matches(origin, $0) }
  }

  /// The origin's host and port are those that the request was sent to. The scheme is not compared: a proxy may have taken TLS off.
  private func isSameOrigin(_ origin: ArraySlice<UInt8>, as head: RequestHead) -> Bool {
    let schemes: [[UInt8]] = [Array("http://".utf8), Array("https://".utf8)]
    guard let scheme = schemes.first(where: { Characters.matches(origin.prefix($0.count), $0) })
    else { return false }
    let host = head.host.utf8.map(Characters.lowered)
    return !host.isEmpty && Characters.matches(origin.dropFirst(scheme.count), host)
  }

  private static let allowOrigin: FieldName = "Access-Control-Allow-Origin"
  private static let allowMethods: FieldName = "Access-Control-Allow-Methods"
  private static let allowHeaders: FieldName = "Access-Control-Allow-Headers"
  private static let exposeHeaders: FieldName = "Access-Control-Expose-Headers"
  private static let maxAge: FieldName = "Access-Control-Max-Age"
  private static let requestMethod: FieldName = "Access-Control-Request-Method"
  private static let exposed =
    "Content-Location, ETag, Link, Location, Preference-Applied, RateLimit, RateLimit-Policy, "
    + "Retry-After, X-Request-Id"
}
