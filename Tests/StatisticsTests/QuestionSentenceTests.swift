import Statistics
import Testing

struct QuestionSentenceTests {
  @Test(
    arguments: [
      (
        .unknownQuestion("a", nearest: nil),
        "Unknown question \"a\"; GET /api/questions lists the known ones"
      ),
      (.unknownQuestion("a", nearest: "b"), "Unknown question \"a\"; did you mean \"b\"?"),
      (
        .unknownState("a", nearest: nil),
        "Unknown state \"a\"; GET /api/states lists the known ones"
      ),
      (.unknownState("a", nearest: "b"), "Unknown state \"a\"; did you mean \"b\"?"),
      (.silentState("Ohio"), "Ohio has no value for this question"),
      (.stateMissing, "Missing field 'state'"),
      (
        .yearsUnknown,
        "The survey has no columns YearStart and YearEnd of whole numbers, so 'from_year' and 'to_year' cannot bound it"
      ),
      (.yearsReversed(from: 2, to: 1), "'from_year' 2 lies after 'to_year' 1"),
      (
        .silentYears(state: "Ohio", from: 2011, to: nil),
        "Ohio has no value for this question from 2011"
      ),
      (
        .silentYears(state: "Ohio", from: nil, to: 2012),
        "Ohio has no value for this question to 2012"
      ),
      (
        .silentYears(state: "Ohio", from: 2011, to: 2012),
        "Ohio has no value for this question from 2011 to 2012"
      ),
    ] as [(QuestionFailure, String)])
  func `a failure says what was wrong and what would be right`(
    failure: QuestionFailure, sentence: String
  ) {
    #expect(failure.sentence == sentence)
  }
}
