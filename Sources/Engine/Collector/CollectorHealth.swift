/// Whether a place outside answers, as far as the last calls have shown.
package struct CollectorHealth: Equatable, Sendable {
  /// `upstream` or `store`.
  package let name: String
  /// Whether it is called when it is needed; if not, it has failed so often that it is left alone for a while.
  package let isWell: Bool
  /// The same as a sentence.
  package let detail: String

  package init(name: String, isWell: Bool, detail: String) {
    self.name = name
    self.isWell = isWell
    self.detail = detail
  }
}
