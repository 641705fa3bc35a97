import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct DatasetsTests {
  private static let sales = "name,price\nA,1.5\nB,\n"

  @Test func `an upload answers what became of the file, and where the data set is`() throws {
    let site = try Site()
    let response = try site.send("name,price\nA,1.5\nB,x\n", to: "/api/v1/datasets?name=sales")
    #expect(response.status == .created)
    #expect(response.fields[.location] == "/api/v1/datasets/sales")
    #expect(
      response.text
        == #"{"name":"sales","version":1,"row_count":2,"columns":[{"name":"name","type":"text"},"#
        + #"{"name":"price","type":"text"}],"dialect":{"delimiter":",","encoding":"utf-8","#
        + #""line_end":"lf"},"rows_read":2,"rows_loaded":2,"rows_rejected":0,"reject_count":0,"#
        + #""rejects":[]}"#)
    #expect(site.keptFiles == ["sales.1.csv"])
    #expect(site.drafts.isEmpty)
  }

  @Test func `a form says in its fields what a raw upload says in the query`() throws {
    let site = try Site()
    let upload = try site.body(
      Array("zip;d\n07;31/05/2024\nx;32/05/2024\n".utf8),
      fields: [
        ("types", #"{"d":"date:%d/%m/%Y"}"#), ("on_error", "null_cell"), ("delimiter", ";"),
      ], named: "C:\\files\\Post codes.CSV")
    let refused = try site.ask(.post, "/api/v1/datasets", upload: upload)
    #expect(refused.status == .badRequest)
    #expect(try refused.mistakes() == ["name: The data set needs a name"])
    let response = try site.ask(.post, "/api/v1/datasets?name=codes", upload: upload)
    #expect(response.status == .created)
    let value = try response.value()
    #expect(value["columns"]?[1]?["type"] == .string("date"))
    #expect(value["reject_count"] == .integer(1))
    #expect(value["rejects"]?[0]?["line"] == .integer(3))
    #expect(value["rejects"]?[0]?["column"] == .string("d"))
    #expect(value["rejects"]?[0]?["value"] == .string("32/05/2024"))
    #expect(value["dialect"]?["delimiter"] == .string(";"))
    let rows = try site.ask(.get, "/api/v1/datasets/codes/rows?_shape=arrays").value()
    #expect(
      rows["data"] == (try JSONParser.parse(Array(#"[["07","2024-05-31"],["x",null]]"#.utf8))))
  }

  @Test(arguments: [
    ("sales.csv", "sales"), ("a.b.CSV", "a.b"), ("dir/x-1.csv", "x-1"), ("plain", "plain"),
    (#"C:\data\y_2.csv"#, "y_2"),
  ])
  func `the name of the file names the data set`(file: String, name: String) throws {
    let site = try Site()
    let upload = try site.body(Array(Self.sales.utf8), named: file)
    let response = try site.ask(.post, "/api/v1/datasets", upload: upload)
    #expect(response.fields[.location] == "/api/v1/datasets/\(name)")
  }

  @Test func `a dry run shows the first rows and keeps nothing`() throws {
    let site = try Site()
    let csv = "n,t\n" + (1...60).map { "\($0),x\n" }.joined()
    let response = try site.send(csv, to: "/api/v1/datasets?_dry_run=1")
    #expect(response.status == .ok)
    let value = try response.value()
    #expect(value["dry_run"] == .bool(true))
    #expect(value["rows_loaded"] == .integer(60))
    guard case .array(let rows)? = value["rows"] else {
      Issue.record("no rows are shown")
      return
    }
    #expect(rows.count == 50)
    #expect(rows.last?["n"] == .integer(50))
    #expect(site.keptFiles.isEmpty && site.drafts.isEmpty)
    #expect(try site.ask(.get, "/api/v1/datasets").text == #"{"data":[]}"#)
  }

  @Test func `create, append and replace do what they say`() throws {
    let site = try Site()
    try site.send("n\n1\n2\n", to: "/api/v1/datasets?name=d")
    let again = try site.send("n\n3\n", to: "/api/v1/datasets?name=d")
    #expect(again.status == .conflict)
    #expect(try again.value()["type"] == .string("/problems/dataset-exists"))
    let appended = try site.send("n\n3\n", to: "/api/v1/datasets?name=d&mode=append").value()
    #expect(appended["version"] == .integer(2))
    #expect(appended["row_count"] == .integer(3))
    #expect(appended["rows_loaded"] == .integer(1))
    let other = try site.send("m\n3\n", to: "/api/v1/datasets?name=d&mode=append")
    #expect(other.status == .unprocessableContent)
    #expect(other.text.contains("missing: n; unknown: m"))
    #expect(site.keptFiles == ["d.1.csv", "d.2.csv"])
    let replaced = try site.send("m\nx\n", to: "/api/v1/datasets?name=d&mode=replace").value()
    #expect(replaced["version"] == .integer(3))
    #expect(site.keptFiles == ["d.3.csv"])
    #expect(
      try site.ask(.get, "/api/v1/datasets/d/rows?_format=ndjson").text == #"{"m":"x"}"# + "\n")
  }

  @Test(arguments: [
    ("text/csv; charset=utf-8", true), ("Text/CSV", true), ("text/plain", true),
    ("text/tab-separated-values", true), ("application/octet-stream", true),
    ("application/csv ;header=present", true), ("application/json", false), ("text/html", false),
    ("application/x-www-form-urlencoded", false), ("image/png", false), ("", false),
  ])
  func `a body of its own is of a type that may be a table`(type: String, isTaken: Bool) throws {
    let site = try Site()
    let upload = try site.body(Array(Self.sales.utf8), type: type)
    let response = try site.ask(.post, "/api/v1/datasets?name=d", upload: upload)
    #expect(response.status == (isTaken ? .created : .unsupportedMediaType))
    if !isTaken { #expect(response.text.contains("-H 'Content-Type: text/csv'")) }
    #expect(site.keptFiles.count == (isTaken ? 1 : 0))
    // In a form the client's guess at a type decides nothing.
    let inForm = try site.body(Array(Self.sales.utf8), named: "e.csv", type: type)
    #expect(try site.ask(.post, "/api/v1/datasets", upload: inForm).status == .created)
  }

  @Test func `an upload without a file is told how to send one`() throws {
    let site = try Site()
    for upload in [nil, site.form([("name", "d")])] {
      let response = try site.ask(.post, "/api/v1/datasets", upload: upload)
      #expect(response.status == .badRequest)
      #expect(response.text.contains("-F file=@data.csv"))
    }
  }

  @Test(
    arguments: [
      ("a,b\n1\n", 422, "unreadable-csv"), ("", 422, "unreadable-csv"),
      ("<!DOCTYPE html><p>", 422, "not-csv"), ("PK\u{3}\u{4}x", 422, "not-csv"),
    ] as [(String, Int, String)])
  func `what is no table is refused with its reason`(csv: String, status: Int, slug: String) throws
  {
    let site = try Site()
    let response = try site.send(csv, to: "/api/v1/datasets?name=d")
    #expect(response.status.code == status)
    #expect(try response.value()["type"] == .string("/problems/\(slug)"))
    #expect(site.keptFiles.isEmpty && site.drafts.isEmpty)
  }

  @Test(arguments: [
    ("delimiter=ab", "delimiter"), ("delimiter=%22", "delimiter"), ("encoding=klingon", "encoding"),
    (#"types={"name":"colour"}"#, "types"), (#"types={"nam":"text"}"#, "types"),
  ])
  func `an option that makes no sense for the file is named`(query: String, parameter: String)
    throws
  {
    let site = try Site()
    let query = query.replacing("\"", with: "%22")
    let response = try site.send(Self.sales, to: "/api/v1/datasets?name=d&" + query)
    #expect(response.status == .badRequest)
    #expect(try response.mistakes().first?.hasPrefix(parameter + ": ") == true)
    #expect(site.keptFiles.isEmpty)
  }

  @Test func `bytes of another encoding are refused unless it is named`() throws {
    let site = try Site()
    let latin = Array("name\nGr".utf8) + [0xFC] + Array("n\n".utf8)
    func send(_ query: String) throws -> Response {
      try site.ask(.post, "/api/v1/datasets?name=d" + query, upload: site.body(latin))
    }
    let refused = try send("")
    #expect(refused.status == .unprocessableContent)
    #expect(refused.text.contains("encoding="))
    #expect(try send("&encoding=iso-8859-1").status == .created)
    #expect(
      try site.ask(.get, "/api/v1/datasets/d/rows?_format=csv").text == "name\nGr\u{FC}n\n")
    #expect(try site.ask(.get, "/api/v1/datasets/d/file").content() == latin)
  }

  @Test func `the list tells of every data set by its name`() throws {
    let site = try Site()
    try site.put(Self.sales, as: "zoo.csv")
    try site.send(Self.sales, to: "/api/v1/datasets?name=alpha")
    let list = try site.ask(.get, "/api/v1/datasets").value()["data"]
    #expect(list?[0]?["name"] == .string("alpha"))
    #expect(list?[0]?["origin"] == .string("upload"))
    #expect(list?[0]?["row_count"] == .integer(2))
    #expect(list?[0]?["created"] == .string("2026-01-02T03:04:05Z"))
    #expect(list?[1]?["name"] == .string("zoo"))
    #expect(list?[1]?["origin"] == .string("folder"))
    // Nobody has looked into it yet.
    #expect(list?[1]?["row_count"] == .null)
    #expect(list?[1]?["bytes"] == .integer(20))
  }

  @Test func `a data set tells of its files, and answers 304 to who knows this version`() throws {
    let site = try Site()
    try site.send(Self.sales, to: "/api/v1/datasets?name=d")
    try site.send(Self.sales, to: "/api/v1/datasets?name=d&mode=append")
    let shown = try site.ask(.get, "/api/v1/datasets/d")
    let files = try shown.value()["files"]
    #expect(files?[0]?["part"] == .integer(1))
    #expect(files?[1]?["part"] == .integer(2))
    #expect(files?[1]?["bytes"] == .integer(20))
    #expect(
      files?[0]?["sha256"]
        == .string("809388fffee1f742d948bfd0c280999aa43f1b46a16c82d3db08ba4df8e8ba8b"))
    #expect(try shown.value()["row_count"] == .integer(4))
    let tag = try #require(shown.fields[.entityTag])
    func askAgain() throws -> Response {
      try site.ask(.get, "/api/v1/datasets/d", fields: [(.ifNoneMatch, tag)])
    }
    #expect(try askAgain().status == .notModified)
    try site.send(Self.sales, to: "/api/v1/datasets?name=d&mode=replace")
    #expect(try askAgain().status == .ok)
  }

  @Test func `a data set that is not there is answered with those that are`() throws {
    let site = try Site()
    try site.send(Self.sales, to: "/api/v1/datasets?name=sales")
    for tail in ["", "/rows", "/file", "/similar?_text=a"] {
      let response = try site.ask(.get, "/api/v1/datasets/sale" + tail)
      #expect(response.status == .notFound)
      #expect(response.text.contains("There is no data set 'sale'; there are sales"))
    }
    #expect(try site.ask(.delete, "/api/v1/datasets/sale").status == .notFound)
    let odd = try site.ask(.get, "/api/v1/datasets/a%20b")
    #expect(odd.status == .badRequest)
    #expect(odd.text.contains("'a b' is no name of a data set"))
  }

  @Test func `what came over HTTP can be removed, a person's file cannot`() throws {
    let site = try Site()
    try site.put(Self.sales, as: "own.csv")
    try site.send(Self.sales, to: "/api/v1/datasets?name=d")
    let removed = try site.ask(.delete, "/api/v1/datasets/d")
    #expect(removed.status == .noContent)
    #expect(try removed.content().isEmpty)
    #expect(try site.ask(.get, "/api/v1/datasets/d").status == .notFound)
    #expect(site.keptFiles.isEmpty)
    let refused = try site.ask(.delete, "/api/v1/datasets/own")
    #expect(refused.status == .conflict)
    #expect(refused.text.contains("own.csv"))
    let replaced = try site.send(Self.sales, to: "/api/v1/datasets?name=own&mode=replace")
    #expect(replaced.status == .conflict)
    // What was added to it over HTTP is removed alone.
    #expect(
      try site.send(Self.sales, to: "/api/v1/datasets?name=own&mode=append").status == .created)
    #expect(try site.ask(.delete, "/api/v1/datasets/own").status == .noContent)
    let kept = try site.ask(.get, "/api/v1/datasets/own/rows?_count=exact").value()
    #expect(kept["page"]?["count"] == .integer(2))
  }

  @Test func `a name that was used before begins with a version of its own`() throws {
    let site = try Site()
    try site.send(Self.sales, to: "/api/v1/datasets?name=d")
    _ = try site.ask(.delete, "/api/v1/datasets/d")
    let next = try site.send(Self.sales, to: "/api/v1/datasets?name=d").value()
    guard case .integer(let version)? = next["version"] else {
      Issue.record("there is no version")
      return
    }
    #expect(version > 1)
  }
}

struct DatasetFileTests {
  @Test func `the file is answered byte by byte, whole or in ranges`() throws {
    let site = try Site()
    let bytes = Array("\u{FEFF}a;b\r\n\"x\ny\";\"\"\"\"\r\n".utf8)
    _ = try site.ask(.post, "/api/v1/datasets?name=d", upload: site.body(bytes))
    let whole = try site.ask(.get, "/api/v1/datasets/d/file")
    #expect(whole.status == .ok)
    #expect(try whole.content() == bytes)
    #expect(whole.fields[.contentType]?.hasPrefix("text/csv") == true)
    #expect(whole.fields[.contentDisposition] == #"attachment; filename="d.csv""#)
    let part = try site.ask(.get, "/api/v1/datasets/d/file", fields: [(.range, "bytes=3-5")])
    #expect(part.status == .partialContent)
    #expect(try part.content() == Array("a;b".utf8))
    let tag = try #require(whole.fields[.entityTag])
    #expect(!tag.hasPrefix("W/"))
    #expect(
      try site.ask(.get, "/api/v1/datasets/d/file", fields: [(.ifNoneMatch, tag)]).status
        == .notModified)
    let beyond = try site.ask(.get, "/api/v1/datasets/d/file", fields: [(.range, "bytes=999-")])
    #expect(beyond.status == .rangeNotSatisfiable)
  }

  @Test func `of several files one is named`() throws {
    let site = try Site()
    try site.put("n\n1\n", as: "d.csv")
    try site.send("n\n2\n", to: "/api/v1/datasets?name=d&mode=append")
    let file = "/api/v1/datasets/d/file"
    let open = try site.ask(.get, file)
    #expect(open.status == .badRequest)
    #expect(open.text.contains("consists of 2 files"))
    #expect(try site.ask(.get, file + "?_part=0").text == "n\n1\n")
    #expect(try site.ask(.get, file + "?_part=1").text == "n\n2\n")
    for query in ["_part=2", "_part=x", "_part=", "_part=00", "_limit=1"] {
      #expect(try site.ask(.get, file + "?" + query).status == .badRequest, "\(query)")
    }
  }

  @Test func `a file that vanished is gone, and the server lives on`() throws {
    let site = try Site()
    try site.send("n\n1\n", to: "/api/v1/datasets?name=d")
    try FileManager.default.removeItem(atPath: site.folder + "/uploads/d.1.csv")
    #expect(try site.ask(.get, "/api/v1/datasets/d/file").status == .gone)
    // Its rows are in memory.
    #expect(try site.ask(.get, "/api/v1/datasets/d/rows").status == .ok)
  }
}
