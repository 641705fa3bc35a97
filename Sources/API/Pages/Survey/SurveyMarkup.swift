internal import HTTP
internal import Statistics

// What the page of the survey shows of an answer.

extension MarkupWriter {
  /// A ranking as a chart, a map of tiles and a table.
  mutating func ranking(_ entries: [RankingChart.Entry], _ view: SurveyView) {
    let chart = view.chart(entries)
    facts(entries, view)
    begin("div", ("class", "columns survey"))
    begin("figure")
    empty(
      "img", ("src", view.choice.target("/survey/ranking.svg")), ("alt", chart.description),
      ("width", "720"))
    end()
    begin("div")
    tiles(entries, view)
    rankingTable(entries, view)
    end()
    end()
  }

  private mutating func facts(_ entries: [RankingChart.Entry], _ view: SurveyView) {
    begin("dl", ("class", "facts"))
    if let place = entries.firstIndex(where: \.isChosen) {
      fact(view.valueName, entries[place].value.inFull)
      fact("Place, best first", "\(place + 1) of \(entries.count)")
    }
    if let overall = view.overall { fact("Mean over all rows", overall.inFull) }
    fact("Good is", view.choice.goodEnd == .low ? "a low value" : "a high value")
    fact("States", NumberText.whole(entries.count))
    end()
  }

  /// A name and its value, in a list of facts.
  mutating func fact(_ name: String, _ value: String) {
    begin("div")
    element("dt", text: name)
    element("dd", text: value)
    end()
  }

  // Tiles

  private mutating func tiles(_ entries: [RankingChart.Entry], _ view: SurveyView) {
    let values = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
    let shown = entries.filter { StateTiles.known.contains($0.name) }
    // A table of other places than the states has no map.
    guard shown.count > 5, let classes = ValueClasses(shown.map(\.value)) else { return }
    begin("div", ("class", "wide"))
    begin("table", ("class", "tiles"))
    element(
      "caption",
      text: "\(view.valueName) by state, about where states lie; a state leads to its categories")
    begin("tbody")
    for row in StateTiles.rows {
      begin("tr")
      for tile in row {
        guard let tile else {
          element("td", ("class", "none"), text: "")
          continue
        }
        self.tile(tile, values[tile.name], classes, view.choice)
      }
      end()
    }
    end()
    end()
    end()
    legend(classes)
    let others = entries.count - shown.count
    if others > 0 {
      element(
        "p", ("class", "note"),
        text: "\(NumberText.whole(others)) more without a tile: see the table.")
    }
  }

  private mutating func tile(
    _ tile: StateTiles.Tile, _ entry: RankingChart.Entry?, _ classes: ValueClasses,
    _ choice: SurveyChoice
  ) {
    guard let entry else {
      begin("td", ("class", "tile silent"))
      element("abbr", ("title", "\(tile.name): no value"), text: tile.letters)
      end()
      return
    }
    let chosen = entry.isChosen ? " here" : ""
    begin("td", ("class", "tile shade-\(classes.place(of: entry.value))\(chosen)"))
    begin(
      "a", ("href", choice.detail(of: tile.name).target()),
      ("title", "\(tile.name): \(entry.value.inFull)"))
    element("abbr", ("title", tile.name), text: tile.letters)
    text(" ")
    element("span", text: entry.value.inShort)
    end()
    end()
  }

  private mutating func legend(_ classes: ValueClasses) {
    begin("ul", ("class", "shades"), ("aria-label", "Shades"))
    for (place, text) in classes.texts.enumerated() {
      element("li", ("class", "shade-\(place)"), text: text)
    }
    end()
  }

  // Tables

  private mutating func rankingTable(_ entries: [RankingChart.Entry], _ view: SurveyView) {
    // Where values are differences themselves, there is nothing to compare them with.
    let overall = view.comparison
    begin("div", ("class", "wide"))
    begin("table")
    element("caption", text: "\(view.valueName) by state, best first")
    heads(["Place", "State", view.valueName] + (overall == nil ? [] : ["Above all rows"]))
    begin("tbody")
    for (place, entry) in entries.prefix(SurveyLimits.rows).enumerated() {
      begin("tr", entry.isChosen ? [(name: "class", value: "chosen")] : [])
      element("td", ("class", "n"), text: "\(place + 1)")
      begin("th", ("scope", "row"))
      element(
        "a", ("href", view.choice.detail(of: entry.name).target()), text: entry.name.cut)
      end()
      element("td", ("class", "n"), text: entry.value.inFull)
      if let overall { element("td", ("class", "n"), text: (entry.value - overall).inFull) }
      end()
    }
    end()
    end()
    end()
    remainder(entries.count - SurveyLimits.rows, "states")
  }

  private mutating func heads(_ names: [String]) {
    begin("thead")
    begin("tr")
    for name in names where !name.isEmpty { element("th", ("scope", "col"), text: name) }
    if names.contains("") { element("td", text: "") }
    end()
    end()
  }

  private mutating func bar(_ value: Double, of greatest: Double) {
    let share = greatest > 0 ? abs(value) / greatest * 100 : 0
    begin(
      "svg", ("class", "bar"), ("viewBox", "0 0 100 10"), ("preserveAspectRatio", "none"),
      ("aria-hidden", "true"))
    empty("rect", ("width", NumberText.readable(share.rounded())), ("height", "10"))
    end()
  }

  /// Means of one state by category, each category with its strata.
  mutating func strata(_ means: [StratumMean], ofState name: String) {
    let greatest = means.compactMap(\.mean).map(abs).max() ?? 0
    begin("div", ("class", "wide"))
    begin("table")
    element("caption", text: "Means of \(name.cut), by category")
    heads(["Stratum", "Mean", ""])
    var category: String?
    for mean in means.prefix(SurveyLimits.rows) {
      if mean.category != category {
        if category != nil { end() }
        begin("tbody")
        begin("tr", ("class", "group"))
        element(
          "th", ("scope", "rowgroup"), ("colspan", "3"), text: mean.category.cut)
        end()
        category = mean.category
      }
      begin("tr")
      element("th", ("scope", "row"), text: mean.stratum.cut)
      element("td", ("class", "n"), text: mean.mean?.inFull ?? "")
      begin("td")
      bar(mean.mean ?? 0, of: greatest)
      end()
      end()
    }
    if category != nil { end() }
    end()
    end()
    remainder(means.count - SurveyLimits.rows, "strata")
  }

  /// Means of all states by category: a row for each state, a column for each stratum below its category.
  mutating func strata(_ means: [StratumMean], _ choice: SurveyChoice) {
    let grid = StratumGrid(means)
    begin("div", ("class", "wide"))
    begin("table", ("class", "grid"))
    element("caption", text: "Means by state, category and stratum")
    begin("thead")
    begin("tr")
    element("th", ("scope", "col"), ("rowspan", "2"), text: "State")
    for group in grid.groups {
      element(
        "th", ("scope", "colgroup"), ("colspan", "\(group.count)"), text: group.category.cut)
    }
    end()
    begin("tr")
    for column in grid.columns { element("th", ("scope", "col"), text: column.stratum.cut) }
    end()
    end()
    begin("tbody")
    for row in grid.rows {
      begin("tr")
      begin("th", ("scope", "row"))
      element("a", ("href", choice.detail(of: row.location).target()), text: row.location.cut)
      end()
      for mean in row.means { element("td", ("class", "n"), text: mean?.inFull ?? "") }
      end()
    }
    end()
    end()
    end()
    remainder(grid.omittedRows, "states")
    remainder(grid.omittedColumns, "strata")
  }

  private mutating func remainder(_ count: Int, _ noun: String) {
    guard count > 0 else { return }
    element(
      "p", ("class", "note"),
      text: "\(NumberText.whole(count)) more \(noun) are not shown; the answer of a job has all.")
  }
}

/// How much of an answer a page shows.
enum SurveyLimits {
  static let rows = 300
  static let columns = 40
  /// Cells of the table of states and strata, so that the page stays short.
  static let cells = 2500
}

extension Double {
  fileprivate var inFull: String { NumberText.readable(self) }
}

extension String {
  /// Enough of a name to recognise it.
  var cut: String { unicodeScalars.count > 200 ? String(unicodeScalars.prefix(200)) + "…" : self }
}
