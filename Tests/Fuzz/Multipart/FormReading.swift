@testable import HTTP

/// What the reader of forms told of a body, contents put together.
struct FormReading: Equatable {
  private(set) var heads: [PartHead] = []
  private(set) var contents: [[UInt8]] = []
  private(set) var isEnded = false
  private(set) var failure: MultipartFailure?
  private var isWithin = false

  init(_ body: [UInt8], cutAt cuts: [Int], _ order: Order) {
    do throws(MultipartFailure) {
      var reader = try MultipartReader(contentType: order.contentType[...], order.limits.form)
      var start = 0
      for end in cuts + [body.count] {
        while start < end {
          let old = start
          let step = reader.next(in: body, from: &start, to: end)
          require(start >= old && start <= end, "bytes beyond the piece", old, start, end)
          try take(step, body, from: old, to: start, end)
        }
      }
      try reader.finish()
      require(isEnded, "the end, and nobody said so", self)
    } catch {
      failure = error
      require(!error.detail.isEmpty, "a failure without words", error)
    }
    require(heads.count <= order.limits.form.parts, "parts beyond the limit", heads)
  }

  private mutating func take(
    _ step: MultipartReader.Step, _ body: [UInt8], from old: Int, to place: Int, _ end: Int
  ) throws(MultipartFailure) {
    switch step {
    case .incomplete: require(place == end, "incomplete, and bytes are left", place, end)
    case .part(let head):
      require(!isWithin && !isEnded, "a part within a part or behind the end", head)
      require(head.fileName?.contains("/") != true, "a path for a name", head)
      heads.append(head)
      contents.append([])
      isWithin = true
    case .content(let range):
      require(isWithin && !range.isEmpty, "content of no part, or none", range)
      require(range.lowerBound >= old && range.upperBound <= place, "content elsewhere", range)
      contents[contents.count - 1] += body[range]
    case .withheld(let bytes):
      require(isWithin && !bytes.isEmpty, "content of no part, or none", bytes)
      contents[contents.count - 1] += bytes
    case .partEnd:
      require(isWithin, "the end of no part", self)
      isWithin = false
    case .end:
      require(!isWithin && !isEnded, "the end within a part, or twice", self)
      isEnded = true
    case .failure(let failure): throw failure
    }
  }
}

/// What the reader of uploads made of a body.
struct UploadReading {
  private final class Draft: Sendable {}

  private var file: [UInt8] = []
  private var upload: Upload?
  private var failure: MultipartFailure?

  init(_ body: [UInt8], cutAt cuts: [Int], _ order: Order) {
    do throws(MultipartFailure) {
      var fields = Fields()
      fields.append(.contentType, bytes: order.contentType)
      var reader = try UploadReader(fields, order.limits)
      var start = 0
      for end in cuts + [body.count] {
        while start < end {
          switch reader.next(in: body, from: &start, to: end) {
          case .incomplete: require(start == end, "incomplete, and bytes are left", start, end)
          case .content(let range): file += body[range]
          case .withheld(let bytes): file += bytes
          case .failure(let failure): throw failure
          }
        }
      }
      upload = try reader.finish(Draft())
      require(upload?.byteCount == body.count, "bytes that were not counted", body.count)
    } catch {
      failure = error
    }
  }

  /// A form that is taken has every part of the reading in its place: the only file in the file, the others in the fields.
  func check(against form: FormReading, _ order: Order) {
    guard let upload else {
      switch failure {
      case .fieldsTooLarge, .secondFile: return
      default: return require(failure == form.failure, "another failure", failure as Any, form)
      }
    }
    require(form.failure == nil, "an upload of what is no form", form)
    let parts = zip(form.heads, form.contents)
    let files = parts.filter { $0.0.fileName != nil }
    require(files.map(\.1).joined().elementsEqual(file), "another file", file, form)
    require(upload.file?.facts.byteCount == files.first?.1.count, "another length", form)
    require(
      upload.fields.map(\.name) == parts.filter { $0.0.fileName == nil }.map(\.0.name), "names")
    let kept = upload.fields.reduce(0) { $0 + $1.name.utf8.count }
    require(kept <= order.limits.fieldBytes, "more than is kept", kept)
  }
}
