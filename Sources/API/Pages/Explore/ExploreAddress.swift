internal import Engine
internal import HTTP
internal import Tables

/// The address of a view of a data set: all that the view shows is said there, in the API's own parameters, so that the same query asks
/// the API for the same numbers. What concerns the page alone is told apart from them.
struct ExploreAddress: Sendable {
  /// What is looked at.
  enum View: String, CaseIterable, Sendable {
    case rows, groups, similar

    var title: String {
      switch self {
      case .rows: "Rows"
      case .groups: "Group by"
      case .similar: "Similar"
      }
    }
  }

  /// The parameters of the page alone.
  static let own = ["_view", "_column", "_row", "_from", "_kind"]
  /// More rows than any data set has, and few enough to count on from there.
  private static let greatestFrom = 1 << 40

  let name: DatasetName
  var view: View
  /// Parameters of the API in the order of the text.
  private(set) var items: [QueryItem]
  /// The column that is looked at more closely.
  var column: String?
  /// The row that is looked at more closely, from 1.
  var row: Int?
  /// The first row that is shown, from 1 in the order of the view.
  var from: Int
  /// The chart of groups.
  var kind: String?

  init(_ name: DatasetName, _ items: [QueryItem]) throws(Failure) {
    // An empty one says nothing: forms send what was left empty.
    func own(_ name: String) -> String? {
      items.first { $0.name == name && !$0.value.isEmpty }?.value
    }
    self.name = name
    let wanted = own("_view") ?? View.rows.rawValue
    guard let view = View(rawValue: wanted) else {
      let known = View.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badParameters([
        .init("'_view' is one of \(known)", at: .parameter("_view"), value: wanted, expected: known)
      ])
    }
    self.view = view
    column = own("_column")
    row = own("_row").flatMap { Int($0) }
    from = min(max(1, own("_from").flatMap { Int($0) } ?? 1), Self.greatestFrom)
    kind = own("_kind")
    self.items = items.filter { !Self.own.contains($0.name) }
  }

  // Parts

  /// Whether an item is a condition for rows.
  static func isFilter(_ item: QueryItem) -> Bool {
    !item.name.hasPrefix("_") || item.name == "_or"
  }

  /// The conditions for rows.
  var filters: [QueryItem] { items.filter(Self.isFilter) }

  /// The value of a parameter; `nil` where it is not given.
  subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  // Changes

  /// The same address with something changed.
  func changed(_ change: (inout ExploreAddress) -> Void) -> ExploreAddress {
    var address = self
    change(&address)
    return address
  }

  /// Gives a parameter another value, or takes it away. What was asked differently begins at its first page.
  mutating func set(_ name: String, to value: String?) {
    let place = items.firstIndex { $0.name == name } ?? items.endIndex
    items.removeAll { $0.name == name }
    if let value { items.insert(QueryItem(name: name, value: value), at: min(place, items.count)) }
    if name != "_cursor" { begin() }
  }

  /// Adds a condition, unless it is there.
  mutating func add(_ filter: QueryItem) {
    if !items.contains(filter) { items.insert(filter, at: filters.count) }
    begin()
  }

  /// Takes an item away.
  mutating func remove(at place: Int) {
    items.remove(at: place)
    begin()
  }

  /// Goes to the first page.
  mutating func begin() {
    items.removeAll { $0.name == "_cursor" }
    from = 1
  }

  /// Looks at something else in the same rows.
  mutating func look(at view: View) {
    self = Self(name: name, view: view, items: view == .similar ? [] : filters)
  }

  fileprivate init(name: DatasetName, view: View, items: [QueryItem]) {
    self.name = name
    self.view = view
    self.items = items
    from = 1
  }

  // Text

  /// The address of the page.
  var target: String { QueryText.target("/explore/\(name)", pageItems) }

  /// Every parameter of the page.
  var pageItems: [QueryItem] {
    var all = items
    if view != .rows { all.insert(QueryItem(name: "_view", value: view.rawValue), at: 0) }
    if let kind { all.append(QueryItem(name: "_kind", value: kind)) }
    if let column { all.append(QueryItem(name: "_column", value: column)) }
    if let row { all.append(QueryItem(name: "_row", value: "\(row)")) }
    if from > 1 { all.append(QueryItem(name: "_from", value: "\(from)")) }
    return all
  }

  /// An address of the API, by the last part of its path.
  func api(_ part: String, _ items: [QueryItem]) -> String {
    QueryText.target("/api/v1/datasets/\(name)/\(part)", items)
  }

  /// The name that asks for a column, for conditions.
  static func condition(_ column: String, _ operation: Filter.Operation, _ value: String)
    -> QueryItem
  {
    let isMarked = column.hasPrefix("_") || column.hasPrefix("column:")
    let suffix = operation == .eq ? "" : "__" + operation.rawValue
    return QueryItem(name: (isMarked ? "column:" : "") + column + suffix, value: value)
  }
}

extension ExploreAddress {
  /// The rows that are like one.
  ///
  /// - Parameter row: its number, from 1.
  static func similar(_ name: DatasetName, to row: Int) -> ExploreAddress {
    ExploreAddress(
      name: name, view: .similar, items: [QueryItem(name: "_like", value: "\(row)")])
  }
}
