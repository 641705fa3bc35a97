import Testing

@testable import Tables

struct ColumnRequestTests {
  private static let types: [(String, ColumnType)] = [
    ("integer", .integer), ("float", .decimal), ("decimal", .decimal), ("Boolean", .boolean),
    ("date", .date), (" datetime ", .datetime), ("TEXT", .text),
  ]

  @Test(arguments: types)
  func `a type is asked for by its name`(_ text: String, type: ColumnType) throws {
    #expect(try ColumnRequest(text) == ColumnRequest(type))
  }

  @Test func `each name that people are told is one`() throws {
    for name in ColumnRequest.typeNames { _ = try ColumnRequest(name) }
  }

  @Test func `formats stand behind a colon, one way or another`() throws {
    #expect(
      try ColumnRequest("date:%d/%m/%Y") == ColumnRequest(.date, formats: [DateFormat("%d/%m/%Y")]))
    #expect(
      try ColumnRequest("datetime:%d.%m.%Y %H:%M | %F")
        == ColumnRequest(.datetime, formats: [DateFormat("%d.%m.%Y %H:%M"), DateFormat("%F")]))
  }

  private static let bad: [(String, ColumnRequestFailure)] = [
    ("", .unknownType("")), ("number", .unknownType("number")), (":%Y", .unknownType("")),
    ("integer:%Y", .needsNoFormat(.integer)), ("text:", .needsNoFormat(.text)),
    ("date:", .badFormat("", .noYear)), ("date:%Y|", .badFormat("", .noYear)),
    ("date:%b %Q %Y", .badFormat("%b %Q %Y", .unknownDirective("%Q", offset: 3))),
  ]

  @Test(arguments: bad)
  func `what asks for nothing is refused`(_ text: String, failure: ColumnRequestFailure) {
    #expect(throws: failure) { try ColumnRequest(text) }
  }

  @Test func `a failure says what is wrong and what there is`() {
    #expect(
      ColumnRequestFailure.unknownType("number").sentence
        == "there is no type 'number'; there are integer, float, decimal, boolean, date, datetime, text"
    )
    #expect(
      ColumnRequestFailure.needsNoFormat(.integer).sentence
        == "a column of type integer takes no format")
    #expect(
      ColumnRequestFailure.badFormat("%d", .noYear).sentence
        == "the format '%d' reads no year (%Y or %y)")
  }
}
