import Testing

@testable import Posix
@testable import Stores

/// What a store asks of a server, and what it makes of odd answers.
struct S3StoreTests {
  @Test func `a short object is put in one call, with its digest`() throws {
    let server = try ScriptedS3([[.answer("200 OK", "ETag: \"x\"\r\n")]])
    try server.store(prefix: "in/here/").put(Array("a,b\n".utf8), at: "L%27Aquila/x.csv")
    let call = try #require(server.calls.first)
    #expect(call.hasPrefix("PUT /tally/in/here/L%2527Aquila/x.csv HTTP/1.1\r\n"))
    #expect(call.hasSuffix("\r\n\r\na,b\n"))
    let digest = Hexadecimal.text(of: Digest.sha256(Array("a,b\n".utf8)))
    #expect(call.contains("\r\nx-amz-content-sha256: \(digest)\r\n"))
    #expect(!call.contains("Expect:"))
  }

  @Test func `a put that failed is made again with the whole object`() throws {
    let server = try ScriptedS3([
      [.refusal("503 Slow Down", "SlowDown")], [.send("")], [.answer("200 OK")],
    ])
    try server.store().put(Array("abc".utf8), at: "a/b.csv")
    #expect(server.calls.count == 3)
    #expect(server.calls.allSatisfy { $0.hasSuffix("\r\n\r\nabc") })
  }

  @Test func `pages follow each other by what the server tells`() throws {
    let server = try ScriptedS3([
      [.page(["in/a", "in/b"], next: "1/+=")], [.answer("500 No")], [.page([], next: "2")],
      [.page(["in/c"])],
    ])
    let listed = try server.store(prefix: "in/").listing(prefix: "", after: "9")
    #expect(listed.map(\.key) == ["a", "b", "c"])
    #expect(listed[0] == StoredObject(key: "a", byteCount: 1, version: "\"e\""))
    let query = "list-type=2&prefix=in%2F&start-after=in%2F8~"
    #expect(
      server.lines == [
        "GET /tally/?\(query)", "GET /tally/?continuation-token=1%2F%2B%3D&\(query)",
        "GET /tally/?continuation-token=1%2F%2B%3D&\(query)",
        "GET /tally/?continuation-token=2&\(query)",
      ])
  }

  @Test func `keys that were not asked for are left out`() throws {
    let server = try ScriptedS3([[.page(["in/F", "in/G/1", "in/G/2", "in/H", "other"])]])
    let listed = try server.store(prefix: "in/").listing(prefix: "G/", after: "G/1")
    #expect(listed.map(\.key) == ["G/2"])
  }

  @Test(arguments: [
    ("France/2024-05-01", "France/2024-05-00~"), ("2024-05-10", "2024-05-1.~"),
    ("France/", "France/"), ("x~", "x}~"), ("é", "é"), ("a.csv", "a.csu~"),
  ])
  func `a listing begins just before the text that it is to begin behind`(
    _ start: String, _ sent: String
  ) throws {
    let server = try ScriptedS3([[.page([])]])
    _ = try server.store().listing(prefix: "", after: start)
    let query = SignatureV4.query([("list-type", "2"), ("prefix", ""), ("start-after", sent)])
    #expect(server.lines == ["GET /tally/?\(query)"])
    let isBefore = sent == start || sent.utf8.lexicographicallyPrecedes(start.utf8)
    #expect(isBefore)
  }

  @Test func `a visitor that has seen enough ends the listing`() throws {
    let server = try ScriptedS3([[.page(["a", "b", "c"], next: "x")]])
    var seen: [String] = []
    try server.store().list(
      prefix: "", after: nil,
      visit: {
        seen.append($0.key)
        return seen.count < 2
      }, isCancelled: { false })
    #expect(seen == ["a", "b"])
    #expect(server.calls.count == 1)
  }

  @Test func `a listing that goes round in circles ends`() throws {
    let server = try ScriptedS3([[.page(["a"], next: "x")], [.page(["b"], next: "x")]])
    #expect(throws: ObjectFailure.malformedAnswer("ListBucketResult")) {
      try server.store().listing()
    }
    #expect(server.calls.count == 2)
  }

  @Test(arguments: [
    [["a"], ["b"], ["a"]], [["b", "a"]], [["a"], ["a"]], [["c"], [], ["b"]],
  ])
  func `a listing whose keys do not grow is no listing`(_ pages: [[String]]) throws {
    let server = try ScriptedS3 { number, _ in
      // The tokens of a server that goes round.
      [.page(pages[number % pages.count], next: "\(number % 2)")]
    }
    #expect(throws: ObjectFailure.malformedAnswer("order of keys")) {
      try server.store().listing()
    }
    #expect(server.calls.count == pages.count)
  }

  @Test func `a visitor that stops is told nothing of a page without an order`() throws {
    let server = try ScriptedS3([[.page(["A/2024-05-09/x", "A/2024-05-01/x"])]])
    var seen: [String] = []
    #expect(throws: ObjectFailure.malformedAnswer("order of keys")) {
      try server.store().list(
        prefix: "A/", after: nil,
        visit: {
          seen.append($0.key)
          return false
        }, isCancelled: { false })
    }
    #expect(seen.isEmpty)
  }

  @Test func `empty pages that lead on and on come to an end`() throws {
    let server = try ScriptedS3 { number, _ in [.page([], next: "\(number)")] }
    #expect(throws: ObjectFailure.malformedAnswer("number of pages")) {
      try server.store(pageLimit: 5).listing()
    }
    #expect(server.calls.count == 5)
    #expect(throws: ObjectFailure.malformedAnswer("number of pages")) {
      try server.store(pageLimit: 3).folders { false }
    }
  }

  @Test func `as many pages as may be are a listing`() throws {
    let server = try ScriptedS3([[.page(["a"], next: "1")], [.page(["b"])]])
    #expect(try server.store(pageLimit: 2).listing().map(\.key) == ["a", "b"])
  }

  @Test(arguments: [
    "", "no XML", "<ListBucketResult>", "<html><body>Welcome</body></html>", "<a/>",
    "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    "<ListBucketResult><IsTruncated>false</IsTruncated><Contents/></ListBucketResult>",
  ])
  func `a page that makes no sense is no empty one`(_ body: String) throws {
    let server = try ScriptedS3([[.answer("200 OK", body: body)]])
    #expect {
      try server.store().listing()
    } throws: { failure in
      guard case .malformedAnswer? = failure as? ObjectFailure else { return false }
      return true
    }
  }

  @Test func `folders come in the order of their names, each once`() throws {
    let body = ["in/a-b/", "in/a/", "in//", "in/a/", "elsewhere/", "in/%2F/"].map {
      "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>"
    }
    let server = try ScriptedS3([
      [
        .answer(
          "200 OK",
          body: "<L><IsTruncated>false</IsTruncated>\(body.joined())</L>")
      ]
    ])
    #expect(try server.store(prefix: "in/").folders { false } == ["%2F", "a", "a-b"])
    #expect(server.lines == ["GET /tally/?delimiter=%2F&list-type=2&prefix=in%2F"])
  }

  @Test func `folders whose names only look alike are two`() throws {
    let body = ["e\u{301}/", "\u{e9}/"].map {
      "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>"
    }
    let server = try ScriptedS3([
      [.answer("200 OK", body: "<L><IsTruncated>false</IsTruncated>\(body.joined())</L>")]
    ])
    let folders = try server.store().folders { false }
    #expect(folders.map { Array($0.utf8) } == [Array("e\u{301}".utf8), Array("\u{e9}".utf8)])
  }

  @Test func `an object that is gone already is removed, and a bucket is not`() throws {
    let server = try ScriptedS3([
      [.refusal("404 Not Found", "NoSuchKey")], [.refusal("404 Not Found", "NoSuchBucket")],
    ])
    let store = try server.store()
    try store.remove("a/b.csv")
    #expect(throws: ObjectFailure.noBucket("tally")) { try store.remove("a/b.csv") }
  }
}
