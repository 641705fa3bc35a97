/// Writes elements, their attributes and texts into a buffer of bytes, as XML that HTML can hold too.
///
/// Names of elements and attributes are constants of the program; texts and values may come from anywhere and are escaped. What XML 1.0
/// cannot say at all, such as most control characters, becomes U+FFFD. The caller ends each element that he began.
///
/// - Source: W3C, Extensible Markup Language 1.0 (fifth edition), 2.2 (characters), 2.4 and 3.3.3 (what is normalised unless it is escaped).
package struct MarkupWriter: Sendable {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  /// The elements that were begun and not ended, the innermost last.
  private var names: [StaticString] = []

  package init() {}

  /// Begins an element; what is written next stands in it, up to its `end`.
  package mutating func begin(
    _ name: StaticString, _ attributes: (name: StaticString, value: String)...
  ) {
    begin(name, attributes)
  }

  /// The same with attributes of which there may be some more or less.
  package mutating func begin(
    _ name: StaticString, _ attributes: [(name: StaticString, value: String)]
  ) {
    tag(name, attributes)
    append(">")
    names.append(name)
  }

  /// Ends the element that was begun last.
  package mutating func end() {
    guard let name = names.popLast() else { return }
    append("</")
    append(name)
    append(">")
  }

  /// An element without content: a shape of SVG, or an element of HTML that is void, such as `br`.
  package mutating func empty(
    _ name: StaticString, _ attributes: (name: StaticString, value: String)...
  ) {
    empty(name, attributes)
  }

  /// The same with attributes of which there may be some more or less.
  package mutating func empty(
    _ name: StaticString, _ attributes: [(name: StaticString, value: String)]
  ) {
    tag(name, attributes)
    append("/>")
  }

  /// An element that holds a text and nothing else.
  package mutating func element(
    _ name: StaticString, _ attributes: (name: StaticString, value: String)..., text: String
  ) {
    tag(name, attributes)
    append(">")
    self.text(text)
    append("</")
    append(name)
    append(">")
  }

  /// A text between tags.
  package mutating func text(_ text: String) {
    appendEscaped(text, isValue: false)
  }

  /// The end of a line, for those who read the source.
  package mutating func lineBreak() {
    append("\n")
  }

  /// Markup of the program itself, as it is: a style sheet, a document type, a chart within a page.
  package mutating func raw(_ markup: some Sequence<UInt8>) {
    bytes.append(contentsOf: markup)
  }

  // Leaves

  private mutating func tag(
    _ name: StaticString, _ attributes: [(name: StaticString, value: String)]
  ) {
    append("<")
    append(name)
    for (name, value) in attributes {
      append(" ")
      append(name)
      append("=\"")
      appendEscaped(value, isValue: true)
      append("\"")
    }
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: text.description.utf8)
  }

  private mutating func appendEscaped(_ text: String, isValue: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": append("&amp;")
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "\"": append("&quot;")
      case "'": append("&#39;")
      case "\r": append("&#13;")
      case "\n" where isValue: append("&#10;")
      case "\t" where isValue: append("&#9;")
      case "\n", "\t", " "..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: bytes.append(contentsOf: UTF8.encodedReplacementCharacter)
      }
    }
  }
}
