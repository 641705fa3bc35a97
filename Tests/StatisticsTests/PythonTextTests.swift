import Testing

@testable import Statistics

struct PythonTextTests {
  /// What Python 3.11 prints for `repr(text)`.
  @Test(arguments: [
    ("", "''"), ("Ohio", "'Ohio'"), ("it's", "\"it's\""), ("\"x\"", "'\"x\"'"),
    ("it's \"x\"", #"'it\'s "x"'"#), ("a\\b", #"'a\\b'"#), ("a\nb\rc\td", #"'a\nb\rc\td'"#),
    ("\0\u{1F}\u{7F}", #"'\x00\x1f\x7f'"#), ("é漢😀", "'é漢😀'"), ("\u{A0}", #"'\xa0'"#),
    ("\u{AD}", #"'\xad'"#), ("\u{2028}", #"'\u2028'"#), ("\u{FEFF}", #"'\ufeff'"#),
    ("\u{E0001}", #"'\U000e0001'"#), ("\u{E000}", #"'\ue000'"#), ("\u{3000}", #"'\u3000'"#),
  ])
  func `a string is printed as Python prints it`(text: String, expected: String) {
    #expect(pythonText(text) == expected)
  }

  @Test func `a tuple is printed as Python prints it`() {
    #expect(pythonTuple(["Ohio", "Gender", "Male"]) == "('Ohio', 'Gender', 'Male')")
    #expect(pythonTuple(["Ohio"]) == "('Ohio',)")
  }
}
