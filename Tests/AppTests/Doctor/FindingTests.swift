import Testing

@testable import App

struct FindingTests {
  @Test func `what is well needs no mending`() {
    #expect(Finding.ok("a", "b").mend == nil)
    #expect(Finding.warn("a", "b", mend: "c") != .fail("a", "b", mend: "c"))
  }

  @Test(arguments: [
    ("data/state", "data/state"), ("", "''"), ("my data", "'my data'"), ("it's", #"'it'\''s'"#),
    ("a;rm -rf b", "'a;rm -rf b'"), ("$HOME", "'$HOME'"),
    ("http://h:1/cities", "http://h:1/cities"),
    ("Zürich", "'Zürich'"),
  ])
  func `a text is one word of a shell`(text: String, word: String) {
    #expect(text.shellWord == word)
  }
}
