internal import Tables

extension StageFailure {
  /// The failure for people: which stage, and which column, row or value is wrong.
  ///
  /// - Parameter stage: the name of the stage.
  func sentence(of stage: String) -> String { "\(stage): \(fault)" }

  private var fault: String {
    switch self {
    case .cancelled: "It was cancelled"
    case .unnamedColumn(let setting): "No column is named by \(setting)"
    case .unknownColumn(let name, let setting, let nearest):
      "There is no column '\(Self.short(name))', which \(setting) names"
        + (nearest.map { "; did you mean '\(Self.short($0))'?" } ?? "")
    case .unfitColumn(let name, let type, let needed):
      "Column '\(Self.short(name))' is of type \(type.word) and cannot be read as \(needed)"
    case .nothingReadable(let column, let needed, let row?, let value?):
      "No value of column '\(Self.short(column))' can be read as \(needed); "
        + "the first is '\(Self.short(value))' in row \(row)"
    case .nothingReadable(let column, let needed, let row?, nil):
      "No value of column '\(Self.short(column))' can be read as \(needed); row \(row) has none"
    case .nothingReadable(let column, let needed, nil, let value?):
      "No value of column '\(Self.short(column))' can be read as \(needed); "
        + "the first is '\(Self.short(value))'"
    case .nothingReadable(let column, let needed, nil, nil):
      "Column '\(Self.short(column))' has no value that can be read as \(needed)"
    case .tooFew(let what, let found, let needed):
      "There are too few \(what): \(found), where at least \(needed) are needed"
    case .tooMany(let what, let limit): "There are more than \(limit) \(what)"
    case .model(let reason): reason
    }
  }

  private static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }
}
