internal import HTTP
internal import Statistics

/// The form that chooses what is shown of which countries.
struct CountryForm {
  private let view: CollectorView
  private let names: [String]
  private let chosen: Set<[UInt8]>

  /// So many countries can be chosen among.
  private static let nameLimit = 300

  /// - Parameter names: of the countries that there are.
  init(_ view: CollectorView, _ names: [String]) {
    self.view = view
    self.names = names
    chosen = Set(view.query.countries.map { Array($0.utf8) })
  }

  func write(to page: inout MarkupWriter) {
    page.begin("form", ("method", "get"), ("action", "/collector#countries"), ("id", "choice"))
    for item in view.dayItems {
      page.empty("input", ("type", "hidden"), ("name", item.name), ("value", item.value))
    }
    page.begin("div", ("class", "row"))
    page.begin("label")
    page.text("Measure")
    page.begin("select", ("name", "measure"))
    for measure in CountryMeasure.allCases {
      let isChosen = measure == view.measure
      page.begin(
        "option",
        [(name: "value", value: measure.rawValue)]
          + (isChosen ? [(name: "selected" as StaticString, value: "")] : []))
      page.text(measure.titleWithUnit)
      page.end()
    }
    page.end()
    page.end()
    page.element("button", ("type", "submit"), text: "Show")
    page.end()
    if !names.isEmpty { writeNames(to: &page) }
    page.end()
  }

  private func writeNames(to page: inout MarkupWriter) {
    page.begin("fieldset", ("class", "countries"))
    page.element("legend", text: "Countries (none chosen: all)")
    for name in names.prefix(Self.nameLimit) {
      let isChosen = chosen.contains(Array(name.utf8))
      page.begin("label", ("class", "check"))
      page.empty(
        "input",
        [
          (name: "type", value: "checkbox"), (name: "name", value: "country"),
          (name: "value", value: name),
        ]
          + (isChosen ? [(name: "checked" as StaticString, value: "")] : []))
      page.text(CountryChart.short(name))
      page.end()
    }
    if names.count > Self.nameLimit {
      page.element(
        "p", ("class", "hint"),
        text: "The first \(Self.nameLimit) of \(names.count); others can be named in the address.")
    }
    page.end()
  }
}
