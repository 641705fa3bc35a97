internal import Tables

extension ScoringSearch {
  /// How likely the responses are under a model, and under their mean alone.
  struct Likelihoods: Sendable {
    let full: Double?
    let null: Double?
    /// See `GeneralizedLinearFit`.
    let dispersion: Double?
  }

  func likelihoods(at end: End) throws(ModelFailure) -> Likelihoods {
    let sums: [Sums]
    do throws(Cancelled) {
      sums = try lanes.map(design.segments) { segment throws(Cancelled) in
        try lanes.check()
        return self.sums(over: design.rows(ofSegment: segment), at: end.coefficients)
      }
    } catch {
      throw .cancelled
    }
    var whole = Sums()
    for part in sums {
      whole.full.add(part.full.value)
      whole.null.add(part.null.value)
      whole.squares.add(part.squares.value)
    }
    guard whole.full.value.isFinite, whole.null.value.isFinite else { throw .responseTooLarge }
    return family == .gaussian
      ? gaussian(deviance: end.deviance, whole)
      : Likelihoods(full: whole.full.value, null: whole.null.value, dispersion: 1)
  }

  /// Sums over rows.
  private struct Sums: Sendable {
    var full = NeumaierSum()
    var null = NeumaierSum()
    /// Of the responses.
    var squares = NeumaierSum()
  }

  private func sums(over rows: Range<Int>, at coefficients: [Double]) -> Sums {
    var sums = Sums()
    var predictors = Array(repeating: 0.0, count: RowBlock.capacity)
    let nullMean = family.withinBounds(mean)
    let nullPredictor = family.predictor(at: nullMean)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: RowBlock.capacity) {
      let count = min(RowBlock.capacity, rows.upperBound - start)
      design.combine(coefficients, from: start, count: count, into: &predictors)
      for row in 0..<count {
        let y = response[start + row]
        let kernel = family.logKernel(response: y)
        let predictor = predictors[row]
        sums.full.add(
          family.logLikelihood(
            response: y, predictor: predictor, mean: family.mean(at: predictor), kernel: kernel))
        sums.null.add(
          family.logLikelihood(
            response: y, predictor: nullPredictor, mean: nullMean, kernel: kernel))
        sums.squares.add(y * y)
      }
    }
    return sums
  }

  /// The variance is the one that makes the responses most likely; for the mean alone it is that of the model.
  private func gaussian(deviance: Double, _ sums: Sums) -> Likelihoods {
    let count = Double(response.count)
    let freedom = response.count - design.columns.count
    let isPerfect = LeastSquares.isRounding(
      deviance, of: sums.squares.value, rank: design.columns.count, rowCount: response.count)
    let residual = isPerfect ? 0 : deviance
    let dispersion = freedom > 0 ? residual / Double(freedom) : nil
    let full =
      isPerfect
      ? nil
      : -count / 2 * (ModelFamily.logarithmOfTwoPi + naturalLogarithm(residual / count) + 1)
    // The sum of squares around the mean comes back out of the likelihood with variance 1.
    let aroundMean = -2 * sums.null.value - count * ModelFamily.logarithmOfTwoPi
    let null = dispersion.flatMap {
      $0 > 0
        ? -0.5 * (aroundMean / $0 + count * (ModelFamily.logarithmOfTwoPi + naturalLogarithm($0)))
        : nil
    }
    return Likelihoods(full: full, null: null, dispersion: dispersion)
  }
}
