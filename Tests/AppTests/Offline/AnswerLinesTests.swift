import Statistics
import Tables
import Testing

@testable import App

struct AnswerLinesTests {
  private static let headings: [AnswerLines.Heading] = [
    .init(name: "name", kind: .text), .init(name: "n", kind: .number),
  ]

  private static func text(_ text: String) -> AggregateValue { .cell(.text(Array(text.utf8)[...])) }

  /// What the rows `a` 1, `b,c` null and `d` 22 look like, in stretches of these lengths.
  private static func lines(
    _ form: PrintedForm, stretches: [Int], _ style: TerminalStyle = .plain
  ) -> String {
    let names = [text("a"), text("b,c"), text("d")]
    let numbers: [AggregateValue] = [.cell(.integer(1)), .cell(.null), .cell(.integer(22))]
    var lines = AnswerLines(headings, as: form, style)
    var bytes: [UInt8] = []
    var start = 0
    for count in stretches {
      let range = start..<start + count
      lines.append([Array(names[range]), Array(numbers[range])], to: &bytes)
      start += count
    }
    lines.end(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let whole: [(PrintedForm, String)] = [
    (.table, "name   n\na      1\nb,c\nd     22\n"), (.csv, "name,n\na,1\n\"b,c\",\nd,22\n"),
    (
      .json,
      "[\n{\"name\":\"a\",\"n\":1},\n{\"name\":\"b,c\",\"n\":null},\n{\"name\":\"d\",\"n\":22}\n]\n"
    ),
    (
      .ndjson,
      "{\"name\":\"a\",\"n\":1}\n{\"name\":\"b,c\",\"n\":null}\n{\"name\":\"d\",\"n\":22}\n"
    ),
  ]

  @Test(arguments: whole)
  func `each form is written`(form: PrintedForm, expected: String) {
    #expect(Self.lines(form, stretches: [3]) == expected)
  }

  @Test(arguments: whole.dropFirst(), [[1, 1, 1], [1, 2], [2, 1], [0, 3]])
  func `the cutting into stretches shows nowhere but in tables`(
    whole: (form: PrintedForm, expected: String), stretches: [Int]
  ) {
    #expect(Self.lines(whole.form, stretches: stretches) == whole.expected)
  }

  @Test func `a table takes its widths from the first stretch`() {
    #expect(Self.lines(.table, stretches: [1, 2]) == "name  n\na     1\nb,c\nd     22\n")
  }

  @Test(arguments: [
    (PrintedForm.table, "name  n\n"), (.csv, "name,n\n"), (.json, "[\n]\n"), (.ndjson, ""),
  ])
  func `an answer without rows is whole too`(form: PrintedForm, expected: String) {
    #expect(Self.lines(form, stretches: []) == expected)
  }

  @Test func `columns that do not fit a terminal are named below the table`() {
    var style = TerminalStyle.plain
    style.width = 6
    style.heading = ("<", ">")
    #expect(Self.lines(.table, stretches: [3], style) == "<name>\na\nb,c\nd\n(and …\n")
    #expect(Self.lines(.csv, stretches: [3], style) == Self.whole[1].1)
  }
}
