import Testing

@testable import Statistics

struct NameListTests {
  @Test func `names are compared by bytes`() {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    let names = NameList([composed, "b"])
    #expect(names.contains(composed) && !names.contains(decomposed) && !names.contains("B"))
    #expect(NameList([composed, decomposed]).repeated == nil)
  }

  @Test func `the nearest name and the first that comes again are found`() {
    #expect(NameList(["price", "name"]).nearest(to: "prise") == "price")
    #expect(NameList([]).nearest(to: "x") == nil)
    #expect(NameList(["a", "b", "b", "a"]).repeated == "b")
  }
}
