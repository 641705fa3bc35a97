import Testing

@testable import Statistics

struct QueryScannerTests {
  /// A name and what is left behind it, up to the end, as a value.
  private func name(_ text: String) -> [String?] {
    var scanner = QueryScanner(text)
    let name = scanner.name()?.text
    return [name, scanner.value(until: "")?.text]
  }

  @Test(arguments: [
    ("a,b", "a", ",b"), ("  Release date : x", "Release date", ": x"), ("größe)", "größe", ")"),
    (#""Age (years)"__gt"#, "Age (years)", "__gt"), (#" "a""b" "#, #"a"b"#, " "),
    ("q_0.95-x(", "q_0.95-x", "("), (#""""#, "", ""),
  ])
  func `a name stands bare or in quotes`(text: String, first: String, rest: String) {
    #expect(name(text) == [first, rest])
  }

  @Test(arguments: ["", "  ", ",a", "\"open", "\"open\"\"", "(", ":"])
  func `where no name stands there is none`(_ text: String) {
    var scanner = QueryScanner(text)
    #expect(scanner.name() == nil)
  }

  @Test(arguments: [
    ("x y ,z", "x y "), ("", ""), ("12:30,", "12:30"), (#""a,b",c"#, "a,b"),
    (#"5" disk,x"#, #"5" disk"#), (#" "q""#, "q"),
  ])
  func `a value ends at its marks or with its quotes`(text: String, value: String) {
    var scanner = QueryScanner(text)
    #expect(scanner.value(until: ",")?.text == value)
  }

  @Test func `a value that begins with open quotes is none`() {
    var scanner = QueryScanner("\"abc")
    let value = scanner.value(until: ",")
    #expect(value == nil && !scanner.isAtEnd)
  }

  @Test func `blanks stand before marks and at the end as they like`() {
    var scanner = QueryScanner("  ( ,  ")
    let taken = [",", "(", ",", ","].map { scanner.take($0) }
    #expect(taken == [false, true, true, false] && !scanner.isAtEnd)
    let hasEnded = scanner.takeEnd()
    #expect(hasEnded && scanner.isAtEnd)
  }

  @Test(arguments: [("  a b ", "a b"), ("", ""), ("   ", ""), ("\ta ", "\ta")])
  func `blanks are cut from both ends`(text: String, bare: String) {
    #expect(Array(trimmed(Array(text.utf8)[...])) == Array(bare.utf8))
  }
}
