import Foundation
import HTTP
import Testing

@testable import API

/// What holds for every page: the policy lets nothing else run, and people who see or point otherwise can use it.
enum PageRules {
  /// Checks an answer that is a page, and returns its text.
  @discardableResult
  static func check(
    _ response: Response, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    #expect(
      response.fields[.contentType] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
    #expect(
      response.fields["Content-Security-Policy"] == Page.policy, sourceLocation: sourceLocation)
    let text = response.text
    #expect(faults(in: text) == [], sourceLocation: sourceLocation)
    return text
  }

  /// Every rule that a page breaks, with the place.
  static func faults(in text: String) -> [String] {
    var faults: [String] = []
    let tags = text.matches(of: /<([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|[^">])*)>/)
      .map { (name: String($0.1), attributes: attributes(String($0.2)), source: String($0.0)) }
    for tag in tags {
      let names = tag.attributes.map(\.name)
      if names.contains("style") || tag.name == "style" { faults.append("styles: \(tag.source)") }
      if names.contains(where: { $0.hasPrefix("on") }) { faults.append("listens: \(tag.source)") }
      if tag.name == "script", !names.contains("src") { faults.append("runs: \(tag.source)") }
      if Set(names).count < names.count { faults.append("repeats: \(tag.source)") }
      if tag.name == "img", !names.contains("alt") { faults.append("says nothing: \(tag.source)") }
      if tag.name == "th", !names.contains("scope") { faults.append("heads what: \(tag.source)") }
      for attribute in tag.attributes where ["href", "src", "action"].contains(attribute.name) {
        if !attribute.value.hasPrefix("/"), !attribute.value.hasPrefix("#") {
          faults.append("leads elsewhere: \(tag.source)")
        }
      }
    }
    if tags.filter({ $0.name == "h1" }).count != 1 { faults.append("has not one h1") }
    let levels = tags.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.1) } }
    for (level, next) in zip(levels, levels.dropFirst()) where next > level + 1 {
      faults.append("jumps from h\(level) to h\(next)")
    }
    let tables = text.components(separatedBy: "<table").dropFirst()
    for table in tables where !table.contains("<caption") {
      faults.append("a table without a caption")
    }
    return faults + repeatedIDs(tags.map(\.attributes)) + unlabelled(text)
  }

  private static func attributes(_ text: String) -> [(name: String, value: String)] {
    text.matches(of: /([a-zA-Z][a-zA-Z0-9:-]*)="([^"]*)"/).map {
      (String($0.1).lowercased(), String($0.2))
    }
  }

  private static func repeatedIDs(_ tags: [[(name: String, value: String)]]) -> [String] {
    var seen: Set<String> = []
    let ids = tags.compactMap { tag in tag.first { $0.name == "id" }?.value }
    return ids.filter { !seen.insert($0).inserted }.map { "two things are called \($0)" }
  }

  /// What can be filled in and has no label around it, beside it, or in an attribute.
  private static func unlabelled(_ text: String) -> [String] {
    let labelled = Set(text.matches(of: /<label[^>]* for="([^"]*)"/).map { String($0.1) })
    var faults: [String] = []
    var isInLabel = false
    for match in text.matches(of: /<(\/?label|input|select|textarea)\b((?:"[^"]*"|[^">])*)>/) {
      let attributes = attributes(String(match.2))
      func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
      switch match.1 {
      case "label": isInLabel = true
      case "/label": isInLabel = false
      default:
        let hasName = value("aria-label") != nil || value("aria-labelledby") != nil
        let isFor = value("id").map(labelled.contains) ?? false
        if !isInLabel, !hasName, !isFor, value("type") != "hidden" {
          faults.append("has no label: \(match.0)")
        }
      }
    }
    return faults
  }
}
