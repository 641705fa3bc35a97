/// What an axis shows, and in which unit.
package struct AxisTitle: Equatable, Sendable {
  package let name: String
  package let unit: String?

  package init(_ name: String, unit: String? = nil) {
    self.name = name
    self.unit = unit
  }

  /// `Delay (s)`.
  var text: String {
    guard let unit, !unit.isEmpty else { return name }
    return name.isEmpty ? unit : "\(name) (\(unit))"
  }

  /// As it stands in a sentence.
  var spoken: String { ChartText.name(text) }
}
