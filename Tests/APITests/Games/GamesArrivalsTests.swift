import Engine
import HTTP
import JSON
import Testing

@testable import API

struct GamesArrivalsTests {
  private func upload(_ site: Site, _ csv: [UInt8], _ fields: [(String, String)] = []) throws
    -> Response
  {
    try site.ask(
      .post, "/api/upload_csv", upload: site.body(csv, fields: fields, named: "more games.csv"))
  }

  private func count(_ site: Site, _ query: String = "") throws -> JSONValue? {
    try site.ask(.get, "/api/query?limit=0&" + query).value()["status"]
  }

  @Test func `an upload adds its games behind the others, under a number of its own`() throws {
    let site = try GameSamples.site()
    let response = try upload(site, Array(GameSamples.csv.utf8), [("altname", "autumn")])
    #expect(response.status == .created)
    #expect(response.text == #"{"message":"CSV data uploaded and imported successfully"}"#)
    #expect(try count(site) == .string("10 found"))
    #expect(try count(site, "event_id=1") == .string("5 found"))
    let last = try site.ask(.get, "/api/query?id=10").value()["results"]?[0]
    #expect(last?["event_id"] == .integer(1))
    #expect(last?["name"] == .string("Two Weeks"))
  }

  @Test func `the first upload begins the games`() throws {
    let site = try Site()
    // An unnamed first column is allowed, and so is another order.
    let rows = GameSamples.rows.split(separator: "\n").enumerated().map { "\($0),\($1)\n" }.joined()
    let response = try upload(site, Array(("," + GameSamples.header + rows).utf8))
    #expect(response.status == .created)
    #expect(try count(site) == .string("5 found"))
  }

  @Test func `options come with the form or in the query`() throws {
    let site = try Site()
    let latin =
      Array(GameSamples.header.utf8) + Array("1,Gr".utf8) + [0xFC]
      + Array(#"n,"Oct 21, 2008",0,1,0,,,True,True,True,0,0,,,,,,"#.utf8) + [0x0A]
    #expect(try upload(site, latin).status == .badRequest)
    #expect(try upload(site, latin, [("encoding", "iso-8859-1")]).status == .created)
    #expect(try count(site, "name=gr%C3%BCn") == .string("1 found"))
    let semicolons = GameSamples.header.replacing(",", with: ";") + "7;x;;0;1;0;;;0;0;0;0;0;;;;;;\n"
    #expect(try upload(site, Array(semicolons.utf8)).status == .badRequest)
    let response = try site.ask(
      .post, "/api/upload_csv?delimiter=;", upload: site.body(Array(semicolons.utf8)))
    #expect(response.status == .created)
    #expect(try count(site) == .string("2 found"))
  }

  @Test(arguments: [
    ("encoding", "klingon"), ("delimiter", ""), ("delimiter", "ab"), ("colour", "red"),
  ])
  func `an option that makes no sense is an error`(option: String, value: String) throws {
    let site = try Site()
    let response = try upload(site, Array(GameSamples.csv.utf8), [(option, value)])
    #expect(response.status == .badRequest)
    #expect(try response.value()["error"] != nil)
    #expect(site.keptFiles.isEmpty)
  }

  @Test func `a bad row is told with its line, and nothing of its file is kept`() throws {
    let site = try GameSamples.site()
    let bad = GameSamples.csv + GameSamples.rows.replacing("0.99", with: "cheap")
    let response = try upload(site, Array(bad.utf8))
    #expect(response.status == .badRequest)
    guard case .string(let error)? = try response.value()["error"] else {
      Issue.record("there is no error")
      return
    }
    #expect(error.contains("8") && error.contains("cheap"), "\(error)")
    #expect(site.keptFiles.isEmpty && site.drafts.isEmpty)
    #expect(try count(site) == .string("5 found"))
  }

  @Test(arguments: ["a,b\n1,2\n", "", "<html><body>", "AppID,Name\n1,x\n"])
  func `a file of another kind is an error`(csv: String) throws {
    let site = try GameSamples.site()
    let response = try upload(site, Array(csv.utf8))
    #expect(response.status == .badRequest)
    #expect(try response.value()["error"] != nil)
    #expect(site.keptFiles.isEmpty)
  }

  @Test func `an upload without a file says which field it comes in`() throws {
    let site = try Site()
    let response = try site.ask(.post, "/api/upload_csv", upload: site.form([("altname", "x")]))
    #expect(response.status == .badRequest)
    #expect(response.text == #"{"error":"Please send a CSV file as the field 'file' of a form"}"#)
  }

  // Imports

  /// An address that nobody may have fetched, so that a request is understood and no byte leaves the machine.
  private static let inside = "http://127.0.0.1:1/games.csv"

  private func importing(
    _ query: String = "", _ body: Upload? = nil
  ) throws -> (status: Int, error: String?) {
    let response = try Site().ask(.post, "/api/import_csv" + query, upload: body)
    guard case .string(let error)? = try response.value()["error"] else {
      return (response.status.code, nil)
    }
    return (response.status.code, error)
  }

  @Test func `an import's address may stand in the query, a form, or JSON`() throws {
    let site = try Site()
    let encoded = "file_url=http%3A%2F%2F127.0.0.1%3A1%2Fgames.csv"
    let bodies: [(String, Upload?)] = [
      ("?" + encoded, nil), ("", site.form([("file_url", Self.inside)])),
      (
        "", try site.body(Array(encoded.utf8), type: "application/x-www-form-urlencoded")
      ),
      (
        "",
        try site.body(Array("{\"file_url\":\"\(Self.inside)\"}".utf8), type: "application/json")
      ),
      ("?" + encoded, try site.body([], type: nil)),
      ("?" + encoded, site.form([])),
    ]
    for (query, body) in bodies {
      let (status, error) = try importing(query, body)
      #expect(status == 400)
      #expect(error?.contains("127.0.0.1, this machine itself") == true, "\(error ?? "")")
    }
  }

  @Test func `an import without an address asks for one`() throws {
    let site = try Site()
    for (query, body) in [
      ("", nil), ("?file_url=", nil), ("", site.form([])),
      ("", try site.body(Array("{}".utf8), type: "application/json")),
    ] as [(String, Upload?)] {
      #expect(try importing(query, body) == (400, "Please provide a file_url"))
    }
  }

  @Test(arguments: [
    "{", "[]", #"{"file_url":7}"#, #"{"file_url":"http://127.0.0.1:1/x","colour":"red"}"#,
    #"{"file_url":"http://127.0.0.1:1/x","delimiter":1}"#,
  ])
  func `a body that makes no sense is an error of its own`(json: String) throws {
    let body = try Site().body(Array(json.utf8), type: "application/json")
    let (status, error) = try importing("", body)
    #expect(status == 400)
    #expect(error.map { !$0.contains("this machine") } == true, "\(error ?? "")")
  }

  @Test func `an unknown parameter is refused before anything is fetched`() throws {
    let (status, error) = try importing("?file_url=http://127.0.0.1:1/x&colour=red")
    #expect(status == 400)
    #expect(error == "Invalid input: there is no parameter 'colour'")
  }

  @Test(arguments: ["ftp://example.com/x", "file:///etc/passwd", "nonsense", "http://", "//x/y"])
  func `only addresses of the web are fetched`(address: String) throws {
    let site = try Site()
    let (status, error) = try importing("", site.form([("file_url", address)]))
    #expect(status == 400)
    #expect(error?.contains("cannot be fetched") == true, "\(error ?? "")")
  }
}
