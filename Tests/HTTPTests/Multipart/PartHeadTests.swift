@testable import HTTP
import Testing

struct PartHeadTests {
  private func head(_ lines: String...) throws(MultipartFailure) -> PartHead {
    let bytes = Array(lines.map { $0 + "\r\n" }.joined().utf8)
    return try PartHead(bytes[...], part: 3)
  }

  @Test func `a file has its field's name, its own name and its type`() throws {
    let head = try head(
      "content-disposition: form-data; name=\"file\"; filename=\"games.csv\"",
      "CONTENT-TYPE:text/csv; charset=utf-8 ", "Content-Transfer-Encoding: binary")
    #expect(
      head
        == PartHead(name: "file", fileName: "games.csv", contentType: "text/csv; charset=utf-8"))
  }

  @Test func `a field without a file name is no file`() throws {
    #expect(
      try head("Content-Disposition: form-data; name=delimiter") == PartHead(name: "delimiter"))
    let empty = try head("Content-Disposition: form-data; name=\"\"; filename=\"\"")
    #expect(empty == PartHead(name: "", fileName: ""))
  }

  @Test(arguments: [
    ("filename=\"a/b/c.csv\"", "c.csv"), (#"filename="C:\Users\me\c.csv""#, "c.csv"),
    ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"a/\"", ""),
    (#"filename="a\"b.csv""#, #"a"b.csv"#), ("filename=\"é.csv\"", "é.csv"),
    ("filename=x.csv; filename*=UTF-8''%e2%82%ac%20rates.csv", "€ rates.csv"),
    ("filename*=utf-8'en'a%2Fb.csv", "b.csv"), ("filename*=ISO-8859-1''%e9; filename=e", "e"),
    ("filename*=UTF-8''%ff; filename=e", "e"), ("filename*=UTF-8''%f; filename=e", "e"),
    ("filename*=e; filename=f", "f"),
  ])
  func `a file name loses its folders and is decoded`(_ parameter: String, _ name: String) throws {
    #expect(try head("Content-Disposition: form-data; name=f; \(parameter)").fileName == name)
  }

  @Test(arguments: [
    ("X: y", MultipartFailure.noFormData(part: 3)),
    ("Content-Disposition: attachment; name=x", .noFormData(part: 3)),
    ("Content-Disposition: form-data; name=\"x", .noFormData(part: 3)),
    ("Content-Disposition: form-data", .missingName(part: 3)),
    ("Content-Disposition: form-data; filename=x", .missingName(part: 3)),
    ("Content-Disposition : form-data; name=x", .malformedField(part: 3)),
    (" folded", .malformedField(part: 3)), ("no colon", .malformedField(part: 3)),
    ("name", .malformedField(part: 3)), (": x", .malformedField(part: 3)),
    ("X: \u{0}", .malformedField(part: 3)),
  ])
  func `a head that says too little is refused`(_ line: String, _ failure: MultipartFailure) {
    #expect(throws: failure) { _ = try head(line) }
  }

  @Test func `a head without lines and one with two dispositions are refused`() {
    #expect(throws: MultipartFailure.noFormData(part: 3)) { _ = try head() }
    #expect(throws: MultipartFailure.noFormData(part: 3)) {
      _ = try head(
        "Content-Disposition: form-data; name=x", "Content-Disposition: form-data; name=y")
    }
  }
}
