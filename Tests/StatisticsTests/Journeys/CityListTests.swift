import JSON
import Testing

@testable import Statistics

struct CityListTests {
  private func list(_ text: String) throws(CityListFailure) -> CityList {
    try CityList(Array(text.utf8))
  }

  @Test func `cities come in their order, with ids of texts and numbers`() throws {
    let list = try list(
      """
      [{"id": 7, "name": "Paris", "country": "France", "mayor": null},
       {"country": "Côte d'Ivoire", "id": "a/b", "name": ".."}, {"id":-1,"name":" ","country":"/"}]
      """)
    #expect(
      list.cities == [
        City(id: "7", name: "Paris", country: "France"),
        City(id: "a/b", name: "..", country: "Côte d'Ivoire"),
        City(id: "-1", name: " ", country: "/"),
      ])
    #expect(list.faults.isEmpty)
  }

  @Test func `an empty list has no cities`() throws {
    #expect(try list("[]") == list(" [ ] "))
    #expect(try list("[]").cities.isEmpty)
  }

  @Test func `entries that say the same are one city`() throws {
    let paris = "{\"id\":7,\"name\":\"Paris\",\"country\":\"France\"}"
    let again = "{\"country\":\"France\",\"id\":\"7\",\"name\":\"Paris\"}"
    let list = try list("[\(paris),\(again),\(paris)]")
    #expect(list.cities == [City(id: "7", name: "Paris", country: "France")])
    #expect(list.faults.isEmpty)
  }

  @Test func `two cities of one name are two`() throws {
    let list = try list(
      "[{\"id\":1,\"name\":\"A\",\"country\":\"X\"},{\"id\":2,\"name\":\"A\",\"country\":\"X\"}]")
    #expect(list.cities.map(\.id) == ["1", "2"])
  }

  @Test func `an id that stands for two cities stands for none`() throws {
    let list = try list(
      """
      [{"id":1,"name":"A","country":"X"}, {"id":2,"name":"B","country":"X"},
       {"id":"1","name":"A","country":"Y"}, {"id":1,"name":"A","country":"X"},
       {"id":1,"name":"C","country":"X"}]
      """)
    #expect(list.cities == [City(id: "2", name: "B", country: "X")])
    #expect(list.faults.map(\.entry) == [1, 3, 4, 5])
    #expect(list.faults.map(\.reason) == [3, 1, 3, 1].map { .ambiguous(other: $0) })
    #expect(
      list.faults[1].sentence
        == "entry 3 (A, id 1) has the id of entry 1, with another name or country")
  }

  @Test func `ids, names and countries are compared by their bytes`() throws {
    let list = try list(
      "[{\"id\":\"\\u00e9\",\"name\":\"A\",\"country\":\"X\"},"
        + "{\"id\":\"e\\u0301\",\"name\":\"A\",\"country\":\"X\"}]")
    #expect(list.cities.count == 2)
    let names = try self.list(
      "[{\"id\":1,\"name\":\"\\u00e9\",\"country\":\"X\"},"
        + "{\"id\":1,\"name\":\"e\\u0301\",\"country\":\"X\"}]")
    #expect(names.faults.count == 2)
  }

  @Test(
    arguments: [
      ("{\"name\":\"A\",\"country\":\"X\"}", .id, nil),
      ("{\"id\":\"\",\"name\":\"A\",\"country\":\"X\"}", .id, "\"\""),
      ("{\"id\":1.5,\"name\":\"A\",\"country\":\"X\"}", .id, "1.5"),
      ("{\"id\":null,\"name\":\"A\",\"country\":\"X\"}", .id, "null"),
      ("{\"id\":1,\"country\":\"X\"}", .name, nil),
      ("{\"id\":1,\"name\":\"\",\"country\":\"X\"}", .name, "\"\""),
      ("{\"id\":1,\"name\":[7],\"country\":\"X\"}", .name, "[7]"),
      ("{\"id\":1,\"name\":\"A\"}", .country, nil),
      ("{\"id\":1,\"name\":\"A\",\"country\":0}", .country, "0"), ("{}", .id, nil),
    ] as [(String, CityMember, String?)])
  func `an entry that cannot be collected leaves the others`(
    _ entry: String, _ member: CityMember, _ value: String?
  ) throws {
    let list = try list("[\(entry), {\"id\":9,\"name\":\"B\",\"country\":\"Y\"}]")
    #expect(list.cities.map(\.id) == ["9"])
    #expect(list.faults.map(\.entry) == [1])
    #expect(list.faults.first?.reason == .member(member, value: value))
  }

  @Test func `a fault says what it knows`() throws {
    let list = try list(
      "[{\"id\":1,\"country\":\"X\"},{\"name\":\"B\",\"country\":\"Y\"},{\"id\":[]}]")
    #expect(
      list.faults.map(\.sentence) == [
        "entry 1 (id 1) has no \"name\": expected a text that is not empty",
        "entry 2 (B) has no \"id\": expected a text that is not empty, or a whole number",
        "entry 3 has [] as its \"id\": expected a text that is not empty, or a whole number",
      ])
  }

  @Test(arguments: ["", "{}", "[", "[{}", "[{\"id\":1,\"id\":1}]", "nope", "[{]"])
  func `what is no JSON array is refused as a whole`(_ text: String) {
    var failure: CityListFailure?
    do throws(CityListFailure) { _ = try list(text) } catch { failure = error }
    guard case .malformed? = failure else {
      Issue.record("\(text): \(String(describing: failure))")
      return
    }
  }

  @Test func `an entry that is no object is refused with the whole`() {
    #expect(throws: CityListFailure.notAnObject(entry: 2, kind: "a text")) {
      try list("[{}, \"Paris\"]")
    }
  }

  @Test func `a list that is too long is refused`() {
    #expect(throws: CityListFailure.tooLarge(limitBytes: 16 << 20)) {
      try CityList([UInt8](repeating: 0x20, count: 16 << 20 | 1))
    }
    #expect(
      CityListFailure.tooLarge(limitBytes: 9).sentence
        == "The list of cities is longer than 9 bytes")
  }

  @Test func `a list of too many entries is refused`() throws {
    let most = Array(repeating: "{}", count: CityList.entryLimit).joined(separator: ",")
    #expect(try list("[\(most)]").faults.count == CityList.entryLimit)
    #expect(throws: CityListFailure.tooMany(limit: CityList.entryLimit)) {
      try list("[{},\(most)]")
    }
  }

  @Test func `many entries of one id take no time`() throws {
    let paris = "{\"id\":7,\"name\":\"Paris\",\"country\":\"France\"}"
    let same = try list("[" + Array(repeating: paris, count: 20_000).joined(separator: ",") + "]")
    #expect(same.cities.count == 1)
  }
}
