/// The head of a part of a form: which field it is, and of what kind (RFC 7578, section 4).
package struct PartHead: Equatable, Sendable {
  /// The name of the form's field.
  package let name: String
  /// The last component of the client's name for the file, empty when it gave an empty one; `nil` for what is no file.
  package let fileName: String?
  /// The media type as it was sent; `nil` if it was not.
  package let contentType: String?

  package init(name: String, fileName: String? = nil, contentType: String? = nil) {
    self.name = name
    self.fileName = fileName
    self.contentType = contentType
  }

  /// Reads the lines of a head, each with its CR LF. Fields other than these two are checked and ignored.
  init(_ lines: ArraySlice<UInt8>, part: Int) throws(MultipartFailure) {
    var disposition: ArraySlice<UInt8>?
    var type: ArraySlice<UInt8>?
    var start = lines.startIndex
    while start < lines.endIndex {
      let end = lines[start...].firstIndex(of: Characters.carriageReturn) ?? lines.endIndex
      let (name, value) = try Self.field(lines[start..<end], part: part)
      if Characters.matches(name, Self.dispositionName) {
        if disposition != nil { throw .noFormData(part: part) }
        disposition = value
      } else if Characters.matches(name, Self.typeName) {
        type = type ?? value
      }
      start = min(end + 2, lines.endIndex)
    }
    guard let disposition, let parameters = FieldParameters(disposition),
      parameters.word == Self.formData
    else { throw .noFormData(part: part) }
    guard let name = parameters["name"] else { throw .missingName(part: part) }
    self.name = String(decoding: name, as: UTF8.self)
    contentType = type.map { String(decoding: $0, as: UTF8.self) }
    fileName = Self.fileName(parameters).map(Self.lastComponent)
  }

  private static let dispositionName = Array("content-disposition".utf8)
  private static let typeName = Array("content-type".utf8)
  private static let formData = Array("form-data".utf8)

  private static func field(
    _ line: ArraySlice<UInt8>, part: Int
  ) throws(MultipartFailure) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    let name = line.prefix(while: Characters.isToken)
    let value = line[name.endIndex...].dropFirst()
    guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == UInt8(ascii: ":"),
      value.allSatisfy(Characters.isFieldValue)
    else { throw .malformedField(part: part) }
    return (name, Characters.trimmed(value))
  }

  /// The name of a file, rather from `filename*`, which says its encoding. RFC 7578 (section 4.2) has nobody send that, but some do.
  private static func fileName(_ parameters: FieldParameters) -> String? {
    if let coded = parameters["filename*"], let name = decoded(coded[...]) { return name }
    return parameters["filename"].map { String(decoding: $0, as: UTF8.self) }
  }

  /// `UTF-8'language'escaped` decoded (RFC 8187, section 3.2); `nil` for another encoding or what is malformed.
  private static func decoded(_ value: ArraySlice<UInt8>) -> String? {
    let parts = value.split(
      separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Characters.matches(parts[0], Array("utf-8".utf8)),
      PercentCoding.isValid(parts[2])
    else { return nil }
    return String(validating: PercentCoding.decoded(parts[2]), as: UTF8.self)
  }

  /// What follows the last slash or backslash: folders on the client's machine mean nothing here.
  private static func lastComponent(_ path: String) -> String {
    let bytes = path.utf8
    let mark = bytes.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    return String(path[(mark.map(bytes.index(after:)) ?? path.startIndex)...])
  }
}
