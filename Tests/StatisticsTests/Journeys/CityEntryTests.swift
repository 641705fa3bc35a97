import JSON
import Testing

@testable import Statistics

struct CityEntryTests {
  private func entry(_ text: String) throws -> CityEntry {
    CityEntry(try JSONParser.parse(Array(text.utf8)))
  }

  @Test func `an entry with everything is a city`() throws {
    let entry = try entry("{\"id\":7,\"name\":\"Paris\",\"country\":\"France\"}")
    #expect(entry.city == City(id: "7", name: "Paris", country: "France"))
    #expect(entry.reason == nil)
    #expect(entry.idBytes == [UInt8(ascii: "7")])
  }

  @Test func `the first thing that is wrong is told`() throws {
    let entry = try entry("{\"name\":\"\",\"country\":7}")
    #expect(entry.city == nil)
    #expect(entry.fault(3).reason == .member(.id, value: nil))
    #expect(entry.fault(3).entry == 3)
    #expect(entry.fault(3, rival: 5).reason == .ambiguous(other: 5))
  }

  @Test func `entries say the same if names and countries do`() throws {
    let paris = try entry("{\"id\":7,\"name\":\"Paris\",\"country\":\"France\"}")
    #expect(paris.saysTheSame(as: try entry("{\"name\":\"Paris\",\"country\":\"France\"}")))
    #expect(!paris.saysTheSame(as: try entry("{\"name\":\"Paris\",\"country\":\"Texas\"}")))
    #expect(!paris.saysTheSame(as: try entry("{\"country\":\"France\"}")))
  }

  @Test func `a value is told in a hundred characters at most`() {
    #expect(JSONValue.string(String(repeating: "x", count: 98)).shortText.count == 100)
    let cut = JSONValue.string(String(repeating: "é", count: 99)).shortText
    #expect(cut.count == 100)
    #expect(cut.hasSuffix("é..."))
  }
}
