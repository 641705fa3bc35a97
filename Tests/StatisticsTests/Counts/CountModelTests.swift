import Testing

@testable import Statistics

struct CountModelTests {
  private func fitted(_ counts: [Int]) -> CountModel? {
    CountModel(
      weekCount: counts.count, sum: counts.reduce(0, +),
      squares: counts.reduce(0) { $0 + Int128($1) * Int128($1) })
  }

  private func entries(_ counts: [Int]) -> [WeeklySeries.Entry] {
    counts.enumerated().map { .init(week: CalendarWeek(number: Int32($0)), count: $1) }
  }

  @Test func `no history is no model`() {
    #expect(fitted([]) == nil && fitted([3]) == nil && fitted([0, 0, 0, 0]) == nil)
  }

  @Test func `equal mean and variance are Poisson's`() throws {
    // Mean 2, deviations -2, 0, 2, 0, 0 without: 8 / 4 = 2.
    for counts in [[0, 2, 4, 2, 2], [1, 3, 1, 3, 2, 0, 4, 2, 3, 1, 2, 2]] {
      let model = try #require(fitted(counts))
      #expect(model.mean == 2 && model.variance <= 2 && model.family == .poisson)
    }
    #expect(try #require(fitted([5, 5, 5, 5])).variance == 0)
  }

  @Test func `a wider scatter is negative binomial`() throws {
    let model = try #require(fitted([0, 0, 8, 0]))
    #expect(model.mean == 2 && model.variance == 16)
    // 2^2 / (16 - 2)
    #expect(model.family == .negativeBinomial(size: 4.0 / 14))
    #expect(model.family.name == "Negative Binomial" && CountModel.Family.poisson.name == "Poisson")
  }

  @Test func `moments are those of the obvious sums`() {
    var random = Seeded(3)
    for _ in 0..<300 {
      let greatest = [1, 3, 12, 5_000][Int.random(in: 0..<4, using: &random)]
      let counts = (0..<Int.random(in: 2...60, using: &random)).map { _ in
        Int.random(in: 0...greatest, using: &random)
      }
      let sum = Double(counts.reduce(0, +))
      guard sum > 0 else { continue }
      guard let model = fitted(counts) else {
        Issue.record("no model for \(counts)")
        continue
      }
      let mean = sum / Double(counts.count)
      let squares = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      let variance = squares / Double(counts.count - 1)
      #expect(abs(model.mean - mean) <= 1e-15 * mean)
      #expect(abs(model.variance - variance) <= 1e-12 * max(1, variance))
      if case .negativeBinomial(let size) = model.family {
        #expect(model.variance > model.mean)
        let expected = mean * mean / (variance - mean)
        #expect(abs(size - expected) <= 1e-9 * expected * max(1, mean / (variance - mean)))
      } else {
        #expect(model.variance <= model.mean)
      }
    }
  }

  @Test func `the tail of a Poisson model is what its terms add up to`() throws {
    let model = try #require(fitted([2, 2, 3, 1]))
    let found = model.anomalies(of: entries([0, 1, 4, 40]))
    let four =
      1
      - (0..<4).reduce(0.0) { sum, count in
        sum + PoissonDistribution(mean: 2).probability(of: count)
      }
    #expect(found.map(\.count) == [0, 1, 4, 40])
    #expect(found[0].pValue == 1 && abs(found[2].pValue - four) < 1e-15)
    #expect(found[3].pValue > 0 && found[3].pValue < 1e-30)
    #expect(found[2].zScore == 2 / 2.0.squareRoot())
    #expect(found[0].zScore == -2 / 2.0.squareRoot())
  }

  @Test func `the tail of a negative binomial model is what its terms add up to`() throws {
    let model = try #require(fitted([0, 0, 8, 0]))
    let found = model.anomalies(of: entries([0, 3]))
    // p = m / v, the terms by their recurrence.
    let (p, r) = (2.0 / 16, 4.0 / 14)
    var (term, below) = (exponential(r * naturalLogarithm(p)), 0.0)
    for k in 0..<3 {
      below += term
      term *= (Double(k) + r) / Double(k + 1) * (1 - p)
    }
    #expect(found[0].pValue == 1 && abs(found[1].pValue - (1 - below)) < 1e-14)
    #expect(found[1].zScore == 0.25)
  }

  @Test func `sums that fill their type have a model`() throws {
    let counts = [Int(UInt32.max), 0, Int(UInt32.max), 1]
    let model = try #require(fitted(counts))
    #expect(model.mean.isFinite && model.variance.isFinite)
    let found = model.anomalies(of: entries(counts))
    #expect(found.allSatisfy { (0...1).contains($0.pValue) && $0.zScore.isFinite })
  }
}
