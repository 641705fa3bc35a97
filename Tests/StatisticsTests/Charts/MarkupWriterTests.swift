import Foundation
import Testing

@testable import Statistics

struct MarkupWriterTests {
  @Test func `elements nest and bear attributes`() {
    var markup = MarkupWriter()
    markup.begin("a", ("b", "1"), ("c", "2"))
    markup.element("p", ("q", "3"), text: "x")
    markup.begin("d")
    markup.text("y")
    markup.end()
    markup.empty("br")
    markup.lineBreak()
    markup.raw("<!-- z -->".utf8)
    markup.end()
    markup.end()
    #expect(
      String(decoding: markup.bytes, as: UTF8.self)
        == "<a b=\"1\" c=\"2\"><p q=\"3\">x</p><d>y</d><br/>\n<!-- z --></a>")
  }

  @Test func `what is markup elsewhere is escaped`() {
    var markup = MarkupWriter()
    markup.element("a", ("b", "<&>\"'\t\n\r"), text: "<&>\"'\t\n\r]]>")
    #expect(
      String(decoding: markup.bytes, as: UTF8.self)
        == "<a b=\"&lt;&amp;&gt;&quot;&#39;&#9;&#10;&#13;\">"
        + "&lt;&amp;&gt;&quot;&#39;\t\n&#13;]]&gt;</a>")
  }

  @Test func `every scalar reads back, or as a replacement where XML has none for it`() throws {
    for start in stride(from: UInt32(0), through: 0x10FFFF, by: 0x1000) {
      let scalars = (start..<start + 0x1000).compactMap(Unicode.Scalar.init)
      let said = scalars.map { Self.isSaid($0) ? $0 : "\u{FFFD}" }
      let text = Self.text(scalars)
      var markup = MarkupWriter()
      markup.begin("svg")
      markup.element("text", ("x", text), text: text)
      markup.end()
      let element = try SVGDocument(markup.bytes).elements[1]
      #expect(element.text.unicodeScalars.elementsEqual(said))
      #expect(Array((element.attributes["x"] ?? "").unicodeScalars) == said)
    }
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Production 2 of XML 1.0.
  private static func isSaid(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  @Test func `attributes may come as a list`() {
    var markup = MarkupWriter()
    markup.begin("a", [])
    markup.begin("b", [("c", "1"), ("d", "<")])
    markup.end()
    markup.end()
    #expect(String(decoding: markup.bytes, as: UTF8.self) == "<a><b c=\"1\" d=\"&lt;\"></b></a>")
  }
}
