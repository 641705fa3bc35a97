import Foundation
import FoundationXML
import Testing

@testable import Statistics

/// A chart as a reader of XML sees it.
struct SVGDocument {
  struct Element: Equatable {
    let name: String
    let attributes: [String: String]
    /// Its own text, without that of elements in it.
    var text = ""
    /// The names of the elements around it, the outermost first.
    let path: [String]

    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap(Double.init) }
  }

  let source: String
  /// In the order of their begins.
  let elements: [Element]

  /// - Throws: if the bytes are no well-formed XML.
  init(_ bytes: [UInt8]) throws {
    source = String(decoding: bytes, as: UTF8.self)
    let collector = Collector()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = collector
    try #require(parser.parse(), "line \(parser.lineNumber): \(source.prefix(400))")
    elements = collector.elements
  }

  var title: String { elements.first { $0.path == ["svg"] && $0.name == "title" }?.text ?? "" }
  var description: String { elements.first { $0.name == "desc" }?.text ?? "" }
  var texts: [Element] { elements.filter { $0.name == "text" } }
  var labels: [String] { texts.map(\.text) }
  /// What is told to who points at a mark.
  var tips: [String] {
    elements.filter { $0.name == "title" && $0.path.last != "svg" }.map(\.text)
  }
  /// The areas of marks: all rectangles but the paper and the legend's.
  var areas: [Rectangle] {
    elements.indices.filter { isMark($0) }.map { place in
      let area = elements[place]
      return Rectangle(
        left: area.number("x") ?? .nan, top: area.number("y") ?? .nan,
        width: area.number("width") ?? .nan, height: area.number("height") ?? .nan)
    }
  }

  private func isMark(_ place: Int) -> Bool {
    let next = place + 1
    return elements[place].name == "rect" && next < elements.count
      && elements[next].name == "title"
  }

  /// The places of paths in a colour of series, one list for each path.
  func points(stroke colour: String) -> [[(x: Double, y: Double)]] {
    elements.filter { $0.name == "path" && $0.attributes["stroke"] == colour }.map {
      Self.points($0.attributes["d"] ?? "")
    }
  }

  static func points(_ path: String) -> [(x: Double, y: Double)] {
    path.replacing("h.01", with: "").split { "ML".contains($0) }.map { pair in
      let numbers = pair.split(separator: " ").compactMap { Double($0) }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : (.nan, .nan)
    }
  }

  /// Whatever has to be true of every chart.
  func check(_ location: SourceLocation = #_sourceLocation) throws {
    let root = try #require(elements.first)
    #expect(root.name == "svg" && root.attributes["role"] == "img", sourceLocation: location)
    #expect(elements[1].name == "title" && !title.isEmpty, sourceLocation: location)
    #expect(elements[2].name == "desc" && description.hasSuffix("."), sourceLocation: location)
    let box = try #require(root.attributes["viewBox"]).split(separator: " ").compactMap {
      Double($0)
    }
    try #require(box.count == 4)
    checkSafety(location)
    checkPlaces(width: box[2], height: box[3], location)
    checkTexts(width: box[2], height: box[3], location)
  }

  /// Nothing that runs, nothing that is fetched.
  private func checkSafety(_ location: SourceLocation) {
    let known: Set = ["svg", "title", "desc", "style", "rect", "g", "text", "path"]
    #expect(Set(elements.map(\.name)).isSubset(of: known), sourceLocation: location)
    for element in elements {
      for (name, value) in element.attributes where name != "xmlns" {
        #expect(!name.hasPrefix("on") && !name.contains("href"), sourceLocation: location)
        #expect(!value.contains("url("), sourceLocation: location)
      }
    }
  }

  /// Marks lie on the paper, and their places have at most two decimals.
  private func checkPlaces(width: Double, height: Double, _ location: SourceLocation) {
    for element in elements {
      for name in ["x", "y", "width", "height"] {
        guard let text = element.attributes[name] else { continue }
        let decimals = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
        #expect((decimals.first ?? "").count <= 2, "\(text)", sourceLocation: location)
      }
      guard let path = element.attributes["d"] else { continue }
      let isInside = Self.points(path).allSatisfy {
        (0...width).contains($0.x) && (0...height).contains($0.y)
      }
      #expect(isInside, "\(path.prefix(200))", sourceLocation: location)
    }
    let areInside = areas.allSatisfy {
      $0.left >= 0 && $0.top >= 0 && $0.right <= width && $0.bottom <= height
    }
    #expect(areInside, sourceLocation: location)
  }

  /// How much of a text stands before its place.
  private static let shares = ["middle": 0.5, "end": 1]

  /// Texts lie on the paper and not upon one another.
  private func checkTexts(width: Double, height: Double, _ location: SourceLocation) {
    var taken: [(element: Element, area: Rectangle)] = []
    for text in texts {
      guard let x = text.number("x"), let y = text.number("y") else {
        Issue.record("\(text)", sourceLocation: location)
        continue
      }
      let size = text.number("font-size") ?? 12
      let length = ChartText.width(of: text.text, size: size)
      let share = Self.shares[text.attributes["text-anchor"] ?? ""] ?? 0
      let area = Rectangle(left: x - share * length, top: y - 9, width: length, height: 11)
      let isInside = area.left >= 0 && area.right <= width && area.top >= 0 && area.bottom <= height
      #expect(isInside, "\(text.text) at \(area)", sourceLocation: location)
      for other in taken where Self.overlap(area, other.area) {
        Issue.record("\(text.text) upon \(other.element.text)", sourceLocation: location)
      }
      taken.append((text, area))
    }
  }

  private static func overlap(_ one: Rectangle, _ other: Rectangle) -> Bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom
      && other.top < one.bottom
  }

  private final class Collector: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let path = open.map { elements[$0].name }
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes, path: path))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      guard let last = open.last else { return }
      elements[last].text += string
    }
  }
}

extension SVGDocument {
  /// Names that try to be markup, to be endless, or to be no text at all.
  static let hostileNames = [
    "<script>alert(1)</script>", "\"><svg onload='x'>", "a & b &lt; c]]>",
    "\u{0}\u{1}\u{8}\u{B}\u{1F}",
    "\u{FFFE}\u{FFFF}\u{7F}\u{85}", "line\nbreak\r\n\ttab", "", "   ", "\u{202E}drow",
    "日本語の長い名前がここに並んでいます", "e" + String(repeating: "\u{301}", count: 5000), "👩‍👩‍👧‍👦 family",
    String(repeating: "W", count: 100_000), "--><!-- <![CDATA[",
  ]
}
