import Statistics
import Testing

@testable import API

struct JSONGlanceTests {
  private func glance(_ text: String, isWhole: Bool = true, limit: Int = 1000) -> JSONGlance {
    JSONGlance(Array(text.utf8), isWhole: isWhole, limitBytes: limit)
  }

  @Test func `a short text is laid out whole`() {
    let glance = glance(#"{"a":[1]}"#)
    #expect(glance.text.hasPrefix("{\n    \"a\": [\n"))
    #expect(!glance.isCut)
  }

  @Test func `what is cut says so, and no letter is cut apart`() {
    for limit in 0...40 {
      let glance = glance(#"["ééé<&>"]"#, limit: limit)
      #expect(!glance.text.contains("\u{FFFD}"))
      var page = MarkupWriter()
      page.text(glance.text)
      #expect(page.bytes.count <= limit)
    }
    #expect(glance(#"["a"]"#, limit: 3).isCut)
    #expect(glance(#"["a"#, isWhole: false).isCut)
  }

  @Test func `more than is shown is linked`() {
    var page = MarkupWriter()
    page.glance(glance("[1,2]", limit: 4), whole: "/all")
    #expect(String(decoding: page.bytes, as: UTF8.self).contains("href=\"/all\""))
    var other = MarkupWriter()
    other.glance(glance("[1]"), whole: "/all")
    #expect(!String(decoding: other.bytes, as: UTF8.self).contains("href"))
  }
}
