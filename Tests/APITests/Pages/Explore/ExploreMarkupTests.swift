import Engine
import HTTP
import Statistics
import Testing

@testable import API

struct ExploreMarkupTests {
  private func written(_ write: (inout MarkupWriter) -> Void) -> String {
    var page = MarkupWriter()
    write(&page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private func address(_ query: String) throws -> ExploreAddress {
    let name = try #require(DatasetName("t"))
    return try ExploreAddress(name, Target("/explore/t?" + query).queryItems)
  }

  @Test func `sorting goes from ascending over descending to the order of the file`() throws {
    let address = try address("_sort=b")
    func link(_ key: SortKey?) -> String {
      written { $0.sortLink(address, "a b", key, shown: "a b") }
    }
    #expect(link(nil).contains(#"href="/explore/t?_sort=%22a%20b%22#rows""#))
    #expect(link(SortKey("a b")).contains(#"href="/explore/t?_sort=-%22a%20b%22#rows""#))
    #expect(link(SortKey("a b", isDescending: true)).contains(##"href="/explore/t#rows""##))
  }

  @Test func `a form keeps all that its address says`() throws {
    let address = try address("a__gt=1%22&_sort=a&_column=b")
    let fields = written { $0.hidden(address) }
    #expect(fields.contains(#"name="a__gt" value="1&quot;""#))
    #expect(fields.contains(#"name="_sort" value="a""#))
    #expect(fields.contains(#"name="_column" value="b""#))
  }

  @Test func `a bar is as long as its share`() {
    #expect(written { $0.bar(1, of: 3) }.contains(#"<rect width="33.3" height="10"/>"#))
    #expect(written { $0.bar(0, of: 0) }.contains(#"width="0.0""#))
  }

  @Test func `a chip without a way back has no link`() throws {
    let address = try address("")
    #expect(written { $0.chip("<x>", without: nil) } == "<li><bdi>&lt;x&gt;</bdi></li>")
    #expect(written { $0.chip("x", without: address) }.contains(#"aria-label="Remove x""#))
  }
}
