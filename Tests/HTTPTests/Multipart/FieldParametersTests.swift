@testable import HTTP
import Testing

struct FieldParametersTests {
  private func parameters(_ text: String) -> FieldParameters? {
    FieldParameters(Array(text.utf8)[...])
  }

  private func value(_ name: String, of text: String) -> String? {
    parameters(text)?[name].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("form-data; name=file", "file"), ("Form-Data;NAME=\"file\"", "file"),
    ("form-data ;\t name=\"a;b\" ; x=y", "a;b"), (#"form-data; name="say \"hi\"""#, #"say "hi""#),
    (#"form-data; name="C:\dir\x.csv""#, #"C:\dir\x.csv"#), (#"form-data; name="a\\b""#, #"a\b"#),
    ("form-data; name=\"\"", ""), ("form-data; name=a:b/c", "a:b/c"), ("form-data;name=x;", "x"),
    ("form-data;; name=x ; ", "x"), ("form-data; name=\"ß\"", "ß"),
  ])
  func `a value is found however it is written`(_ text: String, _ value: String) {
    #expect(parameters(text)?.word == Array("form-data".utf8))
    #expect(self.value("name", of: text) == value)
    #expect(self.value("other", of: text) == nil)
  }

  @Test(arguments: [
    "", "; name=x", "form-data; name", "form-data; name=", "form-data; =x", "form-data; name =x",
    "form-data; name=\"x", "form-data; name=\"x\"y", "form-data; name=x y",
    "form-data; name=x; name=y", "form-data; name=x; NAME=x", #"form-data; name=x"y""#,
    #"form-data; name="x\""#, "form-data; na me=x", "form-data; name=\u{1}",
  ])
  func `what breaks the grammar is refused`(_ text: String) {
    #expect(parameters(text) == nil)
  }
}
