internal import Engine
internal import JSON

/// What is asked about a table of this server: `{"file_path":"/data/uploads/a.csv","column_name":"city"}`.
///
/// Members that nobody asks for are passed over, as the older service did.
struct DataQuestion: Equatable, Sendable {
  let reference: DataReference
  /// Empty where no column is asked for.
  let column: String

  /// Reads the body of a request.
  ///
  /// - Throws: `Failure.pipeline` with all that is wrong.
  init(_ bytes: [UInt8], _ own: OwnURLs, asksColumn: Bool) throws(Failure) {
    let body = try PipelineRequest.members(bytes)
    var mistakes = PipelineMistakes()
    let reference = Self.reference(body, own, &mistakes)
    let column = asksColumn ? body.text(Self.columnMember, &mistakes) : ""
    try mistakes.finish()
    // What makes no sense is a mistake.
    guard let reference, let column else { throw .missingField(Self.fileMember) }
    self.reference = reference
    self.column = column
  }

  private static let fileMember = "file_path"
  fileprivate static let columnMember = "column_name"

  private static func reference(
    _ body: PipelineMembers, _ own: OwnURLs, _ mistakes: inout PipelineMistakes
  ) -> DataReference? {
    guard let text = body.text(fileMember, &mistakes) else { return nil }
    let location = body.location(of: fileMember)
    do throws(SourceMistake) {
      switch try SourceAddress.place(text, own) {
      case .file(let path): return .file(path)
      case .dataset(let name): return .dataset(name)
      case .address:
        throw SourceMistake(
          kind: .value("only tables of this server can be looked at"),
          hint: "; files are /data/..., data sets are dataset:...")
      }
    } catch {
      mistakes.note(error.kind, at: location, hint: error.hint, input: .string(text))
      return nil
    }
  }
}

extension PipelineMistakes {
  /// A column that is asked for is not there.
  static func unknownColumn(_ name: String, nearest: String?) -> PipelineMistakes {
    var mistakes = PipelineMistakes()
    mistakes.note(
      .value("the table has no column of that name"),
      at: [.name("body"), .name(DataQuestion.columnMember)], hint: hint(at: nearest),
      input: .string(name))
    return mistakes
  }

  /// The file that a member brings or names is no table.
  static func unreadable(_ failure: DatasetFailure, member: String) -> PipelineMistakes {
    var mistakes = PipelineMistakes()
    mistakes.note(
      .value(failure.account.detail), at: [.name("body"), .name(member)], input: .null)
    return mistakes
  }

  /// A form has no file in its field `file`.
  static var missingFile: PipelineMistakes {
    var mistakes = PipelineMistakes()
    mistakes.note(
      .missing, at: [.name("body"), .name("file")], hint: "; send a form with -F file=@data.csv",
      input: .null)
    return mistakes
  }
}
