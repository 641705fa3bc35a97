internal import HTTP
internal import Statistics
internal import Tables

/// What the forms of an explore page send: fields that people fill in, not yet the API's own parameters.
///
/// A browser cannot put `price__gte=10` together from three fields without a script. So the page takes the fields and sends the browser on
/// to the address that says the same in the API's words.
struct ExploreForm {
  enum Field: String, CaseIterable {
    /// One more condition for rows.
    case column = "_where"
    case operation = "_is"
    case value = "_value"
    /// A column to show; there may be several. The mark tells that they were chosen.
    case shown = "_show"
    case chosen = "_choose"
    /// Up to two columns to group by, each with a unit of time.
    case group = "_by"
    case unit = "_per"
    case innerGroup = "_then_by"
    case innerUnit = "_then_per"
    /// One more function of a column; `*` in it stands for the column.
    case function = "_function"
    case argument = "_of"
    /// The column whose words are compared.
    case words = "_in"
  }

  private let items: [QueryItem]

  /// The address that says what was filled in; `nil` where nothing was, and the address is one to be answered.
  ///
  /// - Parameters:
  ///   - address: where the form was sent to, with the fields of forms among its items.
  ///   - columns: those of the table.
  static func next(_ address: ExploreAddress, columns: [String]) -> ExploreAddress? {
    let names = Set(Field.allCases.map(\.rawValue))
    // An empty field of ours says nothing; an empty condition may.
    let spent = address.items.filter {
      names.contains($0.name) || ($0.value.isEmpty && $0.name.hasPrefix("_"))
    }
    guard !spent.isEmpty else { return nil }
    var next = address
    let from = next.from
    for item in spent { next.set(item.name, to: nil) }
    let form = ExploreForm(items: address.items)
    if form[.chosen] != nil {
      form.chooseColumns(of: &next, columns)
      // The rows stay the same ones, whatever is shown of them.
      next.from = from
    }
    form.addCondition(to: &next)
    if next.view == .groups {
      form.chooseGroups(of: &next)
      form.addFunction(to: &next)
    }
    if let column = form[.words] { next.set("_columns", to: column) }
    return next
  }

  /// What a field holds; `nil` where it is empty.
  private subscript(field: Field) -> String? {
    items.first { $0.name == field.rawValue && !$0.value.isEmpty }?.value
  }

  private func addCondition(to next: inout ExploreAddress) {
    guard let column = self[.column] else { return }
    let operation = self[.operation].flatMap { Filter.Operation(rawValue: $0) } ?? .eq
    let value = operation.takesValue ? self[.value] ?? "" : "true"
    next.add(ExploreAddress.condition(column, operation, value))
  }

  private func chooseColumns(of next: inout ExploreAddress, _ columns: [String]) {
    let shown = items.filter { $0.name == Field.shown.rawValue }.map(\.value)
    let isAll = shown.isEmpty || shown.count == columns.count
    next.set("_select", to: isAll ? nil : shown.map(QueryText.listed).joined(separator: ","))
  }

  private func chooseGroups(of next: inout ExploreAddress) {
    guard items.contains(where: { $0.name == Field.group.rawValue }) else { return }
    let keys = [(Field.group, Field.unit), (.innerGroup, .innerUnit)].compactMap { group, unit in
      self[group].map { QueryText.listed($0) + (self[unit].map { ":" + $0 } ?? "") }
    }
    let grouped = keys.isEmpty ? nil : keys.joined(separator: ",")
    guard grouped != next["_group_by"] else { return }
    // What was sorted by may be no column of the answer any more.
    next.set("_sort", to: nil)
    next.set("_group_by", to: grouped)
  }

  private func addFunction(to next: inout ExploreAddress) {
    guard let function = self[.function] else { return }
    let call = function.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: self[.argument].map(QueryText.listed) ?? "")
    let calls = next["_agg"] ?? "count()"
    // The function that was chosen last comes first: it is the one that is drawn. None stands there twice.
    let isThere = ",\(calls),".contains(",\(call),")
    next.set("_agg", to: isThere ? calls : "\(call),\(calls)")
  }
}

extension Filter.Operation {
  /// Whether it compares with something.
  var takesValue: Bool { self != .isNull && self != .notNull }
}
