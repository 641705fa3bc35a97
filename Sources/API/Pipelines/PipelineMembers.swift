internal import Engine
internal import JSON
internal import Statistics

/// The members of an object within the body of a pipeline job, read one by one.
struct PipelineMembers {
  let members: [JSONValue.Member]
  /// The way from the body to the object.
  let location: [PipelineMistakes.Step]

  subscript(name: String) -> JSONValue? {
    members.first { $0.key.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The way to a member.
  func location(of name: String) -> [PipelineMistakes.Step] { location + [.name(name)] }

  /// The value of a member that must be there.
  func required(_ name: String, _ mistakes: inout PipelineMistakes) -> JSONValue? {
    let value = self[name]
    if value == nil { mistakes.note(.missing, at: location(of: name), input: .object(members)) }
    return value
  }

  /// The value of a member that may be missing or null.
  func optional(_ name: String) -> JSONValue? {
    self[name].flatMap { $0 == .null ? nil : $0 }
  }

  /// The text of a member that must be there.
  func text(_ name: String, _ mistakes: inout PipelineMistakes) -> String? {
    guard let value = required(name, &mistakes) else { return nil }
    if case .string(let text) = value { return text }
    mistakes.note(.noText, at: location(of: name), input: value)
    return nil
  }

  /// The members of an object that must be there.
  func object(_ name: String, _ mistakes: inout PipelineMistakes) -> PipelineMembers? {
    guard let value = required(name, &mistakes) else { return nil }
    if case .object(let members) = value {
      return PipelineMembers(members: members, location: location(of: name))
    }
    mistakes.note(.noObject, at: location(of: name), input: value)
    return nil
  }

  /// What the members say about columns.
  func columnNames(_ mistakes: inout PipelineMistakes) -> PipelineSource.ColumnNames {
    var names = PipelineSource.ColumnNames()
    for column in SourceColumn.allCases { names[column] = columnName(column, &mistakes) }
    return names
  }

  private func columnName(
    _ column: SourceColumn, _ mistakes: inout PipelineMistakes
  ) -> String? {
    guard let value = optional(column.rawValue) else { return nil }
    guard case .string(let name) = value else {
      mistakes.note(.noText, at: location(of: column.rawValue), input: value)
      return nil
    }
    if name.isEmpty { mistakes.note(.emptyText, at: location(of: column.rawValue), input: value) }
    return name
  }

  /// Notes the members that nobody asks for.
  ///
  /// - Parameters:
  ///   - known: those that may be there.
  ///   - others: names that are no members here, but may have been meant.
  func refuseOthers(
    than known: [String], hinting others: [String] = [], _ mistakes: inout PipelineMistakes
  ) {
    for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
      if mistakes.isFull { return }
      mistakes.note(
        .extra, at: location(of: member.key),
        hint: PipelineMistakes.hint(at: nearestName(to: member.key, in: known + others)),
        input: member.value)
    }
  }
}

extension PipelineSource.ColumnNames {
  /// These names, and others where these are not told.
  func filled(from others: PipelineSource.ColumnNames) -> PipelineSource.ColumnNames {
    var names = self
    for column in SourceColumn.allCases { names[column] = self[column] ?? others[column] }
    return names
  }
}
