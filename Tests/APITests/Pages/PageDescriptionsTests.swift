import JSON
import Testing

@testable import API

struct PageDescriptionsTests {
  @Test func `a page is described as HTML, with the failures that it tells of`() {
    let page = EndpointDescription.page("id", "summary", failures: [(404, "There is none.")])
    #expect(page.tag == "pages")
    #expect(page.replies.map(\.status) == [200, 404])
    #expect(page.replies.allSatisfy { $0.type == "text/html; charset=utf-8" })
  }

  @Test func `each type of a file beside the pages is described`() {
    let types = Set(EndpointDescription.asset.replies.filter { $0.status == 200 }.map(\.type))
    #expect(types == Set(Asset.all.map(\.mediaType)))
  }
}
