import HTTP
import Testing

struct UploadTests {
  @Test func `of two fields with the same name the first is meant`() {
    let upload = Upload(
      fields: [.init(name: "a", value: "1"), .init(name: "a", value: "2")], file: nil, byteCount: 9)
    #expect(upload.value("a") == "1")
    #expect(upload.value("A") == nil)
  }
}
