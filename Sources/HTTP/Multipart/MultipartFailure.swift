/// What is wrong with a body of type multipart/form-data. Parts are counted from 1.
package enum MultipartFailure: Error, Equatable, Sendable {
  /// The Content-Type breaks the grammar.
  case malformedType
  /// The Content-Type names no boundary.
  case missingBoundary
  /// The boundary is not 1 to 70 characters long.
  case boundaryLength(Int)
  /// A character that no boundary may hold, or a space at its end.
  case boundaryCharacter(UInt8)
  /// The line of a boundary holds something behind it.
  case boundaryLine(part: Int)
  /// A line of a part's head ends with LF alone, or holds a CR that no LF follows.
  case bareLineEnd(part: Int)
  /// A line of a part's head is no field.
  case malformedField(part: Int)
  case partHeadTooLarge(part: Int, limitBytes: Int)
  case tooManyParts(limit: Int)
  /// A part's Content-Disposition is missing, malformed, or another than form-data.
  case noFormData(part: Int)
  /// A part's Content-Disposition has no name.
  case missingName(part: Int)
  /// The body ends before its last boundary.
  case missingEnd(parts: Int)
  /// What is not a file is longer than is kept of all such parts together.
  case fieldsTooLarge(field: String, limitBytes: Int)
  /// A second part is a file.
  case secondFile(field: String)

  /// A sentence for whoever has to mend the body.
  package var detail: String {
    switch self {
    case .malformedType: "The Content-Type of the body is malformed."
    case .missingBoundary:
      "The Content-Type names no boundary; let the client make it, as curl -F does."
    case .boundaryLength(let count):
      "The boundary of the multipart body is \(count) characters long, and may have 1 to 70."
    case .boundaryCharacter(let byte):
      "The boundary of the multipart body holds a character that it may not (code \(byte))."
    case .boundaryLine(let part):
      "The boundary before part \(part) is followed by something else than the end of its line."
    case .bareLineEnd(let part):
      "A line in the head of part \(part) does not end with CR LF."
    case .malformedField(let part):
      "A line in the head of part \(part) is not a name, a colon and a value."
    case .partHeadTooLarge(let part, let limit):
      "The head of part \(part) is longer than \(limit) bytes."
    case .tooManyParts(let limit): "The multipart body has more than \(limit) parts."
    case .noFormData(let part):
      "Part \(part) has no valid Content-Disposition of type form-data."
    case .missingName(let part): "The Content-Disposition of part \(part) has no name."
    case .missingEnd(let parts):
      "The multipart body ends after \(parts) parts without its last boundary."
    case .fieldsTooLarge(let field, let limit):
      "Field '\(field)' makes the form's fields longer than \(limit) bytes; "
        + "send a long content as a file, with a file name."
    case .secondFile(let field):
      "Field '\(field)' is a second file; send one file in a request."
    }
  }
}
