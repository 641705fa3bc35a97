import Testing

@testable import Engine

struct ArtifactNameTests {
  @Test(arguments: ["stage4_explain.json", "profile.html", "plot_1.svg", "0.json", "_.svg"])
  func `a name is letters, digits and underscores, and one of three endings`(text: String) {
    #expect(ArtifactName(text)?.description == text)
  }

  @Test(arguments: [
    "", ".", "..", ".json", "a", "a.", "a.txt", "a.JSON", "A.json", "a.json.json", "../a.json",
    "a/b.json",
    "/a.json", "a.json/", "a\0.json", "a.json\0", "\0a.json", "a.json ", " a.json", "a b.json",
    "a-b.json",
    "é.json", "a\u{301}.json", "a.json\u{301}", "a.jso\u{301}n", ".a.json.7.1.draft", "a\\b.json",
    "a%2e.json",
    String(repeating: "a", count: 101) + ".json",
  ])
  func `whatever else there is names no artifact`(text: String) {
    #expect(ArtifactName(text) == nil)
  }

  @Test func `a name can be as long as names of files can`() {
    let longest = String(repeating: "a", count: ArtifactName.characterLimit) + ".html"
    #expect(ArtifactName(longest)?.description == longest)
  }

  @Test func `the manifest is the file that it says`() {
    #expect(ArtifactName("manifest.json") == .manifest)
  }

  private func results(_ names: String...) -> [String] {
    ArtifactFile.results(of: names).map { "\($0.key)=\($0.name)" }
  }

  @Test func `results are called by their stems, and the manifest is none of them`() {
    #expect(
      results("manifest.json", "b.json", "a.svg") == ["a=a.svg", "b=b.json"])
    #expect(results("manifest.json").isEmpty)
  }

  @Test func `of files with the same stem the one of data bears it`() {
    #expect(
      results("p.json", "p.svg", "p.html") == ["p_html=p.html", "p=p.json", "p_svg=p.svg"])
    #expect(results("p.svg", "p.html") == ["p_html=p.html", "p_svg=p.svg"])
  }
}
