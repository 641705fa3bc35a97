import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct DataFileEndpointsTests {
  private let site: Site

  init() throws {
    site = try Site()
    try FileManager.default.createDirectory(
      atPath: site.folder + "/test_data", withIntermediateDirectories: true)
    try site.put("when,lat,n\n2023-01-01T10:00:00Z,40.5,1\n", as: "test_data/a b.csv")
    try site.put("name,size\nant,1\nbee,\ncat,2.5\nant,4\nbee,5\nfly,6\n", as: "own.csv")
  }

  private func upload(_ csv: [UInt8], named name: String, _ fields: [(String, String)] = []) throws
    -> Response
  {
    try site.ask(
      .post, "/api/v1/data/upload", upload: site.body(csv, fields: fields, named: name))
  }

  private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  /// What is told of an error.
  private func detail(_ response: Response) throws -> JSONValue? {
    guard case .object(let members) = try response.value(), members.count == 1 else { return nil }
    return members[0].key == "detail" ? members[0].value : nil
  }

  // Files

  @Test func `a file is served as it is, in parts, and not twice`() throws {
    let response = try site.ask(.get, "/data/own.csv")
    #expect(response.status == .ok)
    #expect(response.text.hasPrefix("name,size\nant,1\n"))
    #expect(response.fields[.contentType] == "text/csv; charset=utf-8")
    #expect(response.fields["X-Content-Type-Options"] == "nosniff")
    #expect(response.fields["Last-Modified"] != nil)
    let tag = try #require(response.fields[.entityTag])
    let same = try site.ask(.get, "/data/own.csv", fields: [("If-None-Match", tag)])
    #expect(same.status == .notModified)
    let part = try site.ask(.get, "/data/own.csv", fields: [("Range", "bytes=5-8")])
    #expect(part.status == .partialContent)
    #expect(part.text == "size")
    #expect(try site.ask(.head, "/data/own.csv").status == .ok)
  }

  @Test func `the path is decoded once`() throws {
    #expect(try site.ask(.get, "/data/test_data/a%20b.csv").status == .ok)
    #expect(try site.ask(.get, "/data/test%5Fdata/a%20b.csv").status == .ok)
    #expect(try site.ask(.get, "/data/test_data/a%2520b.csv").status == .notFound)
    try site.put("a\n1\n", as: "50%.csv")
    #expect(try site.ask(.get, "/data/50%25.csv").status == .ok)
    #expect(try site.ask(.get, "/data/50%2525.csv").status == .notFound)
  }

  @Test(arguments: [
    "/data/none.csv", "/data/test_data", "/data/test_data/", "/data//own.csv", "/data/./own.csv",
    "/data/../own.csv", "/data/test_data/../own.csv", "/data/%2e%2e/own.csv",
    "/data/%2E%2E%2Fown.csv",
    "/data/..%5cown.csv", "/data/test_data%2Fa%20b.csv", "/data/own.csv%00", "/data/own.csv/",
    "/data/state/tally.sqlite", "/data/state/x.csv", "/data/log", "/data/%FF.csv", "/data/",
    "/data/%2Fetc%2Fpasswd", "/data//etc/passwd", "/data/own.csv%0A", "/data/.own.csv",
  ])
  func `whatever else is not found`(target: String) throws {
    try Data("a\n1\n".utf8).write(to: URL(fileURLWithPath: site.folder + "/state/x.csv"))
    let response = try site.ask(.get, target)
    #expect(response.status == .notFound)
    #expect(try detail(response) == .string("Data file not found"))
  }

  @Test func `an upload in another encoding is told as that`() throws {
    let answer = try upload(
      Array("n\ncaf".utf8) + [0xE9, 10], named: "l.csv", [("encoding", "windows-1252")])
    #expect(answer.status == .ok)
    let file = try site.ask(.get, "/data/uploads/l.1.csv")
    #expect(file.fields[.contentType] == "text/csv; charset=windows-1252")
  }

  @Test func `files are listed by where they are, as paths that lead to them`() throws {
    _ = try upload(Array("a\n1\n".utf8), named: "s.csv").status
    let list = try site.json(.get, "/api/v1/data/list")
    #expect(
      list
        == (try value(
          #"{"test_data":["/data/test_data/a%20b.csv"],"uploads":["/data/uploads/s.1.csv"],"#
            + #""data":["/data/own.csv"],"truncated":false}"#)))
    for folder in ["test_data", "uploads", "data"] {
      guard case .string(let path)? = list[folder]?[0] else {
        Issue.record("nothing is in \(folder)")
        continue
      }
      #expect(try site.ask(.get, path).status == .ok)
      let body = #"{"file_path":"\#(path)"}"#
      #expect(try site.ask(.post, "/api/v1/data/preview", body).status == .ok)
    }
  }

  @Test func `a folder of another name belongs to the others, and a file called uploads too`()
    throws
  {
    for folder in ["test_data2", "x/uploads"] {
      try FileManager.default.createDirectory(
        atPath: site.folder + "/" + folder, withIntermediateDirectories: true)
      try site.put("a\n", as: folder + "/f.csv")
    }
    let list = try site.json(.get, "/api/v1/data/list")
    #expect(
      list["data"]
        == (try value(#"["/data/own.csv","/data/test_data2/f.csv","/data/x/uploads/f.csv"]"#)))
    #expect(list["uploads"] == .array([]))
  }

  // Looking into them

  @Test(arguments: ["/data/own.csv", "dataset:own", "http://localhost/data/own.csv"])
  func `a preview has the columns and five rows as objects`(path: String) throws {
    let answer = try site.ask(.post, "/api/v1/data/preview", #"{"file_path":"\#(path)"}"#)
    #expect(
      answer.text
        == #"{"headers":["name","size"],"rows":[{"name":"ant","size":1.0},{"name":"bee","size":null},"#
        + #"{"name":"cat","size":2.5},{"name":"ant","size":4.0},{"name":"bee","size":5.0}]}"#)
  }

  @Test func `a preview of several files goes on in the next one`() throws {
    let csv = "size,name\n"
    for (mode, rows) in [("create", "1,a\n2,b\n"), ("append", "3,c\n4,d\n5,e\n6,f\n")] {
      try site.send(csv + rows, to: "/api/v1/datasets?name=two&mode=\(mode)")
    }
    let answer = try site.json(.post, "/api/v1/data/preview", #"{"file_path":"dataset:two"}"#)
    #expect(answer["rows"]?.elementCount == 5)
    #expect(answer["rows"]?[4]?["size"] == .integer(5))
  }

  @Test(arguments: ["/data/own.csv", "dataset:own"])
  func `the values of a column are told once, as texts in their order`(path: String) throws {
    func ask(_ column: String) throws -> String {
      try site.ask(
        .post, "/api/v1/data/unique-values",
        #"{"file_path":"\#(path)","column_name":"\#(column)"}"#
      ).text
    }
    #expect(
      try ask("name")
        == #"{"column_name":"name","unique_values":["ant","bee","cat","fly"],"truncated":false}"#)
    #expect(
      try ask("size")
        == #"{"column_name":"size","unique_values":["1.0","2.5","4.0","5.0","6.0"],"truncated":false}"#
    )
  }

  @Test func `more values than are told are cut, and that is told`() throws {
    try site.put("n\n" + (0...10_000).map { "\($0)\n" }.joined(), as: "many.csv")
    let answer = try site.json(
      .post, "/api/v1/data/unique-values", #"{"file_path":"/data/many.csv","column_name":"n"}"#)
    #expect(answer["unique_values"]?.elementCount == 10_000)
    #expect(answer["unique_values"]?[9_999] == .string("9999"))
    #expect(answer["truncated"] == .bool(true))
  }

  @Test func `a column that is not there is told with the nearest`() throws {
    for path in ["/data/own.csv", "dataset:own"] {
      let response = try site.ask(
        .post, "/api/v1/data/unique-values", #"{"file_path":"\#(path)","column_name":"sise"}"#)
      #expect(response.status == .unprocessableContent)
      #expect(
        try detail(response)
          == (try value(
            #"[{"type":"value_error","loc":["body","column_name"],"msg":"Value error, the table has"#
              + #" no column of that name; did you mean 'size'?","input":"sise","#
              + #""ctx":{"error":"the table has no column of that name"}}]"#)))
    }
  }

  @Test(arguments: ["preview", "unique-values"])
  func `what is not there is not found, and a bad body is told in the shape of old`(name: String)
    throws
  {
    let target = "/api/v1/data/" + name
    let missing = try site.ask(
      .post, target, #"{"file_path":"/data/none.csv","column_name":"a"}"#)
    #expect(missing.status == .notFound)
    #expect(try detail(missing) == .string("Data file not found"))
    let unknown = try site.ask(.post, target, #"{"file_path":"dataset:none","column_name":"a"}"#)
    #expect(unknown.status == .notFound)
    let bad = try site.ask(.post, target, #"{"column_name":"a"}"#)
    #expect(bad.status == .unprocessableContent)
    #expect(
      try detail(bad)
        == (try value(
          #"[{"type":"missing","loc":["body","file_path"],"msg":"Field required","#
            + #""input":{"column_name":"a"}}]"#)))
    try site.put("<html><body>", as: "page.csv")
    let page = try site.ask(.post, target, #"{"file_path":"/data/page.csv","column_name":"a"}"#)
    #expect(page.status == .unprocessableContent)
    #expect(
      try detail(page)?[0]?["msg"]
        == .string("Value error, This is no CSV file but a web page"))
    let form = try site.ask(.post, target, "a=b", fields: [(.contentType, "text/plain")])
    #expect(form.status == .unsupportedMediaType)
    #expect(try detail(form) != nil)
  }

  // Uploading

  @Test func `an upload is kept as a data set that can be looked at and removed`() throws {
    let answer = try upload(Array("a,b\n1,x\n".utf8), named: "My sales.csv")
    #expect(answer.status == .ok)
    #expect(answer.text == #"{"file_path":"/data/uploads/My_sales.1.csv"}"#)
    #expect(answer.fields["Link"] == "</api/v1/datasets/My_sales>; rel=\"describedby\"")
    #expect(try site.ask(.get, "/data/uploads/My_sales.1.csv").text == "a,b\n1,x\n")
    #expect(try site.ask(.get, "/api/v1/datasets/My_sales/rows?_format=csv").text == "a,b\n1,x\n")
    let again = try upload(Array("c\n2\n".utf8), named: "My sales.csv")
    #expect(again.text == #"{"file_path":"/data/uploads/My_sales-2.1.csv"}"#)
    #expect(try site.ask(.delete, "/api/v1/datasets/My_sales").status == .noContent)
    #expect(try site.ask(.get, "/data/uploads/My_sales.1.csv").status == .notFound)
    #expect(site.keptFiles == ["My_sales-2.1.csv"])
    #expect(site.drafts.isEmpty)
  }

  @Test func `a file that is no table is told with its line, and nothing is kept`() throws {
    let ragged = try upload(Array("a,b\n1,2\n3\n".utf8), named: "r.csv")
    #expect(ragged.status == .unprocessableContent)
    guard case .string(let message)? = try detail(ragged)?[0]?["msg"] else {
      Issue.record("nothing is said")
      return
    }
    #expect(message.contains("line 3"))
    #expect(try detail(ragged)?[0]?["loc"] == .array([.string("body"), .string("file")]))
    let klingon = try upload(Array("a\n1\n".utf8), named: "r.csv", [("encoding", "klingon")])
    #expect(klingon.status == .badRequest)
    #expect(try detail(klingon) != nil)
    #expect(site.keptFiles.isEmpty && site.drafts.isEmpty)
  }

  @Test func `a body that is no form with a file says which field is missing`() throws {
    let raw = try site.ask(.post, "/api/v1/data/upload", upload: site.body(Array("a\n".utf8)))
    let empty = try site.ask(.post, "/api/v1/data/upload", upload: site.form([("x", "1")]))
    for response in [raw, empty, try site.ask(.post, "/api/v1/data/upload")] {
      #expect(response.status == .unprocessableContent)
      #expect(try detail(response)?[0]?["loc"] == .array([.string("body"), .string("file")]))
      #expect(try detail(response)?[0]?["type"] == .string("missing"))
    }
    #expect(site.drafts.isEmpty)
  }
}
