import Foundation
import Harness
import Testing

/// Data sets of the real server: over restarts, and beside a person who works in the data folder.
struct DatasetTests {
  @Test func `what was uploaded, added, replaced and removed is so after a restart`() throws {
    let folder = ScratchFolder()
    try folder.write("n\n1\n", to: "data/own.csv")
    var told: [String: String] = [:]
    func look(_ server: TallyServer) throws -> [String: String] {
      var found: [String: String] = [:]
      for path in ["own", "kept", "new", "gone"].flatMap({ [$0, $0 + "/rows?_format=csv"] }) {
        let answer = try server.request("GET", "/api/v1/datasets/" + path)
        found[path] = "\(answer.status) " + (answer.status == 200 ? answer.text : "")
      }
      found["list"] = try server.request("GET", "/api/v1/datasets").text
      return found
    }
    do {
      let server = try TallyServer(folder: folder)
      let client = try server.connect()
      for (name, query, text) in [
        ("kept", "", "n,zip\n1,01\n"), ("own", "&mode=append", "n\n2\n"), ("gone", "", "a\n1\n"),
        ("new", "", "a\n1\n"), ("new", "&mode=replace", "b;c\n1;x\n2;y\n"),
      ] {
        #expect(try client.upload(text, as: name, query).status == 201, "\(name)")
      }
      #expect(try client.request("DELETE", "/api/v1/datasets/gone").status == 204)
      told = try look(server)
      #expect(told["own/rows?_format=csv"] == "200 n\n1\n2\n")
      #expect(told["new/rows?_format=csv"] == "200 b,c\n1,x\n2,y\n")
      #expect(told["gone"] == "404 ")
      #expect(try server.stop() == 0)
    }
    // Once with the columns as they were kept, once without.
    for keepsColumns in [true, false] {
      if !keepsColumns {
        try FileManager.default.removeItem(atPath: folder.path + "/data/state/columns")
      }
      let server = try TallyServer(folder: folder)
      #expect(try look(server) == told)
      #expect(try server.stop() == 0)
    }
    #expect(folder.names(in: "data/uploads").sorted() == ["kept.1.csv", "new.2.csv", "own.2.csv"])
  }

  @Test func `a cursor leads on after a restart`() throws {
    let folder = ScratchFolder()
    try folder.write("n\n" + (0..<300).map { "\($0)\n" }.joined(), to: "data/d.csv")
    var link = "/api/v1/datasets/d/rows?_shape=arrays&_limit=100"
    var seen: [String] = []
    for _ in 0..<3 {
      let server = try TallyServer(folder: folder)
      let answer = try server.request("GET", link)
      #expect(answer.status == 200)
      let data = try answer.object()["data"] as? [[Int]] ?? []
      seen += data.flatMap { $0.map(String.init) }
      link = answer["link"].map { String($0.dropFirst().prefix { $0 != ">" }) } ?? ""
      #expect(try server.stop() == 0)
    }
    #expect(seen == (0..<300).map(String.init))
    #expect(link.isEmpty)
  }

  @Test func `a person's file appears, changes and goes while the server runs`() throws {
    let server = try TallyServer()
    let client = try server.connect()
    let target = "/api/v1/datasets/mine/rows?_format=csv"
    #expect(try client.request("GET", target).status == 404)
    func comes(_ text: String?, since start: Date) throws {
      let found = try waitUntil(seconds: 20) {
        let answer = try client.request("GET", target)
        return text == nil ? answer.status == 404 : answer.text == text
      }
      #expect(found)
      // Five seconds between two looks, and some for a machine with much to do.
      #expect(Date.now.timeIntervalSince(start) < 10)
    }
    for text in ["n\n1\n", "n,m\n1,2\n3,4\n"] {
      try server.folder.write(text, to: "data/mine.csv")
      try comes(text, since: .now)
    }
    try FileManager.default.removeItem(atPath: server.dataPath + "/mine.csv")
    try comes(nil, since: .now)
  }

  @Test func `whoever pages while a file is replaced sees the old one or the new one`() throws {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "none"])
    let rowCount = 2000
    let text: @Sendable (Int) -> String = { version in
      "version,n\n" + (0..<rowCount).map { "\(version),\($0)\n" }.joined()
    }
    let writer = try server.connect()
    #expect(try writer.upload(text(1), as: "d").status == 201)
    let port = server.port
    let rounds = 25
    let pages = try together(4) { number -> (whole: Int, outdated: Int, wrong: [String]) in
      let client = try HTTPConnection(port: port)
      var (whole, outdated): (Int, Int) = (0, 0)
      var wrong: [String] = []
      if number == 0 {
        for version in 2...rounds {
          let answer = try client.upload(text(version), as: "d", "&mode=replace")
          if answer.status != 201 { wrong.append(answer.text) }
        }
        return (0, 0, wrong)
      }
      var versions: Set<Int> = []
      while !versions.contains(rounds), wrong.isEmpty {
        var link: String? = "/api/v1/datasets/d/rows?_shape=arrays&_limit=500"
        var rows: [[Int]] = []
        while let target = link {
          let answer = try client.request("GET", target)
          if answer.status == 409 { break }
          guard answer.status == 200 else {
            wrong.append(answer.text)
            break
          }
          rows += try answer.object()["data"] as? [[Int]] ?? []
          link = answer["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        versions.formUnion(rows.map { $0[0] })
        guard link == nil else {
          outdated += 1
          continue
        }
        whole += 1
        if rows.map({ $0[1] }) != Array(0..<rowCount) || Set(rows.map { $0[0] }).count != 1 {
          wrong.append("a mix of versions: \(Set(rows.map { $0[0] }))")
        }
      }
      return (whole, outdated, wrong)
    }
    #expect(pages.flatMap(\.wrong) == [])
    #expect(pages.dropFirst().allSatisfy { $0.whole > 0 })
    #expect(server.folder.names(in: "data/uploads") == ["d.\(rounds).csv"])
  }
}
