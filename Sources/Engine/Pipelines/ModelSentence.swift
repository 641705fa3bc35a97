internal import Statistics

extension ModelFailure {
  /// The failure for people.
  var sentence: String {
    switch self {
    case .tooFewRows(let count, let needed):
      "There are too few rows for the model: \(count), where at least \(needed) are needed"
    case .unequalLength(let column, let rows, let responses):
      "Column \(column + 1) of the design has \(rows) rows, and there are \(responses) responses"
    case .notFinite(let column, let row):
      "Column \(column + 1) of the design is no finite number in row \(row + 1)"
    case .responseNotFinite(let row): "The response is no finite number in row \(row + 1)"
    case .responseOutOfRange(let row, let value):
      "The response of row \(row + 1), \(value), is out of range"
    case .responseAtBound(let value):
      "All responses are \(value), so no finite coefficient fits them best"
    case .dispersionOutOfRange(let value): "The dispersion \(value) is out of range"
    case .constantPredictor(let value): "The predictor is always \(value)"
    case .notConverged(let steps, _, _): "The fit did not settle within \(steps) steps"
    case .diverged(let step): "The fit led out of the numbers in step \(step)"
    case .outOfRange(let column):
      "The answer for column \(column + 1) of the design is no number any more"
    case .responseTooLarge: "The responses are too large to be squared"
    case .cancelled: "The computation was cancelled"
    }
  }
}
