@testable import HTTP
import Testing

struct UploadReaderTests {
  private final class Draft: Sendable {}

  /// What becomes of a body that comes in pieces.
  private struct Outcome: Equatable {
    var file: [UInt8] = []
    var fields: [Upload.Field] = []
    var facts: Upload.Facts?
    var byteCount = 0
    var failure: MultipartFailure?

    init(_ pieces: [ArraySlice<UInt8>], type: String?, _ limits: UploadReader.Limits) {
      do throws(MultipartFailure) {
        var reader = try UploadReader(Fields(type.map { [(.contentType, $0)] } ?? []), limits)
        for piece in pieces {
          let buffer = Array("--x".utf8) + piece + Array("--x".utf8)
          var place = 3
          while place < 3 + piece.count {
            switch reader.next(in: buffer, from: &place, to: 3 + piece.count) {
            case .incomplete: #expect(place == 3 + piece.count)
            case .content(let range): file += buffer[range]
            case .withheld(let bytes): file += bytes
            case .failure(let failure): throw failure
            }
          }
        }
        let draft = Draft()
        let upload = try reader.finish(draft)
        #expect(upload.file.map { $0.draft === draft } ?? true)
        fields = upload.fields
        facts = upload.file?.facts
        byteCount = upload.byteCount
      } catch {
        failure = error
        file = []
      }
    }
  }

  /// What becomes of a body, after every cutting gave the same.
  private func outcome(
    _ body: String, type: String? = "multipart/form-data; boundary=x",
    _ limits: UploadReader.Limits = .init()
  ) -> Outcome {
    let bytes = Array(body.utf8)
    let whole = Outcome([bytes[...]], type: type, limits)
    for (name, pieces) in Cutting.all(of: bytes) {
      #expect(Outcome(pieces, type: type, limits) == whole, "\(name) of \(body)")
    }
    return whole
  }

  private func field(_ name: String, _ value: String) -> String {
    "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
  }

  private func file(_ field: String, named name: String, _ content: String) -> String {
    "--x\r\nContent-Disposition: form-data; name=\(field); filename=\"\(name)\"\r\n"
      + "Content-Type: text/csv\r\n\r\n\(content)\r\n"
  }

  @Test func `a form gives its fields and its file, wherever that stands`() {
    let content = "a,b\r\n--y\r\n1,2\r\n"
    let body =
      field("delimiter", ";") + file("file", named: "d/g.csv", content) + field("mode", "größer")
      + field("mode", "") + "--x--\r\n"
    let outcome = outcome(body)
    #expect(outcome.file == Array(content.utf8))
    #expect(
      outcome.fields == [
        Upload.Field(name: "delimiter", value: ";"), Upload.Field(name: "mode", value: "größer"),
        Upload.Field(name: "mode", value: ""),
      ])
    #expect(
      outcome.facts
        == Upload.Facts(
          field: "file", fileName: "g.csv", contentType: "text/csv",
          byteCount: content.utf8.count))
    #expect(outcome.byteCount == body.utf8.count)
  }

  @Test(arguments: ["text/csv", "multipart/mixed; boundary=x", nil])
  func `a body of another type is the file itself`(_ type: String?) {
    let outcome = outcome("--x\r\na,b\r\n--x--", type: type)
    #expect(outcome.file == Array("--x\r\na,b\r\n--x--".utf8))
    #expect(outcome.facts == Upload.Facts(contentType: type, byteCount: 15))
    #expect(outcome.byteCount == 15)
  }

  @Test func `a form without a file has none, and an empty file name is none`() {
    let none = outcome(field("a", "1") + "--x--")
    #expect(none.facts == nil && none.fields.count == 1)
    let unnamed = outcome(file("file", named: "", "") + "--x--")
    #expect(unnamed.facts == Upload.Facts(field: "file", contentType: "text/csv"))
  }

  @Test func `a second file is refused`() {
    let body = file("file", named: "a", "1") + file("other", named: "b", "2") + "--x--"
    #expect(outcome(body).failure == .secondFile(field: "other"))
  }

  @Test func `fields that are too long together are refused, and a file of that length is not`() {
    var limits = UploadReader.Limits()
    limits.fieldBytes = 20
    #expect(
      outcome(field("a", "123456789") + field("b", "12345678") + "--x--", limits).failure == nil)
    let twentyOne = field("a", "123456789") + field("b", "1234567890") + "--x--"
    #expect(
      outcome(twentyOne, limits).failure == .fieldsTooLarge(field: "b", limitBytes: 20))
    let long = String(repeating: "n", count: 21)
    #expect(
      outcome(field(long, "") + "--x--", limits).failure
        == .fieldsTooLarge(field: long, limitBytes: 20))
    let file = file("f", named: "g.csv", String(repeating: "\r\n--", count: 40)) + "--x--"
    #expect(outcome(file, limits).file.count == 160)
  }

  @Test func `a form that breaks off, or whose type is wrong, is refused`() {
    #expect(outcome(field("a", "1")).failure == .missingEnd(parts: 1))
    #expect(outcome("--x--", type: "multipart/form-data").failure == .missingBoundary)
  }
}
