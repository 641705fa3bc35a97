internal import Tables

/// The values by which several sources name their groups, each once.
///
/// Values of sources that agree in their type keep it; whole numbers meet decimal ones as decimals, and all others meet as texts: 20 of one
/// source is the `20` of another, where it stands among words.
struct GroupNames: Sendable {
  /// In their order; texts byte by byte.
  let values: [Cell]
  /// For each source, for each of its groups, the place of its value; `nil` for a group that has none.
  let places: [[Int?]]

  /// - Parameter sources: for each source, for each of its groups the value; null for a group that has no name.
  /// - Complexity: O(*groups* x log *groups*).
  init(of sources: [[Cell]], on lanes: Lanes) throws(Cancelled) {
    let kinds = Set(sources.joined().compactMap(\.kind))
    let kind = kinds.count == 1 ? kinds.first : kinds == [.integer, .decimal] ? .decimal : .text
    var entries: [(value: Cell, source: Int, group: Int)] = []
    for (source, cells) in sources.enumerated() {
      for (group, cell) in cells.enumerated() where cell != .null {
        entries.append((cell.as(kind ?? .text), source, group))
      }
    }
    try entries.sort(on: lanes) { $0.value.precedes($1.value) }
    var values: [Cell] = []
    var places = sources.map { [Int?](repeating: nil, count: $0.count) }
    for entry in entries {
      if values.last != entry.value { values.append(entry.value) }
      places[entry.source][entry.group] = values.count - 1
    }
    self.values = values
    self.places = places
  }
}

extension Cell {
  /// The type of the value; `nil` for null.
  fileprivate var kind: ColumnType? {
    switch self {
    case .null: nil
    case .integer: .integer
    case .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .datetime: .datetime
    case .text: .text
    }
  }

  /// The value as one of a type that it has or can take on.
  fileprivate func `as`(_ kind: ColumnType) -> Cell {
    switch (self, kind) {
    case (.integer(let number), .decimal): .decimal(Double(number))
    case (.text, .text), (.null, _): self
    case (_, .text): .text(text[...])
    default: self
    }
  }

  /// Whether it comes before another value of its type.
  fileprivate func precedes(_ other: Cell) -> Bool {
    switch (self, other) {
    case (.integer(let one), .integer(let two)), (.date(let one), .date(let two)),
      (.datetime(let one), .datetime(let two)):
      one < two
    case (.decimal(let one), .decimal(let two)): one < two
    case (.boolean(let one), .boolean(let two)): !one && two
    case (.text(let one), .text(let two)): one.lexicographicallyPrecedes(two)
    default: false
    }
  }
}
