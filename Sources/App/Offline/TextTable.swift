/// Texts in aligned columns, with two blanks between them.
struct TextTable {
  /// What stands in a column, and what may become of it where room is short.
  enum Kind: Equatable {
    /// Texts at the left edge. They are cut where they are too long.
    case text
    /// Numbers at the right edge. One that is cut would be another number.
    case number
    /// Bars at the left edge, which mean something only as a whole.
    case bars
    /// Words at the left edge of which the same is true.
    case whole
  }

  struct Column {
    let name: ShownText
    let kind: Kind
    let cells: [ShownText]

    init(_ name: String, _ kind: Kind = .text, cells: [String]) {
      self.name = ShownText(name)
      self.kind = kind
      self.cells = cells.map { ShownText($0) }
    }

    /// How wide it is if nothing is cut.
    fileprivate var fullWidth: Int { cells.reduce(name.width) { max($0, $1.width) } }
  }

  /// Which columns are shown, and how wide each of the table is.
  struct Layout: Equatable {
    var widths: [Int]
    var shown: [Int]
  }

  let columns: [Column]

  /// Where columns of text are not cut any further.
  static let leastCutWidth = 12
  private static let gap = 2

  /// The columns from the left as far as they fit, one at least. Texts are cut first, the widest first.
  ///
  /// - Parameter limit: how wide a line may be; `nil` for no limit.
  func layout(within limit: Int?) -> Layout {
    let widths = widths(within: limit)
    var count = widths.count
    if let limit {
      while count > 1, Self.total(widths[..<count]) > limit { count -= 1 }
    }
    return Layout(widths: widths, shown: Array(0..<count))
  }

  /// All columns, beside each other if they fit, else in groups below each other that the first column leads.
  func layouts(within limit: Int?) -> [Layout] {
    var widths = widths(within: limit)
    guard let limit, Self.total(widths[...]) > limit else {
      return [Layout(widths: widths, shown: Array(columns.indices))]
    }
    // No cut is enough, so none needs to be that deep.
    widths = capped(at: max(Self.leastCutWidth, limit / 3))
    var layouts: [Layout] = []
    var group = [0]
    for column in columns.indices.dropFirst() {
      if group.count > 1, Self.total((group + [column]).map { widths[$0] }[...]) > limit {
        layouts.append(Layout(widths: widths, shown: group))
        group = [0]
      }
      group.append(column)
    }
    return layouts + [Layout(widths: widths, shown: group)]
  }

  /// How wide the columns are if texts are cut as far as needed and bearable.
  private func widths(within limit: Int?) -> [Int] {
    var cap = columns.reduce(0) { max($0, $1.fullWidth) }
    guard let limit else { return capped(at: cap) }
    var widths = capped(at: cap)
    while cap > Self.leastCutWidth, Self.total(widths[...]) > limit {
      // Never further than what is too much can be taken from one column alone.
      let excess = Self.total(widths[...]) - limit
      cap = max(Self.leastCutWidth, cap - max(1, excess / columns.count))
      widths = capped(at: cap)
    }
    return widths
  }

  private func capped(at cap: Int) -> [Int] {
    columns.map { $0.kind == .text ? min($0.fullWidth, cap) : $0.fullWidth }
  }

  private static func total(_ widths: ArraySlice<Int>) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// The line of the names, then one for each row.
  ///
  /// - Parameter emphasis: what stands around the names.
  func lines(_ layout: Layout, emphasis: (on: String, off: String) = ("", "")) -> [String] {
    let names = Self.line(
      layout.shown.map { (columns[$0].name, columns[$0].kind, layout.widths[$0]) })
    return [emphasis.on + names + emphasis.off] + rows(layout)
  }

  /// A line for each row.
  func rows(_ layout: Layout) -> [String] {
    (0..<(columns.first?.cells.count ?? 0)).map { row in
      Self.line(
        layout.shown.map { (columns[$0].cells[row], columns[$0].kind, layout.widths[$0]) })
    }
  }

  private static func line(_ cells: [(text: ShownText, kind: Kind, width: Int)]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      if place > 0 { line += String(repeating: " ", count: gap) }
      var text = cell.text
      if cell.kind == .text { text.cut(to: cell.width) }
      let blanks = String(repeating: " ", count: max(0, cell.width - text.width))
      line += cell.kind == .number ? blanks + text.text : text.text + blanks
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
