internal import Engine

// What commands that talk to a server have in common on their command lines.

extension CommandArguments {
  /// The operands as jobs, one at least.
  func jobIDs(of command: String) throws(UsageFailure) -> [JobID] {
    if operands.isEmpty { throw .missingArgument("an ID, such as job_id_7", of: command) }
    return try operands.map { (text) throws(UsageFailure) in
      if let id = JobID(text.utf8) { return id }
      throw .badValue(name: "an ID", value: text, expected: "job_id_7, or 7 for short")
    }
  }

  /// The value of a flag that is a time, in milliseconds.
  func duration(_ name: String) throws(UsageFailure) -> Int? {
    guard let text = value(name) else { return nil }
    guard let milliseconds = Quantity.milliseconds(text), milliseconds > 0 else {
      throw .badValue(name: name, value: text, expected: "a time such as 500ms, 10s or 2m")
    }
    return milliseconds
  }
}
