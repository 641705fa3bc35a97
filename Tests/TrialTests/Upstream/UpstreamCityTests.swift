import JSON
import Testing

@testable import Trial

struct UpstreamCityTests {
  @Test func `the usual thirty have names that are hard to keep, and two bear one`() {
    let cities = UpstreamCity.all(30, countries: 6)
    let names = cities.map(\.name)
    #expect(Set(cities.map(\.country)).count == 6)
    for sign in ["É", "'", "/", " ", "Å"] { #expect(names.contains { $0.contains(sign) }) }
    #expect(names.contains("..") && names.contains("Å"))
    let places = Dictionary(grouping: cities) { $0.country + "\n" + $0.name }
    #expect(places.values.map(\.count).sorted() == Array(repeating: 1, count: 28) + [2])
  }

  @Test(arguments: [0, 1, 7, 30, 500, 5_000], [1, 3, 12, 40])
  func `there are as many as were asked for, each with an id of its own`(
    count: Int, countries: Int
  ) {
    let cities = UpstreamCity.all(count, countries: countries)
    #expect(cities.count == count)
    #expect(Set(cities.map(\.id)).count == count)
    #expect(Set(cities.map(\.country)).count == min(count, countries))
  }

  @Test func `they are told as JSON, with ids that are numbers and ids that are texts`() throws {
    let cities = UpstreamCity.all(8, countries: 3)
    let text = UpstreamCity.json(of: cities)
    guard case .array(let elements) = try JSONParser.parse(text) else {
      Issue.record("it is no array")
      return
    }
    #expect(elements.count == 8)
    for (city, element) in zip(cities, elements) {
      guard case .object(let members) = element else {
        Issue.record("it is no object")
        return
      }
      #expect(members.map(\.key) == ["id", "name", "country"])
      let id: JSONValue = Int64(city.id).map { .integer($0) } ?? .string(city.id)
      #expect(members.map(\.value) == [id, .string(city.name), .string(city.country)])
    }
    #expect(cities.map(\.id) == ["1", "2", "3", "stop-4", "5", "n° 6", "7", "stop-8"])
  }
}
