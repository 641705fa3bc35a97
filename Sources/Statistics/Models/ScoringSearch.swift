internal import Tables

/// The search for the coefficients of the greatest likelihood, over columns that do not depend on each other.
///
/// A pass over the rows at given coefficients yields the deviance there and, at the same time, the triangle of the weighted
/// least squares problem whose solution is the next step.
struct ScoringSearch: Sendable {
  let family: ModelFamily
  let options: GeneralizedLinearModel.Options
  let design: DesignMatrix
  let response: [Double]
  /// Of the response.
  let mean: Double
  let lanes: Lanes

  /// Where the search ended.
  struct End: Sendable {
    /// Of the scaled columns.
    let coefficients: [Double]
    /// Of the weighted columns, as they were in the last step.
    let triangle: TriangularFactor
    let deviance: Double
    let stepCount: Int
    let rowsAtBound: Int
  }

  /// What a pass over all rows, or over some of them, has found.
  private struct Pass: Sendable {
    var triangle: TriangularFactor
    var deviance = NeumaierSum()
    var rowsAtBound = 0
  }

  /// How steps are taken.
  enum Method {
    /// Fisher's: by the expected information, from near the responses, and in full.
    case scoring
    /// Newton's: by the observed information, from coefficients of 0, each step halved until the deviance does not rise.
    case cautious
  }

  private var rank: Int { design.columns.count }

  /// Searches by scoring, and if that leads nowhere once more with caution.
  ///
  /// Scoring is first, though a single step of it may raise the deviance, because its path, and so where it ends, is that of statsmodels.
  /// The likelihoods of all families are concave, so cautious steps of Newton's lead to the peak if there is one.
  func end() throws(ModelFailure) -> End {
    do throws(ModelFailure) {
      return try search(.scoring)
    } catch {
      switch error {
      case .notConverged, .diverged: return try search(.cautious)
      default: throw error
      }
    }
  }

  /// Searches in one way.
  func search(_ method: Method) throws(ModelFailure) -> End {
    var coefficients = method == .cautious ? Array(repeating: 0.0, count: rank) : nil
    var here = try pass(at: coefficients, method)
    var change = Double.infinity
    for step in 1...max(1, options.stepLimit) {
      guard var next = here.triangle.solution(rank: rank, response: rank) else {
        throw .diverged(step: step)
      }
      var there = try pass(at: next, method)
      var halvings = 0
      while let start = coefficients, method == .cautious, rises(from: here, to: there) {
        guard halvings < options.halvingLimit else { throw .diverged(step: step) }
        halvings += 1
        for place in next.indices { next[place] = next[place] / 2 + start[place] / 2 }
        there = try pass(at: next, method)
      }
      guard there.deviance.value.isFinite else { throw .diverged(step: step) }
      change = abs(there.deviance.value - here.deviance.value)
      // A step that was cut to nothing moves nothing, and proves nothing.
      if halvings <= 3, ends(here, change: change, from: coefficients, to: next) {
        let last = method == .scoring ? here : try pass(at: next, .scoring)
        return End(
          coefficients: next, triangle: last.triangle, deviance: there.deviance.value,
          stepCount: step, rowsAtBound: there.rowsAtBound)
      }
      coefficients = next
      here = there
    }
    throw .notConverged(
      steps: max(1, options.stepLimit), deviance: here.deviance.value, change: change)
  }

  private func rises(from here: Pass, to there: Pass) -> Bool {
    let (before, after) = (here.deviance.value, there.deviance.value)
    return !after.isFinite || after - before > 1e-12 * (1 + before)
  }

  private func ends(_ here: Pass, change: Double, from old: [Double]?, to new: [Double]) -> Bool {
    if family == .gaussian { return true }
    switch options.ending {
    case .devianceChange(let bound):
      return change <= max(bound, 4e-15 * here.deviance.value)
    case .stepInErrors(let bound):
      guard let old else { return rank == 0 }
      let rounding = 1e-14 * here.triangle.squares(of: rank, from: 0).squareRoot()
      return here.triangle.distance(old, new) <= max(bound, rounding)
    }
  }

  /// - Parameter coefficients: `nil` for where the search begins.
  private func pass(
    at coefficients: [Double]?, _ method: Method
  ) throws(ModelFailure) -> Pass {
    let parts: [Pass]
    do throws(Cancelled) {
      parts = try lanes.map(design.segments) { segment throws(Cancelled) in
        try lanes.check()
        return segmentPass(over: design.rows(ofSegment: segment), at: coefficients, method)
      }
    } catch {
      throw .cancelled
    }
    var whole = Pass(triangle: TriangularFactor(width: rank + 1))
    for part in parts {
      whole.triangle.absorb(part.triangle)
      whole.deviance.add(part.deviance.value)
      whole.rowsAtBound += part.rowsAtBound
    }
    return whole
  }

  private func segmentPass(
    over rows: Range<Int>, at coefficients: [Double]?, _ method: Method
  ) -> Pass {
    var pass = Pass(triangle: TriangularFactor(width: rank + 1))
    var block = RowBlock(width: rank + 1)
    var predictors = Array(repeating: 0.0, count: RowBlock.capacity)
    var roots = predictors
    var targets = predictors
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowBlock.capacity) {
      let count = min(RowBlock.capacity, rows.upperBound - start)
      if let coefficients {
        design.combine(coefficients, from: start, count: count, into: &predictors)
      } else {
        for row in 0..<count {
          predictors[row] = family.firstPredictor(for: response[start + row], mean: mean)
        }
      }
      var deviance = 0.0
      for row in 0..<count {
        let y = response[start + row]
        let terms = family.row(response: y, predictor: predictors[row])
        // A predictor that is no number must not pass for one.
        deviance += terms.deviance + 0 * predictors[row]
        if method == .scoring {
          roots[row] = terms.weight.squareRoot()
          targets[row] = predictors[row] + terms.step
        } else {
          roots[row] = terms.observed.squareRoot()
          targets[row] = predictors[row] + terms.step * (terms.weight / terms.observed)
        }
        if terms.distance < 1e-6 && family.isBound(y) { pass.rowsAtBound += 1 }
      }
      pass.deviance.add(deviance)
      block.begin(rows: count)
      for (place, numbers) in design.columns.enumerated() {
        block.fill(
          place, from: numbers, at: start, count: count, times: design.factors[place],
          weights: roots)
      }
      block.fill(rank, from: targets, at: 0, count: count, times: 1, weights: roots)
      pass.triangle.absorb(&block)
    }
    return pass
  }
}
