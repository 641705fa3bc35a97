import Foundation
import FoundationXML
import Harness
import Testing

/// Charts of the real server, as a browser gets them.
struct ChartTests {
  private static let kinds = [
    "histogram&_x=n", "histogram&_x=day", "bar&_group_by=%3Cb%3E",
    "bar&_group_by=day:month,%3Cb%3E",
    "line&_group_by=day:month&_agg=mean(n)", "line&_x=day&_y=n", "scatter&_x=n&_y=m",
    "box&_y=n&_group_by=%3Cb%3E", "box&_y=n&n__gt=1000000",
  ]

  @Test func `every kind of chart is drawn, kept, and the same after a restart`() throws {
    let folder = ScratchFolder()
    let rows = (0..<500).map { row in
      "\(row),\(row * row % 97).5,2024-0\(row % 9 + 1)-11,\(row % 3 == 0 ? "</svg>" : "&amp;")\n"
    }
    try folder.write("n,m,day,<b>\n" + rows.joined(), to: "data/d.csv")
    var told: [String: (text: String, tag: String)] = [:]
    for round in 0..<2 {
      let server = try TallyServer(folder: folder)
      let client = try server.connect()
      for kind in Self.kinds {
        let target = "/api/v1/datasets/d/chart.svg?_kind=\(kind)"
        let answer = try client.request("GET", target)
        #expect(answer.status == 200, "\(kind): \(answer.text.prefix(300))")
        #expect(answer["content-type"] == "image/svg+xml")
        #expect(answer["content-security-policy"]?.hasPrefix("default-src 'none';") == true)
        #expect(XMLParser(data: Data(answer.text.utf8)).parse(), "\(kind)")
        let tag = try #require(answer["etag"])
        if round == 0 {
          told[kind] = (answer.text, tag)
        } else {
          #expect(told[kind]?.text == answer.text && told[kind]?.tag == tag, "\(kind)")
        }
        let same = try client.request("GET", target, fields: ["If-None-Match": tag])
        #expect(same.status == 304 && same.text.isEmpty)
        let head = try client.request("HEAD", target)
        #expect(head.status == 200 && head["content-length"] == "\(answer.text.utf8.count)")
      }
      #expect(try server.stop() == 0)
    }
  }

  @Test func `a chart that makes no sense is a problem that tells everything that is wrong`() throws
  {
    let folder = ScratchFolder()
    try folder.write("price,name\n1,a\n", to: "data/d.csv")
    let server = try TallyServer(folder: folder)
    let answer = try server.request(
      "GET", "/api/v1/datasets/d/chart.svg?_kind=histogram&_x=prise&_bin=3&_width=1")
    #expect(answer.status == 400 && answer["content-type"] == "application/problem+json")
    let errors = try #require(try answer.object()["errors"] as? [[String: Any]])
    #expect(errors.compactMap { $0["parameter"] as? String } == ["_bin", "_x", "_width"])
    #expect(try server.stop() == 0)
  }
}
