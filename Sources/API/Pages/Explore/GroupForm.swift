internal import HTTP
internal import Statistics
internal import Tables

/// The form that says what to group by, what to compute and what to draw.
struct GroupForm {
  /// Functions by how they are asked for; `*` stands for the column.
  static let functions = [
    ("count()", "number of rows"), ("count(*)", "number of values of"),
    ("count_distinct(*)", "different values of"), ("sum(*)", "sum of"), ("mean(*)", "mean of"),
    ("median(*)", "median of"), ("min(*)", "least of"), ("max(*)", "greatest of"),
    ("stddev(*)", "standard deviation of"), ("q(*,0.95)", "95th percentile of"),
  ]

  let address: ExploreAddress
  let columns: [Column]
  /// What the address asks for, if that could be read.
  let query: AggregateQuery?

  func write(to page: inout MarkupWriter) {
    page.begin(
      "form", ("class", "row pairs"), ("method", "get"), ("action", "/explore/\(address.name)"),
      ("aria-label", "Group by"))
    page.hidden(
      address.changed { fixed in
        fixed.begin()
        fixed.kind = nil
      })
    let keys = query?.groupBy ?? []
    writeKey("Group by", .group, .unit, keys.first, to: &page)
    writeKey("and by", .innerGroup, .innerUnit, keys.dropFirst().first, to: &page)
    page.begin("label")
    page.text("Compute")
    page.begin("select", ("name", ExploreForm.Field.function.rawValue))
    page.option("", "no more than below", isSelected: true)
    for (call, title) in Self.functions { page.option(call, title) }
    page.end()
    page.end()
    page.columnField("of column", .argument, columns, none: "choose")
    page.begin("label")
    page.text("Draw")
    page.begin("select", ("name", "_kind"))
    page.option("", "what suits", isSelected: address.kind == nil)
    for kind in GroupChart.Kind.allCases {
      page.option(kind.rawValue, kind.title, isSelected: kind.rawValue == address.kind)
    }
    page.end()
    page.end()
    page.element("button", ("class", "main"), text: "Show")
    page.end()
  }

  private func writeKey(
    _ title: String, _ column: ExploreForm.Field, _ unit: ExploreForm.Field,
    _ key: AggregateQuery.GroupKey?, to page: inout MarkupWriter
  ) {
    page.columnField(title, column, columns, chosen: key?.column, none: "nothing")
    guard columns.contains(where: { $0.type == .date || $0.type == .datetime }) else { return }
    page.begin("label")
    page.text("times by")
    page.begin("select", ("name", unit.rawValue))
    page.option("", "value", isSelected: key?.unit == nil)
    for unit in TimeUnit.allCases {
      page.option(unit.rawValue, isSelected: unit == key?.unit)
    }
    page.end()
    page.end()
  }
}
