import Statistics
import Testing

@testable import Engine

struct StagedCityTests {
  private let day = CivilDay(year: 2024, month: 5, day: 1)

  private func digest(
    _ id: String, _ name: String, _ country: String, on day: CivilDay? = nil,
    from upstream: String = "http://a"
  ) -> String {
    StagedCity.digest(
      of: City(id: id, name: name, country: country), on: day ?? self.day, from: upstream)
  }

  @Test func `a file's name says of which city it is and how many rows it has`() {
    let city = StagedCity(digest: digest("7", "Paris", "France"), rows: 3000)
    #expect(city.fileName == city.digest + ".3000.csv" && city.digest.utf8.count == 40)
    #expect(StagedCity(fileName: city.fileName) == city)
  }

  @Test func `other names are not taken for one`() {
    let digest = digest("7", "Paris", "France")
    for name in [
      "ready", "", ".csv", "\(digest).csv", "\(digest).-1.csv", "\(digest).x.csv",
      "\(digest).1.txt",
      "\(digest).01.csv", "\(digest).+1.csv", "ab.1.csv", ".\(digest).1.csv.12.3.draft",
      "\(digest).1.csv.csv", "zz\(digest.dropFirst(2)).1.csv",
    ] {
      #expect(StagedCity(fileName: name) == nil, "\(name)")
    }
  }

  @Test func `whatever differs makes another file`() {
    let digests = [
      digest("7", "Paris", "France"), digest("8", "Paris", "France"), digest("7", "Lyon", "France"),
      digest("7", "Paris", "Texas"), digest("7", "Paris", "France", from: "http://b"),
      digest("7", "Paris", "France", on: CivilDay(year: 2024, month: 5, day: 2)),
      digest("7F", "rance", "Paris"), digest("7", "ParisF", "rance"),
      // Equal to Unicode, not to the disk.
      digest("7", "Zu\u{308}rich", "CH"), digest("7", "Z\u{FC}rich", "CH"),
    ]
    #expect(Set(digests).count == digests.count)
  }
}
