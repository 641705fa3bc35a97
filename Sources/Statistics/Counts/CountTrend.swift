/// Whether the counts of consecutive weeks rise or fall: the slope of the straight line through them, and how likely one so steep is where
/// there is none.
package struct CountTrend: Equatable, Sendable {
  /// What the p-value comes to. Raw values are as artifacts tell them.
  package enum Verdict: String, Equatable, Sendable {
    case notEnoughData = "Not Enough Data"
    case notSignificant = "Not Significant"
    case significantUpward = "Significant Upward Trend"
    case significantDownward = "Significant Downward Trend"
    case potentialUpward = "Potential Upward Trend"
    case potentialDownward = "Potential Downward Trend"
  }

  /// By how many events the counts grow from week to week; `nil` if there is not enough data.
  package let slope: Double?
  /// Student's *t* on both sides: 0 where all counts are on the line, as two different ones always are; 1 where all counts are the same.
  package let pValue: Double?
  package let verdict: Verdict

  /// - Parameters:
  ///   - counts: of consecutive weeks.
  ///   - eventLimit: with fewer events there is not enough data, nor is there with fewer than two weeks.
  ///   - threshold: a p-value below it is significant, one below twice the threshold a hint.
  init(of counts: [Int], eventLimit: Int, threshold: Double) {
    guard counts.count >= 2, counts.reduce(0, +) >= eventLimit,
      let line = try? StraightLine(
        through: counts.map { Double($0) }, over: counts.indices.map { Double($0) })
    else {
      (slope, pValue, verdict) = (nil, nil, .notEnoughData)
      return
    }
    slope = line.slope
    pValue = line.pValue
    if line.slope == 0 {
      verdict = .notSignificant
    } else if line.pValue < threshold {
      verdict = line.slope > 0 ? .significantUpward : .significantDownward
    } else if line.pValue < threshold * 2 {
      verdict = line.slope > 0 ? .potentialUpward : .potentialDownward
    } else {
      verdict = .notSignificant
    }
  }
}
