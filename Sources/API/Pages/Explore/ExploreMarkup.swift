internal import HTTP
internal import Statistics
internal import Tables

// What the views of an explore page write alike.

extension MarkupWriter {
  /// Fields of a form that nobody sees: all that an address says already.
  mutating func hidden(_ address: ExploreAddress) {
    for item in address.pageItems {
      empty("input", ("type", "hidden"), ("name", item.name), ("value", item.value))
    }
  }

  /// A box to tick, with its label.
  mutating func box(_ field: ExploreForm.Field, _ value: String, isTicked: Bool, label: String) {
    begin("label", ("class", "check"))
    if isTicked {
      empty(
        "input", ("type", "checkbox"), ("name", field.rawValue), ("value", value), ("checked", ""))
    } else {
      empty("input", ("type", "checkbox"), ("name", field.rawValue), ("value", value))
    }
    element("bdi", text: label)
    end()
  }

  mutating func option(_ value: String, _ title: String? = nil, isSelected: Bool = false) {
    begin("option", [("value", value)] + (isSelected ? [(name: "selected", value: "")] : []))
    text(title ?? value)
    end()
  }

  /// A field that takes the name of a column: a choice, or a text where there are too many to choose from.
  ///
  /// - Parameter none: what the choice of no column is called; `nil` where one must be chosen.
  mutating func columnField(
    _ title: String, _ field: ExploreForm.Field, _ columns: [Column], chosen: String? = nil,
    none: String? = nil
  ) {
    begin("label")
    text(title)
    if columns.count > ColumnChooser.choiceLimit {
      empty("input", ("name", field.rawValue), ("value", chosen ?? ""), ("placeholder", "its name"))
    } else {
      begin("select", ("name", field.rawValue))
      if let none { option("", none, isSelected: chosen == nil) }
      for column in columns {
        option(
          column.name, CellMarkup.cut(column.name, to: 60), isSelected: column.name == chosen)
      }
      end()
    }
    end()
  }

  /// A link that sorts by a column, from ascending over descending to not at all.
  ///
  /// - Parameter key: how it is sorted by this column now.
  mutating func sortLink(
    _ address: ExploreAddress, _ name: String, _ key: SortKey?, shown: String
  ) {
    let listed = QueryText.listed(name)
    let (next, mark, title): (String?, String, String) =
      switch key?.isDescending {
      case nil: (listed, "↕", "Sort by \(shown), least first")
      case false?: ("-" + listed, "▲", "Sort by \(shown), greatest first")
      case true?: (nil, "▼", "Do not sort by \(shown)")
      }
    let target = address.changed { $0.set("_sort", to: next) }.target
    element(
      "a", ("class", "sort"), ("href", target + "#rows"), ("aria-label", title), ("title", title),
      text: mark)
  }

  /// A bar whose length is a share of the whole.
  mutating func bar(_ count: Int, of greatest: Int) {
    let width = greatest > 0 ? Double(count) / Double(greatest) * 100 : 0
    begin(
      "svg", ("class", "bar"), ("viewBox", "0 0 100 10"), ("preserveAspectRatio", "none"),
      ("aria-hidden", "true"))
    empty("rect", ("width", "\((width * 10).rounded() / 10)"), ("height", "10"))
    end()
  }
}

extension MarkupWriter {
  /// Something that was chosen, with a link to the page without it.
  mutating func chip(_ text: String, without less: ExploreAddress?) {
    begin("li")
    element("bdi", text: text)
    if let less {
      element("a", ("href", less.target), ("aria-label", "Remove \(text)"), text: "×")
    }
    end()
  }
}
