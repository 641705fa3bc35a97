import Engine
import HTTP
import JSON
import Testing

@testable import API

struct PageCursorTests {
  private static let rowCount = 1234

  /// Rows with many that are alike, so that only their place tells them apart.
  private static let csv =
    "n,group,gap\n"
    + (0..<rowCount).map { "\($0),\($0 * 7 % 10),\($0 % 3 == 0 ? "" : "\($0 % 5)")\n" }.joined()

  private func site() throws -> Site {
    let site = try Site()
    try site.send(Self.csv, to: "/api/v1/datasets?name=d")
    return site
  }

  private func numbers(_ response: Response) throws -> [Int64] {
    guard case .array(let values)? = try response.value()["data"]?["n"] else { return [] }
    return values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
  }

  private func cursor(_ response: Response) throws -> String? {
    guard case .string(let next)? = try response.value()["page"]?["next"] else { return nil }
    return next
  }

  @Test(arguments: ["", "&_sort=group", "&_sort=-gap,group", "&gap__gte=1&_sort=gap", "&group=3"])
  func `over all pages every row comes once, in the order of one long answer`(query: String) throws
  {
    let site = try site()
    let start = "/api/v1/datasets/d/rows?_shape=columns&_select=n" + query
    let whole = try numbers(site.ask(.get, start + "&_limit=10000"))
    #expect(Set(whole).count == whole.count)
    if !query.contains("=3") && !query.contains("gte") { #expect(whole.count == Self.rowCount) }
    for limit in [97, 500] {
      var seen: [Int64] = []
      var target: String? = start + "&_limit=\(limit)"
      while let page = target {
        let response = try site.ask(.get, page)
        #expect(response.status == .ok)
        seen += try numbers(response)
        // The link and the cursor lead to the same place.
        let link = response.fields["Link"]
        let next = try cursor(response)
        #expect((link == nil) == (next == nil))
        target = link.flatMap { link in
          let parts = link.split(separator: ">")
          return parts.count == 2 && parts[1] == "; rel=\"next\""
            ? String(parts[0].dropFirst()) : nil
        }
        if let next { #expect(target?.hasSuffix("&_cursor=" + next) == true) }
      }
      #expect(seen == whole)
    }
  }

  @Test func `a page of lines leads on as a page of JSON does`() throws {
    let site = try site()
    var target: String? = "/api/v1/datasets/d/rows?_format=csv&_select=n&_limit=500"
    var lines: [String] = []
    while let page = target {
      let response = try site.ask(.get, page)
      lines += response.text.split(separator: "\n").dropFirst().map(String.init)
      target = response.fields["Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
    }
    #expect(lines == (0..<Self.rowCount).map(String.init))
  }

  @Test func `a page that ends with the last row has none behind it`() throws {
    let site = try Site()
    try site.send("n\n1\n2\n3\n4\n", to: "/api/v1/datasets?name=d")
    let first = try site.ask(.get, "/api/v1/datasets/d/rows?_limit=2")
    let next = try #require(try cursor(first))
    let last = try site.ask(.get, "/api/v1/datasets/d/rows?_limit=2&_cursor=\(next)")
    #expect(try last.value()["data"]?.elementCount == 2)
    #expect(try cursor(last) == nil)
    #expect(last.fields["Link"] == nil)
  }

  @Test func `a cursor that was changed anywhere is refused`() throws {
    let site = try site()
    let next = try #require(try cursor(site.ask(.get, "/api/v1/datasets/d/rows")))
    let characters = Array(next)
    for place in characters.indices {
      var changed = characters
      changed[place] = changed[place] == "A" ? "B" : "A"
      let response = try site.ask(.get, "/api/v1/datasets/d/rows?_cursor=\(String(changed))")
      // The last character may hold bits that no byte has.
      if response.status == .ok { #expect(place == characters.count - 1) }
      if place == 0 {
        #expect(response.status == .badRequest)
        #expect(try response.value()["type"] == .string("/problems/foreign-cursor"))
        #expect(try response.mistakes() == ["_cursor: not a cursor of this question"])
      }
    }
    for text in ["", "x", "%00", String(next.dropLast()), next + "A", next + next] {
      let response = try site.ask(.get, "/api/v1/datasets/d/rows?_cursor=\(text)")
      #expect(response.status == .badRequest, "\(text)")
    }
  }

  @Test func `a cursor is good for its own question alone`() throws {
    let site = try site()
    let next = try #require(try cursor(site.ask(.get, "/api/v1/datasets/d/rows?_sort=group")))
    let target = "/api/v1/datasets/d/rows?_cursor=\(next)"
    #expect(try site.ask(.get, target + "&_sort=group").status == .ok)
    for query in ["", "&_sort=-group", "&_sort=group&group=1", "&_sort=group&_limit=7"] {
      #expect(try site.ask(.get, target + query).status == .badRequest)
    }
  }

  @Test func `a cursor of another data set is foreign`() throws {
    let site = try site()
    try site.send("n\n1\n2\n3\n", to: "/api/v1/datasets?name=small")
    let next = try #require(try cursor(site.ask(.get, "/api/v1/datasets/d/rows?_limit=2")))
    let response = try site.ask(.get, "/api/v1/datasets/small/rows?_limit=2&_cursor=\(next)")
    #expect(response.status == .badRequest)
    #expect(try response.value()["type"] == .string("/problems/foreign-cursor"))
  }

  @Test func `a cursor of a version that is gone is a conflict`() throws {
    let site = try site()
    let next = try #require(try cursor(site.ask(.get, "/api/v1/datasets/d/rows")))
    try site.send(Self.csv, to: "/api/v1/datasets?name=d&mode=replace")
    let response = try site.ask(.get, "/api/v1/datasets/d/rows?_cursor=\(next)")
    #expect(response.status == .conflict)
    #expect(response.text.contains("belongs to version 1 of the data set, which is at version 2"))
  }

  @Test func `lines that go on without end take no cursor of anything else`() throws {
    let site = try site()
    let next = try #require(try cursor(site.ask(.get, "/api/v1/datasets/d/rows")))
    for format in ["csv", "ndjson"] {
      let response = try site.ask(.get, "/api/v1/datasets/d/rows?_format=\(format)&_cursor=\(next)")
      #expect(response.status == .badRequest)
    }
  }

  @Test func `a cursor comes back as it was made`() throws {
    let signature = try site().engine.signature
    for place in [0, 1, 255, 1 << 40, Int.max] {
      let cursor = PageCursor(version: 3, place: place)
      let text = cursor.text(question: "q", signature)
      #expect(try PageCursor(text, question: "q", version: 3, signature) == cursor)
      #expect(throws: Failure.foreignCursor) {
        try PageCursor(text, question: "p", version: 3, signature)
      }
      #expect(throws: Failure.outdatedCursor(version: 3, current: 4)) {
        try PageCursor(text, question: "q", version: 4, signature)
      }
    }
  }
}
