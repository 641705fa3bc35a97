package import Tables

/// Which chart of a table is asked for.
package struct ChartQuery: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case histogram, bar, line, scatter, box
  }

  /// What is drawn.
  package enum Content: Equatable, Sendable {
    /// How many values of a column lie in each of some intervals.
    case histogram(of: String, bins: Int)
    /// Statistics of groups: a bar or a point for each. The second column that is grouped by, if there is one, tells series apart.
    case groups(AggregateQuery)
    /// A point for each row, by two columns; a third tells series apart.
    case points(x: String, y: String, by: AggregateQuery.GroupKey?)
    /// The quartiles of a column, of all rows or of groups.
    case boxes(of: String, by: AggregateQuery.GroupKey?)
  }

  /// How many intervals a histogram has if nobody says how many.
  package static let usualBinCount = 20

  package let kind: Kind
  package let content: Content
  /// Which rows take part.
  package let filter: Filter
  /// What stands above the chart; `nil` for what it shows.
  package let title: String?
  package let size: ChartSize

  package init(
    _ kind: Kind, _ content: Content, filter: Filter = Filter(), title: String? = nil,
    size: ChartSize = .usual
  ) {
    self.kind = kind
    self.content = content
    self.filter = filter
    self.title = title
    self.size = size
  }

  /// Reads the parameters of a URL's query.
  ///
  /// - Parameters:
  ///   - items: names and values, decoded, in the order of the text.
  ///   - columns: the columns of the table.
  /// - Throws: all mistakes that can be told apart.
  package init(
    parsing items: [(name: String, value: String)], columns: [String]
  ) throws(QueryTextFailure) {
    var reader = QueryReader(items, columns: columns, known: ChartForm.parameters)
    let kind = reader.chartKind()
    let groups = AggregateQuery(reading: &reader)
    let (x, y) = (reader.column("_x"), reader.column("_y"))
    let bins = reader.wholeNumber("_bins", within: AggregateFunction.binCounts)
    let width = reader.wholeNumber("_width", within: ChartSize.widths)
    let height = reader.wholeNumber("_height", within: ChartSize.heights)
    let form = kind.map { ChartForm($0, isGiven: { reader.text(of: $0) != nil }) }
    form?.check(&reader, groups)
    try reader.finish()
    let content: Content? =
      switch form {
      case .histogram: x.map { .histogram(of: $0, bins: bins ?? Self.usualBinCount) }
      case .bars, .lineOfGroups: .groups(groups)
      case .lineOfRows, .scatter:
        x.flatMap { x in y.map { .points(x: x, y: $0, by: groups.groupBy.first) } }
      case .boxes: (y ?? x).map { .boxes(of: $0, by: groups.groupBy.first) }
      case nil: nil
      }
    guard let kind, let content else {
      // A parameter that is needed and is not there was noted, and the reading ended.
      throw QueryTextFailure(mistakes: reader.mistakes)
    }
    if case .groups(let groups) = content { try groups.checkBounds() }
    self.init(
      kind, content, filter: reader.filter, title: reader.text(of: "_title"),
      size: ChartSize(
        width: width.map(Double.init) ?? ChartSize.usual.width, height: height.map(Double.init),
        isFixed: true))
  }
}

/// Which parameters go together.
private enum ChartForm {
  case histogram, bars, lineOfGroups, lineOfRows, scatter, boxes

  static let parameters = [
    "_kind", "_x", "_y", "_group_by", "_agg", "_having", "_sort", "_limit", "_bins", "_title",
    "_width", "_height",
  ]

  /// A line is one of rows as soon as one of the columns that these need is given.
  init(_ kind: ChartQuery.Kind, isGiven: (String) -> Bool) {
    switch kind {
    case .histogram: self = .histogram
    case .bar: self = .bars
    case .line: self = isGiven("_x") || isGiven("_y") ? .lineOfRows : .lineOfGroups
    case .scatter: self = .scatter
    case .box: self = .boxes
    }
  }

  var name: String {
    switch self {
    case .histogram: "a histogram"
    case .bars: "a bar chart"
    case .lineOfGroups: "a line of groups"
    case .lineOfRows: "a line of rows"
    case .scatter: "a scatter chart"
    case .boxes: "a box plot"
    }
  }

  /// The parameters that it takes, with what stands in those that it needs.
  private var takes: [(name: String, need: String?)] {
    let number = "a column of numbers"
    let ordered = "a column of numbers, days or moments"
    let choice: [(name: String, need: String?)] = [
      ("_agg", nil), ("_having", nil), ("_sort", nil), ("_limit", nil),
    ]
    switch self {
    case .histogram: return [("_x", ordered), ("_bins", nil)]
    case .bars: return [("_group_by", "a column, of times with a unit, such as day:month")] + choice
    case .lineOfGroups:
      return [("_group_by", "\(ordered), such as day:month; or _x and _y of each row")] + choice
    case .lineOfRows, .scatter: return [("_x", ordered), ("_y", number), ("_group_by", nil)]
    case .boxes: return [("_y", number), ("_group_by", nil)]
    }
  }

  /// How many columns may be grouped by.
  private var groupLimit: Int {
    switch self {
    case .bars, .lineOfGroups: 2
    case .histogram, .lineOfRows, .scatter, .boxes: 1
    }
  }

  /// Notes what is there and should not be, and what should be there and is not.
  func check(_ reader: inout QueryReader, _ groups: AggregateQuery) {
    var takes = takes
    // The values of boxes may be called either, but not both.
    if case .boxes = self, reader.text(of: "_y") == nil, reader.text(of: "_x") != nil {
      takes[0].name = "_x"
    }
    let free = ["_kind", "_title", "_width", "_height"]
    for name in Self.parameters where !free.contains(name) {
      guard let text = reader.text(of: name), !takes.contains(where: { $0.name == name }) else {
        continue
      }
      reader.note(name, text, .foreignParameter(chart: self.name, known: takes.map(\.name)))
    }
    for (name, need) in takes {
      guard let need, reader.text(of: name) == nil else { continue }
      reader.note(name, "", .missingParameter(chart: self.name, need: need))
    }
    guard let text = reader.text(of: "_group_by"), takes.contains(where: { $0.name == "_group_by" })
    else { return }
    if groups.groupBy.count > groupLimit {
      reader.note("_group_by", text, .tooManyNames(limit: groupLimit))
    }
    if groups.groupBy.count == 2, groups.outputs.count > 1 {
      reader.note("_agg", reader.text(of: "_agg") ?? "", .tooManyNames(limit: 1))
    }
  }
}

extension QueryReader {
  /// `_kind`: which chart.
  fileprivate mutating func chartKind() -> ChartQuery.Kind? {
    let words = ChartQuery.Kind.allCases.map(\.rawValue)
    if text(of: "_kind") == nil {
      let need = words.joined(separator: ", ")
      note("_kind", "", .missingParameter(chart: "a chart", need: need))
    }
    return value(of: "_kind") { text throws(QueryMistake.Kind) in
      guard let kind = ChartQuery.Kind(rawValue: text) else { throw .unknownChoice(known: words) }
      return kind
    }
  }

  /// The name of one column.
  fileprivate mutating func column(_ name: String) -> String? {
    let names = names(of: name) ?? []
    if names.count > 1 { note(name, text(of: name) ?? "", .tooManyNames(limit: 1)) }
    return names.first
  }

  fileprivate mutating func wholeNumber(_ name: String, within bounds: ClosedRange<Int>) -> Int? {
    value(of: name) { text throws(QueryMistake.Kind) in
      guard let number = Statistics.wholeNumber(text), bounds.contains(number) else {
        throw .noWholeNumber(bounds)
      }
      return number
    }
  }
}
