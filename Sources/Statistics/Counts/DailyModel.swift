package import Tables

/// How the number of rows of a day hangs on what is known of the day: a negative binomial regression of the daily counts, with dispersion 1 and
/// the logarithm as its link.
///
/// - Source: J. M. Hilbe, Negative Binomial Regression, 2nd edition (2011), 8.2; the answers are those of statsmodels'
///   `GLM(counts, add_constant(features), family=NegativeBinomial()).fit()`.
package struct DailyModel: Equatable, Sendable {
  /// That of the constant, then one per feature in the order in which they were asked for.
  package let coefficients: [Coefficient]
  /// How many days were explained, those without a row among them.
  package let dayCount: Int
  /// McFadden's: what of the log-likelihood of the mean alone is explained, from 0 to 1.
  package let pseudoRSquared: Double?
  package let logLikelihood: Double?
  /// Akaike's criterion; coefficients that depend on others are not counted.
  package let akaike: Double?

  /// What the model says of one variable.
  package struct Coefficient: Equatable, Sendable {
    /// `const`, or the name of the feature.
    package let variable: String
    /// What the logarithm of the expected count grows by when the variable grows by one; 0 for a variable that depends on those before it.
    package let estimate: Double
    /// Of the estimate; 0 for a variable that depends on others.
    package let standardError: Double?
    /// How likely an estimate as far from 0 is if the variable has no effect; `nil` for a variable that depends on others.
    package let pValue: Double?
  }

  /// The features that are looked at if nobody says which.
  package static let usualFeatures: [DailyFeature] = [.isWeekend, .dayOfWeek]

  /// Explains how many times fall on each day, from the first that has one to the last.
  ///
  /// One day alone is explained by its constant, on which its features depend.
  ///
  /// - Parameters:
  ///   - times: microseconds since 1970-01-01T00:00 on the clock by which days are counted, in any order; `WallClock.none` is left out.
  ///   - features: in the order of the design; none leaves the constant.
  /// - Complexity: O(*times* + *days* x *features*^2).
  package init(
    of times: [Int64], features: [DailyFeature] = usualFeatures, on lanes: Lanes
  ) throws(DailyModelFailure) {
    let days = try DailyCounts(of: times, on: lanes)
    let count = days.counts.count
    let columns = features.map { feature in
      (0..<Int64(count)).map { feature.value(onDay: days.firstDay + $0) }
    }
    let fit: GeneralizedLinearFit
    do throws(ModelFailure) {
      fit = try GeneralizedLinearModel(.negativeBinomial(alpha: 1))
        .fit(days.counts, on: [Array(repeating: 1, count: count)] + columns, lanes: lanes)
    } catch {
      throw error == .cancelled ? .cancelled : .noFit(error)
    }
    coefficients = zip(["const"] + features.map(\.rawValue), fit.coefficients).map {
      Coefficient(
        variable: $0, estimate: $1.estimate, standardError: $1.standardError, pValue: $1.pValue)
    }
    dayCount = count
    pseudoRSquared = fit.pseudoRSquared
    logLikelihood = fit.logLikelihood
    akaike = fit.akaike
  }
}

/// Why there is no model of daily counts. Days are counted from 1970-01-01.
package enum DailyModelFailure: Error, Equatable, Sendable {
  /// No row has a time.
  case noTimes
  /// From the first day to the last there are more days than are counted.
  case tooManyDays(first: Int64, last: Int64, limit: Int)
  /// The counts have no model.
  case noFit(ModelFailure)
  /// Nobody wants the answer any more.
  case cancelled
}
