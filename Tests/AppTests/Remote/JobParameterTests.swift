import Testing

@testable import App

struct JobParameterTests {
  @Test(arguments: [
    ("state=Ohio", "state", "\"Ohio\""), ("n=5", "n", "5"), ("n=\"5\"", "n", "\"5\""),
    ("zip=01234", "zip", "\"01234\""), ("x=", "x", "\"\""), ("x=true", "x", "true"),
    ("x=null", "x", "null"), ("columns=[\"a\", \"b\"]", "columns", "[\"a\", \"b\"]"),
    ("where=a=b", "where", "\"a=b\""),
    ("big=123456789012345678901", "big", "123456789012345678901"),
    ("x={\"a\":", "x", "\"{\\\"a\\\":\""), ("name=O\"Neil", "name", "\"O\\\"Neil\""),
    ("big=1e999", "big", "\"1e999\""),
  ])
  func `a value that is JSON is sent as that, any other as a text`(
    text: String, name: String, value: String
  ) throws {
    let parameter = try JobParameter(text)
    #expect(parameter.name == name)
    #expect(String(decoding: parameter.value, as: UTF8.self) == value)
  }

  @Test(arguments: ["", "state", "=5"])
  func `what has no name or no value is told`(text: String) {
    #expect(
      throws: UsageFailure.badValue(name: "a parameter", value: text, expected: "name=value")
    ) { try JobParameter(text) }
  }
}
