internal import Tables

/// What measures of one distribution have in common. Each part is computed when it is first asked for.
struct Summary {
  let distribution: Distribution
  private(set) lazy var extremes = Extremes(of: distribution)
  private(set) lazy var total = Total(of: distribution, extremes)
  private(set) lazy var moments = Moments(of: distribution, extremes, total)
  /// The values in an order in which places can be looked up; no keys where values are counted.
  lazy var keys = OrderedKeys(of: distribution)
  /// The values at places of the order, as far as they have been looked up.
  private var ranked: [(rank: Int, value: ExactValue)] = []

  /// - Parameter measures: those that will be asked for, so that all their places are looked up together.
  init(of distribution: Distribution, for measures: [Measure]) {
    self.distribution = distribution
    if needsSort(for: measures) { keys.sort() }
    lookUp(for: measures)
  }

  /// The same, until the computation is cancelled.
  init(of distribution: Distribution, for measures: [Measure], on lanes: Lanes) throws(Cancelled) {
    self.distribution = distribution
    if needsSort(for: measures) { try keys.sort(on: lanes) }
    try lanes.check()
    lookUp(for: measures)
  }

  private func needsSort(for measures: [Measure]) -> Bool {
    isSortable && measures.contains { $0 == .mode || $0 == .countDistinct }
  }

  private mutating func lookUp(for measures: [Measure]) {
    var places: [Int] = []
    for measure in measures {
      for share in measure.shares { places += ranks(of: share) }
    }
    look(up: places)
  }

  var count: Int { distribution.count }

  /// The value of which so many others are less or equal in the order of the values.
  ///
  /// - Parameter rank: from 0 to below the number of values.
  mutating func value(at rank: Int) -> ExactValue? {
    if let known = ranked.first(where: { $0.rank == rank }) { return known.value }
    look(up: [rank])
    return ranked.last?.value
  }

  private mutating func look(up ranks: [Int]) {
    guard !ranks.isEmpty else { return }
    let sorted = ranks.sorted()
    for (rank, value) in zip(sorted, values(at: sorted)) where ranked.last?.rank != rank {
      ranked.append((rank, value))
    }
  }

  private mutating func values(at ranks: [Int]) -> [ExactValue] {
    switch distribution.values {
    case .counts(let least, let counts):
      var values: [ExactValue] = []
      var end = 0
      for (place, count) in counts.enumerated() {
        end += count
        while values.count < ranks.count, ranks[values.count] < end {
          values.append(.mantissa(least + Int64(place)))
        }
        if values.count == ranks.count { break }
      }
      return values
    case .mantissas: return keys.keys(at: ranks).map { .mantissa(OrderedKeys.mantissa(of: $0)) }
    case .doubles: return keys.keys(at: ranks).map { .double(OrderedKeys.double(of: $0)) }
    }
  }

  mutating func value(of measure: Measure) -> MeasureValue {
    switch measure {
    case .count: .integer(Int64(count))
    case .countDistinct: countDistinct()
    case .sum: sum()
    case .mean: MeasureValue(mean())
    case .min: extremes.map { value(of: $0.least) } ?? .undefined
    case .max: extremes.map { value(of: $0.greatest) } ?? .undefined
    case .range: range()
    case .median: MeasureValue(quantile(0.5))
    case .quantile(let share): MeasureValue(quantile(share))
    case .iqr: MeasureValue(interquartileRange())
    case .mad: MeasureValue(medianDeviation())
    case .mode: mode()
    case .standardDeviation: MeasureValue(moments?.standardDeviation)
    case .variance: MeasureValue(moments?.variance)
    case .populationStandardDeviation: MeasureValue(moments?.populationStandardDeviation)
    case .populationVariance: MeasureValue(moments?.populationVariance)
    case .standardError: MeasureValue(moments?.standardError)
    case .coefficientOfVariation: MeasureValue(moments?.coefficientOfVariation)
    case .geometricMean: MeasureValue(geometricMean())
    case .harmonicMean: MeasureValue(harmonicMean())
    case .skewness: MeasureValue(moments?.skewness)
    case .kurtosis: MeasureValue(moments?.kurtosis)
    }
  }

  /// A value as an answer: an integer where the column has no decimals.
  func value(of value: ExactValue) -> MeasureValue {
    switch value {
    case .mantissa(let mantissa) where distribution.scale == 0: .integer(mantissa)
    case .mantissa, .double: MeasureValue(distribution.number(value))
    }
  }
}

extension MeasureValue {
  /// A number, if there is one and it is finite.
  init(_ number: Double?) {
    self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .undefined
  }
}

extension Measure {
  /// The shares whose quantiles the measure is made from.
  fileprivate var shares: [Double] {
    switch self {
    case .median, .mad: [0.5]
    case .quantile(let share): [share]
    case .iqr: [0.25, 0.75]
    default: []
    }
  }
}
