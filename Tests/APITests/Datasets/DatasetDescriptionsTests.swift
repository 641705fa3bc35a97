import HTTP
import Statistics
import Testing

@testable import API

struct DatasetDescriptionsTests {
  private func names(_ description: EndpointDescription) -> Set<String> {
    Set(description.parameters.filter { $0.place == .query }.map(\.name))
  }

  @Test func `what may be said of an upload is described, all of it`() {
    #expect(names(.uploadDataset) == Set(ArrivalForm.parameters))
  }

  @Test func `every parameter that is described is one that a question for rows takes`() throws {
    let site = try Site()
    try site.send("Name,Price\nA,1.5\nB,6\n", to: "/api/v1/datasets?name=d")
    for parameter in EndpointDescription.datasetRows.parameters
    where parameter.place == .query && parameter.name.hasPrefix("_") && parameter.name != "_cursor"
    {
      let example = PercentCodingForm.encoded(parameter.exampleText)
      let response = try site.ask(
        .get, "/api/v1/datasets/d/rows?\(parameter.name)=\(example)")
      #expect(response.status == .ok, "\(parameter.name)=\(parameter.exampleText)")
    }
  }

  @Test func `who changes a data set is told of conflicts, who reads of what is unknown`() {
    func statuses(_ description: EndpointDescription) -> Set<Int> {
      Set(description.replies.map(\.status))
    }
    #expect(statuses(.uploadDataset).isSuperset(of: [200, 201, 400, 409, 413, 422, 507]))
    #expect(statuses(.deleteDataset).isSuperset(of: [204, 404, 409]))
    #expect(statuses(.datasetRows).isSuperset(of: [200, 400, 404, 409, 422]))
    #expect(statuses(.importDataset).isSuperset(of: [202, 400, 413, 415, 503, 507]))
    #expect(statuses(.jobResult).isSuperset(of: [200, 404, 409, 410]))
  }
}

/// A text as it stands in a query.
enum PercentCodingForm {
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "")
          + String(byte, radix: 16)
    }.joined()
  }
}
