import Testing

@testable import Engine

struct PipelineOrderTests {
  @Test(arguments: [
    "http://a.example/x.csv", "https://a.example/data/x.csv", "/data/x.csv",
    "/data/test_data/x.csv",
    "/data/uploads/x.csv", "dataset:games", "/data/\u{301}x.csv", "", "x.csv",
  ])
  func `a place is known by its text`(text: String) throws {
    #expect(try #require(PipelineSource.Place(text)).text.utf8.elementsEqual(text.utf8))
  }

  @Test func `files and data sets of this server are told from addresses`() throws {
    let path = try #require(DataPath("test_data/x.csv"))
    #expect(PipelineSource.Place("/data/test_data/x.csv") == .file(path))
    #expect(PipelineSource.Place("dataset:games") == .dataset(.named("games")))
    #expect(PipelineSource.Place("http://a/data/x.csv") == .address("http://a/data/x.csv"))
  }

  @Test(arguments: [
    "dataset:", "dataset:a b", "dataset:../a", "/data/", "/data/../x.csv", "/data//x.csv",
    "/data/x.txt",
    "/data/state/x.csv", "/data/objects/x.csv", "/data/.x.csv", "/data/a/.x.csv", "/data/a\0.csv",
    "/data/a\\b.csv", "/data/state/\u{301}x.csv",
  ])
  func `what cannot be there is no place`(text: String) {
    #expect(PipelineSource.Place(text) == nil)
  }

  @Test func `an order fetches if one of its sources is elsewhere`() {
    #expect(!PipelineOrder.sample(of: .dataset(.named("a"))).fetches)
    #expect(PipelineOrder.sample(of: .dataset(.named("a")), .address("http://a/")).fetches)
  }
}
