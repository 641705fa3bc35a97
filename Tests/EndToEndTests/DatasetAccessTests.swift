import Foundation
import Harness
import Testing

/// Keys and limits before data sets.
struct DatasetAccessTests {
  private static let csv = "n\n1\n"

  @Test func `under one key what changes data sets asks for it, and what reads does not`() throws {
    let folder = ScratchFolder()
    try folder.write(Self.csv, to: "data/own.csv")
    let server = try TallyServer(
      folder: folder, environment: ["TALLY_API_KEY": "sesame-0123456789"])
    let client = try server.connect()
    for path in [
      "/api/v1/datasets", "/api/v1/datasets/own", "/api/v1/datasets/own/rows",
      "/api/v1/datasets/own/file", "/api/ping", "/api/query", "/api/stats",
    ] {
      #expect(try client.request("GET", path).status == 200, "\(path)")
    }
    // Each on a connection of its own: a body that is not read ends it.
    for (path, isGames) in [
      ("/api/v1/datasets?name=a", false), ("/api/upload_csv", true), ("/api/import_csv", true),
      ("/api/v1/imports", false),
    ] {
      for key in [nil, "wrong"] {
        var fields = ["Content-Type": path.hasSuffix("imports") ? "application/json" : "text/csv"]
        fields["X-API-Key"] = key
        let refused = try server.request("POST", path, body: Self.csv, fields: fields)
        #expect(refused.status == 401, "\(path)")
        #expect(refused["www-authenticate"]?.hasPrefix("Bearer") == true)
        if isGames {
          #expect(refused.text == #"{"message":"Invalid or missing API Key"}"#)
        } else {
          #expect(refused["content-type"] == "application/problem+json")
        }
      }
    }
    #expect(try client.request("DELETE", "/api/v1/datasets/own").status == 401)
    let key = ["X-API-Key": "sesame-0123456789"]
    #expect(try client.upload(Array(Self.csv.utf8), as: "a", fields: key).status == 201)
    #expect(try client.request("DELETE", "/api/v1/datasets/a", fields: key).status == 204)
    #expect(folder.names(in: "data/uploads").isEmpty)
  }

  @Test func `uploads beyond their limit are refused in their family's shape, reads go on`() throws
  {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "3/min"])
    for number in 1...3 {
      let answer = try server.connect().upload(Self.csv, as: "d\(number)")
      #expect(answer.status == 201)
      #expect(answer["ratelimit"] != nil)
    }
    let refused = try server.connect().upload(Self.csv, as: "d4")
    #expect(refused.status == 429)
    #expect(refused["content-type"] == "application/problem+json")
    #expect(refused["retry-after"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
    #expect(refused["ratelimit-policy"] != nil)
    let games = try server.connect().uploadForm(
      Array(Self.csv.utf8), named: "x.csv", to: "/api/upload_csv")
    #expect(games.status == 429)
    #expect(try games.object()["message"] is String)
    #expect(try games.object().count == 1)
    #expect(try server.request("GET", "/api/v1/datasets").status == 200)
    #expect(server.folder.names(in: "data/uploads").count == 3)
  }
}
