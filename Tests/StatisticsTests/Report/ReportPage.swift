import Foundation
import FoundationXML
import Testing

@testable import Statistics

/// A report as a strict reader sees it: every tag closed, every attribute quoted, every reference known, as XML demands and HTML allows.
struct ReportPage {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// Its own text and that of the elements in it.
    var text = ""
    /// The names of the elements around it, the outermost first.
    let path: [String]
  }

  let source: String
  /// In the order of their begins.
  let elements: [Element]

  init(_ bytes: [UInt8]) throws {
    source = try #require(String(validating: bytes, as: UTF8.self))
    let collector = Collector()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = collector
    try #require(parser.parse(), "line \(parser.lineNumber): \(source.prefix(400))")
    elements = collector.elements
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
  func texts(_ name: String) -> [String] { all(name).map(\.text) }

  /// The value of a statistic in the section of a column.
  func fact(_ name: String) -> [String] {
    zip(all("dt"), all("dd")).filter { $0.0.text == name }.map(\.1.text)
  }

  /// Whatever has to be true of every report.
  func check(_ location: SourceLocation = #_sourceLocation) throws {
    #expect(source.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"), sourceLocation: location)
    #expect(source.utf8.count < ProfileReport.byteLimit, sourceLocation: location)
    #expect(all("title").first?.path == ["html", "head"], sourceLocation: location)
    #expect(source.prefix(1024).contains("<meta charset=\"utf-8\"/>"), sourceLocation: location)
    checkNames(location)
    checkReferences(location)
    checkHeadings(location)
    checkScalars(location)
  }

  private static let drawn: Set = ["svg", "desc", "rect", "g", "text", "path"]
  private static let void: Set = ["meta"]
  private static let known: Set = [
    "html", "head", "title", "style", "body", "main", "nav", "section", "footer", "h1", "h2", "h3",
    "p", "a", "ol", "li", "dl", "div", "dt", "dd", "bdi", "span", "table", "thead", "tbody", "tr",
    "th", "td", "figure", "details", "summary",
  ]

  /// Nothing that runs, and each element written as its kind is.
  private func checkNames(_ location: SourceLocation) {
    let names = Set(elements.map(\.name))
    #expect(
      names.isSubset(of: Self.known.union(Self.drawn).union(Self.void)), sourceLocation: location)
    for (_, name) in source.matches(of: /<([a-z0-9]+)[^<>]*\/>/).map(\.output) {
      let isFree = Self.void.contains(String(name)) || name == "rect" || name == "path"
      #expect(isFree, "\(name)", sourceLocation: location)
    }
    for element in elements {
      for name in element.attributes.keys {
        #expect(!name.hasPrefix("on") && name != "style", sourceLocation: location)
      }
    }
  }

  /// Names are there once, and what refers to one or to another place stays on the page.
  private func checkReferences(_ location: SourceLocation) {
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, sourceLocation: location)
    for element in elements {
      for (name, value) in element.attributes {
        switch name {
        case "href":
          let isHere = value.hasPrefix("#") && ids.contains(String(value.dropFirst()))
          #expect(isHere, "\(value)", sourceLocation: location)
        case "aria-labelledby": #expect(ids.contains(value), sourceLocation: location)
        case "xmlns": #expect(element.name == "svg", sourceLocation: location)
        case "src", "srcset", "action", "data", "poster", "background", "xlink:href":
          Issue.record("\(name)", sourceLocation: location)
        default: #expect(!value.contains("url("), sourceLocation: location)
        }
      }
    }
    for style in texts("style") {
      #expect(!style.contains("url(") && !style.contains("@import"), sourceLocation: location)
    }
  }

  /// One first heading, and none that leaves a rank out.
  private func checkHeadings(_ location: SourceLocation) {
    let ranks = elements.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.1) } }
    #expect(ranks.first == 1 && ranks.count { $0 == 1 } == 1, sourceLocation: location)
    for (rank, next) in zip(ranks, ranks.dropFirst()) {
      #expect(next <= rank + 1, sourceLocation: location)
    }
  }

  /// No scalar that HTML forbids, and none that turns the direction of what follows.
  private func checkScalars(_ location: SourceLocation) {
    let isSound = source.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0xA: true
      case 0x0...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
      case 0x200E, 0x200F, 0x61C, 0x202A...0x202E, 0x2066...0x2069: false
      default: scalar.value & 0xFFFE != 0xFFFE
      }
    }
    #expect(isSound, sourceLocation: location)
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
      for place in open { elements[place].text += string }
    }
  }
}
