import Testing

@testable import Engine

struct NamedArrivalsTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  @Test(arguments: [
    ("sales.csv", "sales"), ("a.b.CSV", "a.b"), ("C:\\files\\My sales (2024).csv", "My_sales_2024"),
    ("dir/x-1.csv", "x-1"), ("../../etc/passwd", "passwd"), (".hidden.csv", "hidden"),
    ("données.csv", "donn_es"),
    ("日本.csv", "upload"), ("", "upload"), (".csv", "upload"), ("---.csv", "upload"),
    ("a\0b.csv", "a_b"),
    ("plain", "plain"), ("x.csv.csv", "x.csv"), ("_a_", "a"), ("a/", "a"),
    (String(repeating: "y", count: 300) + ".csv", String(repeating: "y", count: 56)),
  ])
  func `a data set is named like the file, as far as a name can be`(file: String, name: String) {
    #expect(DatasetName(likeFile: file).description == name)
  }

  @Test func `no name of a file breaks the rule of names`() {
    var random = SplitMix(state: 11)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let name = DatasetName(likeFile: String(decoding: bytes, as: UTF8.self))
      #expect(DatasetName(name.description) == name)
      #expect(DataPath("uploads/\(name).12345678.csv") != nil)
      #expect(DatasetName(name.free(of: [name]).description) != nil)
    }
    #expect(DatasetName(likeFile: nil).description == "upload")
  }

  @Test func `a name that is taken gets a number`() throws {
    let catalog = try place.open()
    func add(_ text: String) throws -> String {
      let arrival = try catalog.add(
        place.arrived(text), likeFile: "s.csv", ReadOptions(), origin: .upload, at: 1)
      return arrival.dataset.parts[0].path
    }
    #expect(try add("a\n1\n") == "uploads/s.1.csv")
    #expect(try add("b\n2\n") == "uploads/s-2.1.csv")
    #expect(try add("c\n3\n") == "uploads/s-3.1.csv")
    try catalog.remove(.named("s-2"), at: 2)
    // A version number is never used twice, so no path ever leads to other bytes.
    #expect(try add("d\n4\n") == "uploads/s-2.3.csv")
    #expect(try catalog.table("s-2").texts("d") == ["4"])
  }

  @Test func `a person's file keeps its name, and so do the games`() throws {
    try place.put("a\n1\n", as: "own.csv")
    let catalog = try place.open()
    for (file, name) in [("own.csv", "own-2"), ("games.csv", "games-2")] {
      let arrival = try catalog.add(
        place.arrived("b\n2\n"), likeFile: file, ReadOptions(), origin: .upload, at: 1)
      #expect(arrival.dataset.name.description == name)
    }
  }

  @Test func `of a file that is no table nothing is kept`() throws {
    let catalog = try place.open()
    for text in ["", "a,b\n1\n", "<html>"] {
      #expect(throws: DatasetFailure.self) {
        _ = try catalog.add(
          place.arrived(text), likeFile: "s.csv", ReadOptions(), origin: .upload, at: 1)
      }
    }
    #expect(try place.uploads().isEmpty)
    #expect(catalog.all.isEmpty)
    #expect(try place.leftInState().isEmpty)
  }
}
