import Statistics
import Tables
import Testing

@testable import Engine

struct QuerySentenceTests {
  private static let kinds: [(QueryMistake.Kind, String, String?)] = [
    (
      .unknownColumn("prize", nearest: "price"),
      "There is no column 'prize'; did you mean 'price'?", nil
    ),
    (.unknownColumn("x", nearest: nil), "There is no column 'x'", nil),
    (
      .unknownOperation("gtt", nearest: "gt"), "There is no operation 'gtt'; did you mean 'gt'?",
      "eq, ne, gt"
    ),
    (
      .unknownFunction("avg", nearest: "mean"),
      "There is no function 'avg'; did you mean 'mean'?", nil
    ),
    (.unknownUnit("dya", nearest: "day"), "There is no unit of time 'dya'", "quarter or year"),
    (.unknownLabel("m", nearest: nil), "The answer has no column 'm'", nil),
    (.unknownChoice(known: ["a", "b"]), "'v' is none of the words that 'p' takes", "a, b"),
    (.repeatedParameter, "'p' may be given once", nil),
    (.repeatedName("a"), "'a' stands twice in 'p'", nil),
    (.noWholeNumber(0...9), "'p' must be a whole number", "from 0 to 9"),
    (.noShare("2"), "'2' is no share of the values", "0.95"),
    (.noBinCount("0", 1...100), "'0' is no number of bins", "from 1 to 100"),
    (
      .sharedName("n"), "The answer would have two columns 'n'",
      "another name for the function, such as n:count()"
    ),
    (.tooManyFunctions(201, limit: 200), "There are 201 functions", "at most 200"),
    (.tooManyValues(limit: 7), "The answer would have too many numbers", "at most 7"),
    (
      .missingParameter(chart: "a histogram", need: "a column"), "A histogram needs 'p'",
      "a column"
    ),
    (
      .foreignParameter(chart: "a box plot", known: ["_x", "_y"]), "'p' says nothing to a box plot",
      "_x, _y"
    ),
    (.tooManyNames(limit: 2), "'p' has more parts than can be drawn", "at most 2"),
    (.malformed(.conditions), "'p' is not written as it should be", "(a__gt:5"),
  ]

  @Test func `each mistake says what is wrong and what would be right`() {
    for (kind, sentence, expected) in Self.kinds {
      let mistake = QueryMistake(parameter: "p", value: "v", kind: kind)
      #expect(mistake.sentence.hasPrefix(sentence), "\(mistake.sentence)")
      #expect((mistake.expected == nil) == (expected == nil), "\(kind)")
      if let expected { #expect(mistake.expected?.contains(expected) == true, "\(kind)") }
    }
  }

  @Test func `an unknown parameter tells how such a column is asked for`() {
    let mistake = QueryMistake(parameter: "_x", value: "1", kind: .unknownParameter(nearest: nil))
    #expect(
      mistake.sentence
        == "There is no parameter '_x'; a column whose name begins with _ is asked for as column:_x"
    )
  }

  @Test func `a long value is shortened where it is told`() {
    let long = String(repeating: "\u{FC}", count: 4000)
    let failure = QueryFailure.unreadableValue(long, column: "c", .integer)
    #expect(failure.sentence.count < 400)
  }

  @Test func `only a value that cannot be read leaves the question as good as it is`() {
    #expect(QueryFailure.unreadableValue("x", column: "c", .date).isUnreadableValue)
    #expect(!QueryFailure.unknownColumn("x", known: []).isUnreadableValue)
    for (type, hint) in [
      (ColumnType.integer, "2.75"), (.decimal, "2.75"), (.boolean, "true or false"),
      (.date, "2024-05-31"), (.datetime, "T14:30:00Z"), (.text, "any text"),
    ] {
      let failure = QueryFailure.unreadableValue("x", column: "c", type)
      #expect(failure.sentence.contains(hint) && failure.sentence.contains(type.word))
    }
  }

  @Test func `what cannot be drawn is told with its type`() {
    let failures: [(ChartFailure, String)] = [
      (.unsuitableColumn("c", .text, .distribution), "Column 'c' is of type text, and a histogram"),
      (.unsuitableColumn("c", .decimal, .position), "is of type float, and points stand by"),
      (
        .unsuitableColumn("c", .text, .line), "a line runs over numbers, days or moments; _kind=bar"
      ),
      (.unsuitableColumn("c", .date, .value), "only numbers can be drawn so"),
      (.unsuitableOutput("n", .text), "'n' is of type text, and only numbers can be drawn"),
      (.unsuitableOutput("n", nil), "'n' is several numbers"),
      (.aggregate(.tooManyGroups(limit: 9)), "There are more than 9 groups"),
    ]
    for (failure, sentence) in failures { #expect(failure.sentence.contains(sentence)) }
  }
}
