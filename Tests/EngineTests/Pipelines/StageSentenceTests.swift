import Tables
import Testing

@testable import Engine

struct StageSentenceTests {
  @Test(
    arguments: [
      (
        .unknownColumn("whne", setting: "timestamp_col", nearest: "when"),
        "s: There is no column 'whne', which timestamp_col names; did you mean 'when'?"
      ),
      (
        .unknownColumn("x", setting: "group_by_col", nearest: nil),
        "s: There is no column 'x', which group_by_col names"
      ),
      (
        .unfitColumn("n", type: .decimal, needed: "times"),
        "s: Column 'n' is of type float and cannot be read as times"
      ),
      (
        .nothingReadable(column: "when", needed: "times", row: 3, value: "soon"),
        "s: No value of column 'when' can be read as times; the first is 'soon' in row 3"
      ),
      (
        .nothingReadable(column: "when", needed: "times", row: 1, value: nil),
        "s: No value of column 'when' can be read as times; row 1 has none"
      ),
      (
        .nothingReadable(column: "when", needed: "times", row: nil, value: "x"),
        "s: No value of column 'when' can be read as times; the first is 'x'"
      ),
      (
        .nothingReadable(column: "when", needed: "times", row: nil, value: nil),
        "s: Column 'when' has no value that can be read as times"
      ),
      (
        .tooFew(what: "weeks", found: 1, needed: 8),
        "s: There are too few weeks: 1, where at least 8 are needed"
      ),
      (.tooMany(what: "groups", limit: 1000), "s: There are more than 1000 groups"),
      (.tooLong(limit: 99), "s: There are more than 99 bytes in an artifact"),
      (.model("The deviance grows"), "s: The deviance grows"),
      (.cancelled, "s: It was cancelled"),
    ] as [(StageFailure, String)])
  func `a failure says the stage and what is wrong where`(failure: StageFailure, sentence: String) {
    #expect(failure.sentence(of: "s") == sentence)
  }

  @Test func `a long value is told by its beginning`() {
    let long = String(repeating: "x", count: 10_000)
    let failure = StageFailure.nothingReadable(column: long, needed: "times", row: 1, value: long)
    #expect(failure.sentence(of: "s").count < 600)
  }
}
