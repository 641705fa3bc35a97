internal import Engine
internal import HTTP
internal import Statistics

/// A page of HTML: what stands around the content of every one of them.
///
/// A page is whole when it leaves the server, and can be read and left without scripts; scripts add what changes by itself. Everything
/// that a page needs comes from this server, and nothing in a page is a script or a style itself, so that a policy can forbid both.
struct Page: Sendable {
  /// The parts of the site, in the order of its navigation.
  enum Part: String, CaseIterable, Sendable {
    case datasets = "/"
    case survey = "/survey"
    case jobs = "/jobs"
    case pipelines = "/pipelines"
    case collector = "/collector"
    case live = "/live"

    var name: String {
      switch self {
      case .datasets: "Data sets"
      case .survey: "Survey"
      case .jobs: "Jobs"
      case .pipelines: "Pipelines"
      case .collector: "Collector"
      case .live: "Live events"
      }
    }
  }

  /// What the page is called, in its title and its first heading.
  let title: String
  /// Where in the site it stands; `nil` for what stands beside it.
  let part: Part?
  /// Scripts of its own, which run after `tally.js`.
  let scripts: [StaticString]
  /// What of this server needs a key: scripts have to know when they make commands.
  let guarding: Access.Guarding

  /// What pages may load and do (api.md's policy for browser pages).
  ///
  /// - Source: W3C, Content Security Policy Level 3.
  static let policy =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    + "frame-ancestors 'none'; form-action 'self'"

  /// The whole page as a response.
  ///
  /// - Parameter content: writes what stands in `main`, below the heading.
  func response(
    status: Status = .ok, _ content: (inout MarkupWriter) -> Void
  ) -> Response {
    var response = Response.bytes(
      html(content), type: "text/html; charset=utf-8", status: status)
    response.fields.append("Content-Security-Policy", Self.policy)
    response.fields.append("X-Content-Type-Options", "nosniff")
    response.fields.append("Referrer-Policy", "no-referrer")
    response.fields.append(.cacheControl, "no-cache")
    return response
  }

  /// The whole page in UTF-8.
  func html(_ content: (inout MarkupWriter) -> Void) -> [UInt8] {
    var page = MarkupWriter()
    page.raw("<!DOCTYPE html>\n".utf8)
    page.begin("html", ("lang", "en"))
    writeHead(to: &page)
    page.begin("body", ("data-guarding", "\(guarding)"))
    page.element("a", ("class", "skip"), ("href", "#content"), text: "Skip to the content")
    writeNavigation(to: &page)
    page.begin("main", ("id", "content"), ("tabindex", "-1"))
    page.element("h1", text: title)
    content(&page)
    page.end()
    writeFooter(to: &page)
    // What scripts say; it has to be there before they say it, so that screen readers notice.
    page.element("p", ("id", "news"), ("role", "status"), text: "")
    page.end()
    page.end()
    page.lineBreak()
    return page.bytes
  }

  private func writeHead(to page: inout MarkupWriter) {
    page.begin("head")
    page.empty("meta", ("charset", "utf-8"))
    page.empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
    page.empty("meta", ("name", "color-scheme"), ("content", "light dark"))
    page.element("title", text: "\(title) - Tally")
    page.empty(
      "link", ("rel", "icon"), ("type", "image/svg+xml"),
      ("href", Asset.named("favicon.svg").path))
    page.empty("link", ("rel", "stylesheet"), ("href", Asset.named("tally.css").path))
    for script in ["tally.js"] + scripts {
      page.element("script", ("src", Asset.named(script).path), ("defer", ""), text: "")
    }
    page.end()
    page.lineBreak()
  }

  private func writeNavigation(to page: inout MarkupWriter) {
    page.begin("header")
    page.element("a", ("class", "brand"), ("href", "/"), text: "Tally")
    page.begin("nav", ("aria-label", "Site"))
    page.begin("ul")
    for part in Part.allCases {
      page.begin("li")
      let here = part == self.part ? [(name: "aria-current" as StaticString, value: "page")] : []
      page.begin("a", [(name: "href", value: part.rawValue)] + here)
      page.text(part.name)
      page.end()
      page.end()
    }
    page.begin("li")
    page.element("a", ("href", "/docs"), text: "API")
    page.end()
    page.end()
    page.end()
    page.end()
    page.lineBreak()
  }

  private func writeFooter(to page: inout MarkupWriter) {
    page.begin("footer")
    page.text("Tally answers over HTTP as well: ")
    page.element("a", ("href", "/docs"), text: "try the API")
    page.text(", ")
    page.element("a", ("href", "/openapi.json"), text: "its description")
    page.text(", ")
    page.element("a", ("href", "/metrics"), text: "metrics")
    page.text(", ")
    page.element("a", ("href", "/readyz"), text: "state")
    page.text(".")
    if guarding != .nothing {
      page.text(" Changes need a key: ")
      page.element("a", ("href", "/sign-in"), text: "sign in")
      page.text(".")
    }
    page.end()
  }
}
