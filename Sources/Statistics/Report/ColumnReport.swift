import Tables

/// What a report says of one column: its statistics, a chart, and its most frequent values.
struct ColumnReport {
  let profile: ColumnProfile
  /// From 1, in the order of the table.
  let number: Int

  /// The name of its section within the page.
  var id: String { "column-\(number)" }

  /// The name of the column as it stands in the report.
  var name: String { PlainText.name(profile.name) }

  /// The type by the word that the API has for it.
  static func word(_ type: ColumnType) -> String {
    type == .decimal ? "float" : type.rawValue
  }

  // The row of the table of all columns

  /// - Parameter isLinked: whether the column has a section.
  func row(isLinked: Bool) -> [UInt8] {
    var page = MarkupWriter()
    page.begin("tr")
    page.begin("th", ("scope", "row"))
    if isLinked {
      page.begin("a", ("href", "#\(id)"))
      page.element("bdi", text: name)
      page.end()
    } else {
      page.element("bdi", text: name)
    }
    page.end()
    page.element("td", text: Self.word(profile.type))
    page.element("td", ("class", "n"), text: NumberText.whole(profile.count))
    page.element("td", ("class", "n"), text: missing)
    page.element("td", ("class", "n"), text: distinct)
    for cell in [profile.least, profile.greatest] {
      page.begin("td", ("class", profile.type == .text ? "t" : "v"))
      page.element("bdi", text: PlainText.value(cell))
      page.end()
    }
    page.end()
    page.lineBreak()
    return page.bytes
  }

  /// Its line in the table of contents.
  func entry() -> [UInt8] {
    var page = MarkupWriter()
    page.begin("li")
    page.begin("a", ("href", "#\(id)"))
    page.element("bdi", text: name)
    page.end()
    page.end()
    page.lineBreak()
    return page.bytes
  }

  private var missing: String {
    let count = NumberText.whole(profile.nullCount)
    if profile.nullCount == 0 { return count }
    let share = PlainText.share(profile.nullCount, of: profile.count + profile.nullCount)
    return "\(count) (\(share))"
  }

  private var distinct: String {
    profile.distinctCount.map { NumberText.whole($0) } ?? "too many to count"
  }

  // The section

  func section() -> [UInt8] {
    var page = MarkupWriter()
    page.begin("section", ("class", "column"), ("id", id), ("aria-labelledby", "\(id)-name"))
    page.begin("h3", ("id", "\(id)-name"))
    page.element("bdi", text: name)
    page.text(" ")
    page.element("span", ("class", "kind"), text: Self.word(profile.type))
    page.end()
    page.lineBreak()
    page.facts(
      [("Values", NumberText.whole(profile.count)), ("Missing", missing)]
        + [("Different values", distinct)] + statistics)
    if let chart { page.figure(chart, kind: profile.truths == nil ? "chart" : "bar") }
    if profile.count == 0 {
      page.element("p", ("class", "note"), text: "No row has a value.")
    } else if areAllDifferent {
      page.element("p", ("class", "note"), text: "No value stands in more than one row.")
    } else if profile.type != .boolean, !profile.topValues.isEmpty {
      writeTopValues(to: &page)
    }
    page.end()
    page.lineBreak()
    return page.bytes
  }

  /// Whether there is nothing to say of frequencies.
  private var areAllDifferent: Bool { profile.topValues.first?.count == 1 && profile.count > 1 }

  private var statistics: [(name: String, value: String)] {
    var facts: [(String, String)] = []
    if let truths = profile.truths {
      for (name, count) in [("True", truths.trueCount), ("False", truths.falseCount)] {
        let share = PlainText.share(count, of: profile.count)
        facts.append((name, "\(NumberText.whole(count)) (\(share))"))
      }
    } else if profile.type != .text {
      let isTime = profile.type == .date || profile.type == .datetime
      facts.append((isTime ? "Earliest" : "Least", PlainText.value(profile.least)))
      if let numbers = profile.numbers { facts += Self.quantiles(numbers) }
      facts.append((isTime ? "Latest" : "Greatest", PlainText.value(profile.greatest)))
      if let numbers = profile.numbers { facts += Self.moments(numbers) }
    }
    if let lengths = profile.lengths {
      facts.append(("Shortest, in characters", NumberText.whole(lengths.lowerBound)))
      facts.append(("Longest, in characters", NumberText.whole(lengths.upperBound)))
    }
    return facts
  }

  private static func quantiles(_ numbers: NumberProfile) -> [(String, String)] {
    [
      ("5th percentile", text(numbers.percentile5)),
      ("Lower quartile", text(numbers.lowerQuartile)), ("Median", text(numbers.median)),
      ("Upper quartile", text(numbers.upperQuartile)),
      ("95th percentile", text(numbers.percentile95)),
    ]
  }

  private static func moments(_ numbers: NumberProfile) -> [(String, String)] {
    [
      ("Mean", text(numbers.mean)), ("Standard deviation", text(numbers.standardDeviation)),
      ("Variance", text(numbers.variance)), ("Skewness", text(numbers.skewness)),
      ("Excess kurtosis", text(numbers.kurtosis)),
      ("Zeros", numbers.zeroCount.map { NumberText.whole($0) } ?? "too many to count"),
    ]
  }

  private static func text(_ number: Double?) -> String {
    number.map(NumberText.readable) ?? "–"
  }

  /// A drawing of the values; `nil` where there is none to draw, or texts are all different.
  private var chart: [UInt8]? {
    guard profile.count > 0 else { return nil }
    if let truths = profile.truths {
      return ShareBar(
        title: "Shares of \(name)",
        parts: [
          ShareBar.Part(name: "true", count: truths.trueCount),
          ShareBar.Part(name: "false", count: truths.falseCount),
        ]
      ).svg()
    }
    if let histogram = profile.histogram { return self.chart(of: histogram) }
    if areAllDifferent || profile.topValues.isEmpty { return nil }
    return BarChart(
      title: "Most frequent values of \(name)",
      categories: profile.topValues.map { PlainText.value($0.value) },
      categoryTitle: AxisTitle(""), valueTitle: AxisTitle("Rows"),
      values: profile.topValues.map { Double($0.count) }, steps: .whole
    ).svg()
  }

  private func chart(of histogram: ColumnHistogram) -> [UInt8]? {
    let title = "Distribution of \(name)"
    let rows = AxisTitle("Rows")
    let moments = histogram.edges.compactMap { edge -> Int64? in
      if case .datetime(let moment) = edge { moment } else { nil }
    }
    if moments.count == histogram.edges.count {
      return HistogramChart(
        title: title, timeTitle: AxisTitle(name), countTitle: rows, edges: moments,
        counts: histogram.counts, omittedCount: profile.nullCount
      ).svg()
    }
    let numbers = histogram.edges.compactMap { edge -> Double? in
      if case .decimal(let number) = edge { number } else { nil }
    }
    return HistogramChart(
      title: title, valueTitle: AxisTitle(name), countTitle: rows,
      histogram: Histogram(edges: numbers, counts: histogram.counts),
      omittedCount: profile.nullCount
    ).svg()
  }

  private func writeTopValues(to page: inout MarkupWriter) {
    page.begin("details")
    page.element("summary", text: "Most frequent values")
    page.begin("div", ("class", "wide"))
    page.begin("table")
    page.heads([("Value", "t"), ("Rows", "n"), ("Share of values", "n")])
    page.begin("tbody")
    for counted in profile.topValues {
      page.begin("tr")
      page.begin("td", ("class", "t"))
      page.element("bdi", text: PlainText.value(counted.value))
      page.end()
      page.element("td", ("class", "n"), text: NumberText.whole(counted.count))
      page.element(
        "td", ("class", "n"), text: PlainText.share(counted.count, of: profile.count))
      page.end()
    }
    page.end()
    page.end()
    page.end()
    page.end()
    page.lineBreak()
  }
}

extension MarkupWriter {
  /// Names with their values.
  mutating func facts(_ facts: [(name: String, value: String)]) {
    begin("dl")
    for (name, value) in facts {
      begin("div")
      element("dt", text: name)
      begin("dd")
      element("bdi", text: value)
      end()
      end()
    }
    end()
    lineBreak()
  }

  /// The line that heads the columns of a table, each with its class.
  mutating func heads(_ heads: [(text: String, kind: String)]) {
    begin("thead")
    begin("tr")
    for head in heads {
      element("th", ("scope", "col"), ("class", head.kind), text: head.text)
    }
    end()
    end()
    lineBreak()
  }

  /// A drawing, which can be moved sideways where it is wider than the screen.
  mutating func figure(_ drawing: [UInt8], kind: String) {
    begin("figure", ("class", kind))
    raw(drawing)
    end()
    lineBreak()
  }
}
