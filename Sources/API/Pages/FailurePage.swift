internal import Engine
internal import HTTP
internal import Statistics

extension Page {
  /// A page that says what is wrong with a request, where, and what would be right.
  static func failure(_ account: Failure.Account, requestID: RequestID) -> Response {
    let page = Page(title: account.status.reason, part: nil, scripts: [], guarding: .nothing)
    return page.response(status: account.status) { content in
      content.element("p", ("class", "problem"), text: account.detail)
      let mistakes = account.mistakes
      if mistakes.count > 1 {
        content.begin("ul")
        for mistake in mistakes { content.element("li", text: mistake.detail) }
        content.end()
      }
      if [Status.unauthorized, .forbidden, .tooManyRequests].contains(account.status) {
        content.begin("p")
        content.element("a", ("href", Endpoint.signInPath), text: "Sign in")
        content.text(" with a key that may do this.")
        content.end()
      }
      content.begin("p")
      content.element("a", ("href", "/"), text: "To the data sets")
      content.end()
      content.element("p", ("class", "note"), text: "Request \(requestID)")
    }
  }
}
