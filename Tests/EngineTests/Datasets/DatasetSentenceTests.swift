import Tables
import Testing

@testable import Engine

struct DatasetSentenceTests {
  private static let name = DatasetName.named("animals")
  private static let long = String(repeating: "x", count: 5000)

  private static let failures: [(DatasetFailure, [String])] = [
    (.unknown(name, known: []), ["animals", "none"]),
    (.unknown(name, known: [.named("b"), .named("c")]), ["animals", "b, c"]),
    (.exists(name), ["animals", "mode=replace", "mode=append"]),
    (.ownFile(name, path: "animals.csv"), ["animals.csv", "data folder"]),
    (.contended(name), ["animals", "try again"]),
    (
      .join(name, .otherColumns(missing: ["a", "b"], unknown: ["c"])),
      ["missing: a, b", "unknown: c"]
    ),
    (
      .join(name, .otherType(column: "a", expected: .decimal, found: .text)),
      ["'a'", "type float", "type text"]
    ),
    (.table(.unknownColumn("a")), ["'a'", "types"]),
    (.table(.ragged(line: 7, cells: 1, expected: 2)), ["line 7"]),
    (.encoding(.undefinedByte(0xFF, .utf8, offset: 9, line: 3)), ["line 3", "0xFF", "iso-8859-1"]),
    (.badDelimiter("::"), ["'::'", "tab"]), (.badEncoding("klingon"), ["'klingon'", "utf-16le"]),
    (.badType(column: "a", "number", reason: "the reason"), ["'a'", "'number'", "the reason"]),
    (.changedWhileReading(path: "a.csv"), ["a.csv", "changed"]),
    (.notText(kind: "a web page"), ["a web page"]), (.tooManyWords, ["_columns"]),
    (.storageFull, ["full"]), (.storageBroken, ["next start"]),
    (.fileGone(path: "a.csv"), ["a.csv", "gone"]),
    (.unusableFile(reason: "a.csv: No"), ["a.csv: No"]), (.cancelled, ["cancelled"]),
    (.join(name, .cancelled), ["cancelled"]), (.table(.cancelled), ["cancelled"]),
  ]

  @Test(arguments: failures)
  func `a failure says what is wrong and what would be right`(
    _ failure: DatasetFailure, _ facts: [String]
  ) {
    for fact in facts { #expect(failure.sentence.contains(fact), "\(failure.sentence)") }
  }

  @Test(arguments: [
    DatasetFailure.badDelimiter(long), .badEncoding(long),
    .badType(column: long, long, reason: "no"), .table(.unknownColumn(long)),
    .join(name, .otherType(column: long, expected: .integer, found: .text)),
    .join(
      name,
      .otherColumns(
        missing: Array(repeating: long, count: 4096), unknown: Array(repeating: long, count: 4096))),
    .unknown(name, known: (0..<5000).map { .named("data-set-\($0)") }),
  ])
  func `whatever a client sends, the sentence about it stays short`(_ failure: DatasetFailure) {
    #expect(failure.sentence.utf8.count < 10_000)
  }

  @Test func `names that are not shown are counted`() {
    let known = (0..<25).map { DatasetName.named("n\($0)") }
    let sentence = DatasetFailure.unknown(Self.name, known: known).sentence
    #expect(sentence.hasSuffix("n18, n19 and 5 more"))
  }
}
