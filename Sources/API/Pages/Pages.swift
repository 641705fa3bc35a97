internal import Engine
internal import HTTP
internal import Statistics

// What people see in a browser: pages of HTML, and the files beside them.

extension Endpoint {
  /// A page, which a lane makes.
  static func page(
    _ pattern: String, demands: Demand = .read, description: EndpointDescription,
    answer: @escaping Now
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: pattern, family: .pages, demands: demands, mode: .pool,
      description: description, answer: answer)
  }

  /// Every page, and what is served beside them.
  static let pages: [Endpoint] =
    [
      page("/docs", demands: .open, description: .apiPage) { (api, request) throws(Failure) in
        api.apiPage(request)
      },
      signIn,
      page("/assets/{name}", demands: .open, description: .asset) {
        (api, request) throws(Failure) in try api.asset(request)
      },
    ] + datasetPages + explorePages + surveyPages + jobPages + pipelinePages + collectorPages
    + livePages

  private static let signIn: Endpoint = {
    var endpoint = page(signInPath, description: .signInPage) { (api, request) throws(Failure) in
      try api.signedIn(request)
    }
    endpoint.furtherDemand = .write
    return endpoint
  }()

  /// Where a browser is asked for a key. It stands at the root, so that browsers show the key to every path of this server from then on
  /// (RFC 7617, section 2.2).
  static let signInPath = "/sign-in"

  /// The first parts of the paths of pages.
  static let pagePaths = Set(pages.map { Array($0.pattern.utf8.dropFirst().prefix { $0 != 0x2F }) })
}

extension Responder {
  /// What stands around a page's content, with what this server asks for.
  func page(_ title: String, in part: Page.Part?, scripts: [StaticString] = []) -> Page {
    Page(title: title, part: part, scripts: scripts, guarding: access.options.guarding)
  }

  /// A request of a page as a command, to the server as the browser has asked it.
  ///
  /// - Parameter target: the path, and the query where there is one, in the form in which they are sent.
  func curl(
    _ method: HTTP.Method = .get, _ target: String, json: String? = nil, file: String? = nil,
    demands: Demand = .read, in request: Request
  ) -> CurlCommand {
    CurlCommand(
      method, target, json: json, file: file,
      of: options.publicURL ?? PublicURL(host: request.head.host),
      needsKey: access.options.scope(for: demands) != nil)
  }

  /// The page that shows what can be asked and lets people try it. Swagger UI does that.
  fileprivate func apiPage(_ request: Request) -> Response {
    page("API", in: nil, scripts: ["swagger-ui-bundle.js", "docs.js"]).response { page in
      page.empty("link", ("rel", "stylesheet"), ("href", Asset.named("swagger-ui.css").path))
      page.begin("p")
      page.text("Every path, as ")
      page.element("a", ("href", "/openapi.json"), text: "/openapi.json")
      page.text(" describes it. Trying them needs scripts; the description does not.")
      page.end()
      page.element("div", ("id", "api"), text: "")
      page.element(
        "p", ("class", "note"),
        text: "Shown by Swagger UI, Copyright SmartBear Software, "
          + "under the Apache License 2.0.")
    }
  }

  /// Sends a browser back to where it came from, once it has shown a key, or at once where none is ever asked for.
  fileprivate func signedIn(_ request: Request) throws(Failure) -> Response {
    let wantsWrite = request.head.target.queryValue("scope") == Scope.write.rawValue
    if access.options.guarding == .changes || wantsWrite {
      do throws(Failure) {
        _ = try admit(request, to: .write)
      } catch .lackingScope {
        // Only a challenge makes a browser ask again, for a key that may more.
        throw .wrongKey
      } catch {
        throw error
      }
    }
    let next = request.head.target.queryValue("next") ?? "/"
    // A path of this server and nothing that a browser might take for another one's address.
    let isOwn =
      next.utf8.first == 0x2F && !next.utf8.dropFirst().starts(with: "/".utf8)
      && next.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    return Response(.seeOther, fields: Fields([(.location, isOwn ? next : "/")]))
  }

  /// A file beside the pages.
  fileprivate func asset(_ request: Request) throws(Failure) -> Response {
    let path = request.head.target.decodedPath
    guard let asset = Asset.all.first(where: { $0.path == path }) else {
      throw .unknownPath(path)
    }
    let isCoded = ContentCoding.acceptsGzip(request.head)
    var response = Response.bytes(asset.bytes(isCoded: isCoded), type: asset.mediaType)
    if isCoded { response.fields.append(.contentEncoding, "gzip") }
    response.fields.append(.vary, "Accept-Encoding")
    response.fields.append(.cacheControl, "public, max-age=31536000, immutable")
    response.fields.append("X-Content-Type-Options", "nosniff")
    return response
  }
}
