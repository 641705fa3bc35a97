import Engine
import Foundation
import HTTP
import Statistics
import Testing

@testable import API

struct PageTests {
  private static func html(_ part: Page.Part?) -> String {
    let page = Page(title: "A <b> & c", part: part, scripts: ["docs.js"], guarding: .changes)
    return String(decoding: page.html { $0.element("p", text: "content") }, as: UTF8.self)
  }

  @Test func `a page has one heading, its title, and is of one language`() {
    let html = Self.html(.survey)
    #expect(html.contains(#"<html lang="en">"#))
    #expect(html.contains("<title>A &lt;b&gt; &amp; c - Tally</title>"))
    #expect(html.components(separatedBy: "<h1>").count == 2)
    #expect(html.contains("<p>content</p></main>"))
  }

  @Test func `the navigation says where one is`() {
    for part in Page.Part.allCases {
      let html = Self.html(part)
      #expect(html.contains(#"<a href="\#(part.rawValue)" aria-current="page">\#(part.name)</a>"#))
      #expect(html.components(separatedBy: "aria-current").count == 2)
    }
    #expect(!Self.html(nil).contains("aria-current"))
  }

  @Test func `scripts and styles are files of this server`() {
    let html = Self.html(nil)
    #expect(!html.contains("<style") && !html.contains("style=") && !html.contains("onclick"))
    #expect(html.contains(#"<script src="\#(Asset.named("docs.js").path)" defer=""></script>"#))
    #expect(html.contains(#"data-guarding="changes""#))
    #expect(html.contains("/sign-in"))
  }
}
