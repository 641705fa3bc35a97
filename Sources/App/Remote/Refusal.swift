internal import JSON
internal import Stores

/// An answer that says no, and why (RFC 9457).
struct Refusal: Equatable {
  let status: Int
  /// The detail, then each mistake with its place.
  let sentences: [String]
  /// After how many seconds to ask again, if the server says so.
  let retryAfterSeconds: Int?

  private static let longestRetrySeconds = 60

  /// - Parameters:
  ///   - fields: with their names in lower case.
  ///   - hasKey: whether a key was shown.
  init(_ status: Int, _ fields: [OutboundResponse.Field], _ body: [UInt8], hasKey: Bool) {
    let value = { (name: String) in fields.first { $0.name == name }?.value }
    self.status = status
    retryAfterSeconds = value("retry-after").flatMap { Quantity.integer($0) }
      .map { min($0, Self.longestRetrySeconds) }
    var sentences = Self.sentences(of: (try? JSONParser.parse(body)) ?? .null)
    if let place = value("location"), 300..<400 ~= status {
      sentences = ["the server has moved to \(ShownText(place).text); name it with --server"]
    }
    if sentences.isEmpty { sentences = ["the server answers \(status) and does not say why"] }
    if status == 401, !hasKey { sentences.append("show a key with --key or TALLY_API_KEY") }
    self.sentences = sentences
  }

  private static func sentences(of problem: JSONValue) -> [String] {
    var sentences: [String] = []
    if let detail = problem["detail"]?.shownText ?? problem["title"]?.shownText {
      sentences.append(detail)
    }
    guard case .array(let mistakes)? = problem["errors"] else { return sentences }
    for mistake in mistakes {
      guard let detail = mistake["detail"]?.shownText else { continue }
      let place = ["pointer", "parameter", "header"].compactMap { mistake[$0]?.shownText }.first
      let expected = mistake["expected"]?.shownText
      let sentence = (place.map { "\($0): " } ?? "") + detail
      sentences.append(sentence + (expected.map { "; expected \($0)" } ?? ""))
    }
    return sentences
  }
}

extension JSONValue {
  /// A text that is not empty, as it may stand on a terminal.
  fileprivate var shownText: String? {
    guard case .string(let text) = self, !text.isEmpty else { return nil }
    return ShownText(text).text
  }
}
