import HTTP
import Testing

@testable import API

struct DatasetListTests {
  @Test func `an empty list says what to do first`() throws {
    let text = try PageRules.check(
      Site().ask(.get, "/", fields: [(.host, "tally.example:9000")]))
    #expect(text.contains("There is no data set yet"))
    #expect(
      text.contains(
        "http://tally.example:9000/api/v1/datasets&#39; -F &#39;file=@prices.csv&#39;"))
  }

  @Test func `what came over HTTP can be changed, what a person put there cannot`() throws {
    let site = try Site()
    try site.put("a\n1\n", as: "own.csv")
    try site.send(
      "zip;n\n01;2\n", to: "/api/v1/datasets?name=sent&delimiter=;&types=%7B%22zip%22:%22text%22%7D"
    )
    let text = try PageRules.check(site.ask(.get, "/"))
    #expect(text.contains(#"data-delete="sent""#))
    #expect(!text.contains(#"data-delete="own""#))
    let options = #"{"delimiter":";","encoding":"utf-8","on_error":"abort","types":{"zip":"text"}}"#
      .replacing("\"", with: "&quot;")
    #expect(text.contains(#"data-types="sent" data-options="\#(options)""#))
    #expect(text.contains(#"href="/api/v1/datasets/own/file""#))
  }

  @Test func `a data set of several files has no single one to change`() throws {
    let site = try Site()
    try site.send("a\n1\n", to: "/api/v1/datasets?name=t")
    try site.send("a\n2\n", to: "/api/v1/datasets?name=t&mode=append")
    let text = try site.ask(.get, "/").text
    #expect(text.contains("upload, 2 files"))
    #expect(!text.contains("data-types"))
    #expect(text.contains("/api/v1/datasets/t/rows?_format=csv"))
  }
}
