import Statistics
import Testing

@testable import Engine

struct ModelSentenceTests {
  @Test(
    arguments: [
      (
        .tooFewRows(1, needed: 2),
        "There are too few rows for the model: 1, where at least 2 are needed"
      ),
      (
        .unequalLength(column: 0, rows: 3, responses: 4),
        "Column 1 of the design has 3 rows, and there are 4 responses"
      ),
      (
        .notFinite(column: 1, row: 6), "Column 2 of the design is no finite number in row 7"
      ),
      (.responseNotFinite(row: 0), "The response is no finite number in row 1"),
      (
        .responseOutOfRange(row: 2, value: -1), "The response of row 3, -1.0, is out of range"
      ),
      (
        .responseAtBound(0), "All responses are 0.0, so no finite coefficient fits them best"
      ),
      (.dispersionOutOfRange(0), "The dispersion 0.0 is out of range"),
      (.constantPredictor(2.5), "The predictor is always 2.5"),
      (
        .notConverged(steps: 50, deviance: 1, change: 2), "The fit did not settle within 50 steps"
      ),
      (.diverged(step: 3), "The fit led out of the numbers in step 3"),
      (.outOfRange(column: 0), "The answer for column 1 of the design is no number any more"),
      (.responseTooLarge, "The responses are too large to be squared"),
      (.cancelled, "The computation was cancelled"),
    ] as [(ModelFailure, String)])
  func `why there is no model is told with the row or column, counted from 1`(
    _ failure: ModelFailure, _ sentence: String
  ) {
    #expect(failure.sentence == sentence)
  }
}
