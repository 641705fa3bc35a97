import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct DataFileDescriptionsTests {
  /// The body that the description of an endpoint gives as its example.
  private func example(_ description: EndpointDescription) throws -> String {
    guard case .json(_, let example)? = description.body else {
      Issue.record("\(description.id) has no JSON body")
      return ""
    }
    var writer = JSONWriter()
    writer.value(example)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func names(_ value: JSONValue?) -> [String] {
    guard case .object(let members)? = value else { return [] }
    return members.map(\.key)
  }

  @Test func `the examples of questions are answered with the members that are described`() throws {
    let site = try Site()
    try FileManager.default.createDirectory(
      atPath: site.folder + "/test_data", withIntermediateDirectories: true)
    let rows = "timestamp,lat,lon\n2023-01-01T10:00:00Z,40.7128,-74.0060\n"
    try site.put(rows, as: "test_data/sample_incidents.csv")
    try site.put("name,genre\na,Strategy\nb,Action\n", as: "games.csv")
    for (target, description) in [
      ("/api/v1/data/preview", EndpointDescription.previewDataFile),
      ("/api/v1/data/unique-values", .uniqueValues),
    ] {
      let response = try site.ask(.post, target, example(description))
      #expect(response.status == .ok, "\(target): \(response.text)")
      #expect(try response.value() == description.replies[0].example, "\(target)")
    }
    let list = try site.ask(.get, "/api/v1/data/list").value()
    #expect(names(list) == names(EndpointDescription.listDataFiles.replies[0].example))
  }
}
