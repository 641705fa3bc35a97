import HTTP
import Testing

@testable import API

struct DayMistakesTests {
  private let request = DayMistakes.Request(method: .post, path: "/process-request")

  @Test func `without a mistake there is none`() {
    #expect(DayMistakes(request).isEmpty)
  }

  @Test func `what is missing goes before what is wrong`() {
    var mistakes = DayMistakes(request)
    mistakes.noteNoDay("x", key: "requested_date")
    #expect(!mistakes.isEmpty)
    #expect(mistakes.sentence == "Validation failed for POST /process-request")
    mistakes.missing = "date"
    #expect(
      mistakes.sentence == "Missing required query parameter 'date' for path /process-request")
    #expect(mistakes.mistakes.count == 1)
  }

  @Test func `a name far from every known one gets no hint`() {
    var mistakes = DayMistakes(request)
    mistakes.noteUnknown("verbose", known: ["date"])
    mistakes.noteUnknown("dat", known: ["date"])
    #expect(
      mistakes.mistakes.map(\.detail) == [
        "There is no parameter 'verbose'", "There is no parameter 'dat'; did you mean 'date'?",
      ])
  }
}
