/// Decides about a body, as it comes, which of its bytes are the content of a file and which are fields.
///
/// A body of type multipart/form-data is a form: the part that has a file name is the file, what has none is a field and is kept. A body
/// of any other type is the file itself.
package struct UploadReader: Sendable {
  package struct Limits: Equatable, Sendable {
    package var form = MultipartReader.Limits()
    /// All fields that are no file, their names and the file's own ones.
    package var fieldBytes = 64 * 1024

    package init() {}
  }

  /// What the bytes gave.
  package enum Step: Equatable, Sendable {
    /// All bytes are taken.
    case incomplete
    /// This place of the buffer belongs into the file.
    case content(Range<Int>)
    /// These bytes of earlier pieces belong into the file.
    case withheld([UInt8])
    /// The bytes are no form; every later step says so again.
    case failure(MultipartFailure)
  }

  /// `nil` for a body that is the file itself.
  private var form: MultipartReader?
  private let fieldLimit: Int
  private var fields: [Upload.Field] = []
  private var facts: Upload.Facts?
  private var isInFile = false
  /// The field whose value comes.
  private var name = ""
  private var value: [UInt8] = []
  private var keptBytes = 0
  private var takenBytes = 0
  private var failure: MultipartFailure?

  /// A reader of a body with the Content-Type of these fields.
  package init(_ fields: Fields, _ limits: Limits = Limits()) throws(MultipartFailure) {
    fieldLimit = limits.fieldBytes
    let type = fields.bytes(of: .contentType)
    if let type, MultipartReader.isForm(type) {
      form = try MultipartReader(contentType: type, limits.form)
    } else {
      facts = Upload.Facts(contentType: fields[.contentType])
      isInFile = true
    }
  }

  /// Takes bytes until some of them belong into the file.
  ///
  /// - Parameters:
  ///   - bytes: a buffer of which the part from `place` to `end` is taken.
  ///   - place: afterwards, where the bytes begin that were not taken.
  package mutating func next(in bytes: [UInt8], from place: inout Int, to end: Int) -> Step {
    while place < end {
      if let failure { return .failure(failure) }
      let start = place
      let step = nextOfForm(in: bytes, from: &place, to: end)
      takenBytes += place - start
      switch step {
      case .incomplete: return .incomplete
      case .part(let head): begin(head)
      case .content(let range):
        if isInFile { return .content(counted(range)) }
        keep(bytes[range])
      case .withheld(let withheld):
        if isInFile {
          facts?.byteCount += withheld.count
          return .withheld(withheld)
        }
        keep(withheld[...])
      case .partEnd: endPart()
      case .end: break
      case .failure(let failure): self.failure = failure
      }
    }
    return failure.map { .failure($0) } ?? .incomplete
  }

  /// The whole of it, when no more bytes will come.
  ///
  /// - Parameter draft: what the file's content was written into.
  package func finish(
    _ draft: any AnyObject & Sendable
  ) throws(MultipartFailure) -> Upload {
    if let failure { throw failure }
    try form?.finish()
    return Upload(
      fields: fields, file: facts.map { Upload.File($0, draft: draft) }, byteCount: takenBytes)
  }

  private mutating func nextOfForm(
    in bytes: [UInt8], from place: inout Int, to end: Int
  ) -> MultipartReader.Step {
    if let step = form?.next(in: bytes, from: &place, to: end) { return step }
    let range = place..<end
    place = end
    return .content(range)
  }

  private mutating func begin(_ head: PartHead) {
    keptBytes += head.name.utf8.count
    name = head.name
    isInFile = head.fileName != nil
    guard let fileName = head.fileName else { return checkRoom() }
    if facts != nil { return failure = .secondFile(field: head.name) }
    keptBytes += fileName.utf8.count + (head.contentType?.utf8.count ?? 0)
    facts = Upload.Facts(
      field: head.name, fileName: fileName.isEmpty ? nil : fileName, contentType: head.contentType)
    checkRoom()
  }

  private mutating func counted(_ range: Range<Int>) -> Range<Int> {
    facts?.byteCount += range.count
    return range
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    keptBytes += bytes.count
    checkRoom()
    if failure == nil { value.append(contentsOf: bytes) }
  }

  private mutating func checkRoom() {
    if keptBytes > fieldLimit { failure = .fieldsTooLarge(field: name, limitBytes: fieldLimit) }
  }

  private mutating func endPart() {
    if !isInFile {
      fields.append(Upload.Field(name: name, value: String(decoding: value, as: UTF8.self)))
    }
    value = []
    isInFile = false
  }
}
