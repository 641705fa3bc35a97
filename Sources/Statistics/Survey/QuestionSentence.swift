extension QuestionFailure {
  /// The failure as a sentence for the asker: what was wrong and what would be right.
  package var sentence: String {
    switch self {
    case .unknownQuestion(let text, let nearest):
      "Unknown question \"\(Self.shortened(text))\""
        + Self.hint(nearest, orList: "GET /api/questions")
    case .unknownState(let name, let nearest):
      "Unknown state \"\(Self.shortened(name))\"" + Self.hint(nearest, orList: "GET /api/states")
    case .silentState(let state):
      "\(state) has no value for this question"
    case .stateMissing:
      "Missing field 'state'"
    case .yearsUnknown:
      "The survey has no columns YearStart and YearEnd of whole numbers, so 'from_year' and 'to_year' cannot bound it"
    case .yearsReversed(let from, let to):
      "'from_year' \(from) lies after 'to_year' \(to)"
    case .silentYears(let state, let from, let to):
      "\(state) has no value for this question" + (from.map { " from \($0)" } ?? "")
        + (to.map { " to \($0)" } ?? "")
    case .cancelled: "The computation was cancelled"
    }
  }

  /// Enough of a client's text to recognise it. It may be as long as a body.
  private static func shortened(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(200)
    return start.endIndex == text.endIndex ? text : String(start) + "..."
  }

  private static func hint(_ nearest: String?, orList list: String) -> String {
    if let nearest { return "; did you mean \"\(nearest)\"?" }
    return "; \(list) lists the known ones"
  }
}
