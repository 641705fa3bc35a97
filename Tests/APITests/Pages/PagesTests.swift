import Engine
import HTTP
import Testing

@testable import API

struct PagesTests {
  private static let boss = AccessKey(
    name: "boss", scopes: Set(Scope.allCases), secret: Array("b".utf8))

  private func site(_ guarding: Access.Guarding) throws -> Site {
    var access = Access.Options()
    access.guarding = guarding
    return try Site(access: AccessKeeper(access, keys: [Self.boss]))
  }

  /// `:b` and `:x`, as browsers show a password.
  private static let right: [(FieldName, String)] = [(.authorization, "Basic OmI=")]
  private static let wrong: [(FieldName, String)] = [(.authorization, "Basic Ong=")]

  @Test func `a page says what it may load, and is looked at anew each time`() throws {
    let page = try Site().ask(.get, "/docs")
    #expect(page.status == .ok)
    #expect(page.fields[.contentType] == "text/html; charset=utf-8")
    #expect(
      page.fields["Content-Security-Policy"]
        == "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "frame-ancestors 'none'; form-action 'self'")
    #expect(page.fields["X-Content-Type-Options"] == "nosniff")
    #expect(page.fields["Referrer-Policy"] == "no-referrer")
    #expect(page.fields[.cacheControl] == "no-cache")
    #expect(page.text.contains(Asset.named("swagger-ui-bundle.js").path))
  }

  @Test func `a file beside the pages never changes under its name`() throws {
    let asset = Asset.named("tally.css")
    let plain = try Site().ask(.get, asset.path)
    #expect(plain.fields[.contentType] == "text/css; charset=utf-8")
    #expect(plain.fields[.cacheControl] == "public, max-age=31536000, immutable")
    #expect(plain.fields[.vary] == "Accept-Encoding")
    #expect(plain.fields[.contentEncoding] == nil)
    #expect(try plain.content() == asset.bytes(isCoded: false))
    let coded = try Site().ask(.get, asset.path, fields: [(.acceptEncoding, "gzip")])
    #expect(coded.fields[.contentEncoding] == "gzip")
    #expect(try coded.content() == asset.bytes(isCoded: true))
  }

  @Test(arguments: ["/assets/tally.css", "/assets/", "/assets/..%2Ftally.css", "/assets/a/b"])
  func `what is no file beside the pages is not found, as a page`(path: String) throws {
    let answer = try Site().ask(.get, path)
    #expect(answer.status == .notFound)
    #expect(answer.fields[.contentType] == "text/html; charset=utf-8")
    #expect(answer.text.contains("<h1>Not Found</h1>"))
  }

  @Test(arguments: [
    ("/sign-in", "/"), ("/sign-in?next=/jobs%3Fstate%3Dfailed", "/jobs?state=failed"),
    ("/sign-in?next=//evil.example", "/"), ("/sign-in?next=/%5Cevil.example", "/"),
    ("/sign-in?next=https://evil.example", "/"), ("/sign-in?next=/a%0D%0AX:%20y", "/"),
    ("/sign-in?next=", "/"), ("/sign-in?next=/%C3%A4", "/"),
  ])
  func `who has signed in goes on within this server`(path: String, next: String) throws {
    let answer = try Site().ask(.get, path)
    #expect(answer.status == .seeOther)
    #expect(answer.fields[.location] == next)
  }

  @Test func `a browser is asked for a key where a page needs one`() throws {
    let site = try site(.changes)
    #expect(try site.ask(.get, "/docs").status == .ok)
    let asked = try site.ask(.get, "/sign-in?next=/jobs")
    #expect(asked.status == .unauthorized)
    #expect(asked.fields[.authenticate] == #"Basic realm="tally", charset="UTF-8""#)
    #expect(asked.fields[.contentType] == "text/html; charset=utf-8")
    #expect(
      try site.ask(.get, "/sign-in?next=/jobs", fields: Self.wrong).status == .unauthorized)
    #expect(try site.ask(.get, "/sign-in?next=/jobs", fields: Self.right).status == .seeOther)
  }

  @Test func `a wrong key is challenged at the page where it was shown`() throws {
    let site = try site(.everything)
    let missing = try site.ask(.get, "/jobs?type=survey")
    #expect(missing.status == .seeOther)
    #expect(missing.fields[.location] == "/sign-in?next=/jobs%3Ftype%3Dsurvey")
    let wrong = try site.ask(.get, "/jobs?type=survey", fields: Self.wrong)
    #expect(wrong.status == .unauthorized)
    #expect(wrong.fields[.authenticate] == #"Basic realm="tally", charset="UTF-8""#)
  }

  @Test
  func `what a browser shows counts for the whole server, but a script's own key comes first`()
    throws
  {
    let site = try site(.everything)
    #expect(try site.ask(.get, "/api/num_jobs", fields: Self.right).status == .ok)
    #expect(try site.ask(.get, "/api/num_jobs", fields: Self.wrong).status == .unauthorized)
    #expect(
      try site.ask(.get, "/api/num_jobs", fields: Self.wrong + [("X-API-Key", "b")]).status == .ok)
    // Clients that are no pages are challenged as ever.
    let refused = try site.ask(.get, "/api/num_jobs")
    #expect(refused.fields[.authenticate] == #"Bearer realm="tally""#)
  }

  @Test func `a browser whose key may only read is asked for another one`() throws {
    var options = Access.Options()
    options.guarding = .everything
    let reader = AccessKey(name: "reader", scopes: [.read], secret: Array("x".utf8))
    let site = try Site(access: AccessKeeper(options, keys: [reader, Self.boss]))
    #expect(try site.ask(.get, "/sign-in", fields: Self.wrong).status == .seeOther)
    let asked = try site.ask(.get, "/sign-in?scope=write", fields: Self.wrong)
    #expect(asked.status == .unauthorized)
    #expect(asked.fields[.authenticate]?.hasPrefix("Basic") == true)
    #expect(try site.ask(.get, "/sign-in?scope=write", fields: Self.right).status == .seeOther)
  }

  @Test func `styles, scripts and the description of the API need no key`() throws {
    let site = try site(.everything)
    #expect(try site.ask(.get, "/docs").status == .ok)
    #expect(try site.ask(.get, Asset.named("tally.js").path).status == .ok)
  }

  @Test func `no number in an address ends the server`() throws {
    let site = try CollectorSamples.site()
    try site.put("n,city\n1,Rome\n2,Oslo\n3,Rome\n", as: "t.csv")
    let views = ["", "&_view=groups&_group_by=n&_agg=mean(n)", "&_view=similar&_text=Rome"]
    var pages = views.flatMap { view in
      ["_from", "_limit", "_row", "_like"].map { "/explore/t?_sort=n\(view)&\($0)=" }
    }
    for view in views.prefix(2) {
      let text = try site.ask(.get, "/explore/t?_limit=1" + view).text
      let next = try #require(text.firstMatch(of: /href="([^"#]*)#rows" rel="next"/)).1
      pages.append(
        next.replacing("&amp;", with: "&").replacing("&_from=2", with: "") + "&_from=")
    }
    pages += ["from_year", "to_year"].flatMap { ["/survey?\($0)=", "/survey/ranking.svg?\($0)="] }
    pages += ["width", "from", "to"].map { "/collector/chart.svg?\($0)=" }
    pages += ["from", "to", "date"].map { "/collector?\($0)=" }
    pages += ["bins", "window"].map { "/live?\($0)=" } + ["/jobs?_limit=", "/jobs/"]
    let numbers = [
      "\(Int.max)", "\(Int.min)", "\(1 << 40)", "0", "-1", String(repeating: "9", count: 40),
    ]
    for page in pages {
      for number in numbers {
        let answer = try site.ask(.get, page + number)
        #expect(answer.status.code < 500, "\(page)\(number): \(answer.status)")
      }
    }
  }

  @Test func `a method that a page does not take is refused with a page`() throws {
    let answer = try Site().ask(.post, "/docs", "{}")
    #expect(answer.status == .methodNotAllowed)
    #expect(answer.fields[.allow] == "GET, HEAD, OPTIONS")
    #expect(answer.fields[.contentType] == "text/html; charset=utf-8")
  }
}
