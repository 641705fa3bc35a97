internal import JSON

/// A parameter of a job as it is typed: `state=Ohio`, `limit=5`, `columns=["a","b"]`.
///
/// A value that is JSON is sent as that, any other as a text. So `zip=01234` is a text, `n=5` a number, and `n='"5"'` a text again.
struct JobParameter: Equatable {
  let name: String
  /// JSON.
  let value: [UInt8]

  init(_ text: String) throws(UsageFailure) {
    guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
      throw .badValue(name: "a parameter", value: text, expected: "name=value")
    }
    name = String(text[..<mark])
    let typed = String(text[text.index(after: mark)...])
    if (try? JSONParser.parse(Array(typed.utf8))) != nil {
      // As it was typed: a number may have more digits than 64 bits hold.
      value = Array(typed.utf8)
    } else {
      var writer = JSONWriter()
      writer.string(typed)
      value = writer.bytes
    }
  }
}
