import Foundation
import Testing

@testable import Statistics

struct PoissonDistributionTests {
  private let means = [1e-8, 0.01, 0.7, 1, 5.5, 40, 4_095.5, 4_097, 1e5, 1e8, 1e12]

  /// Counts around the mean, from deep in one tail to deep in the other.
  private func counts(around mean: Double) -> [Int] {
    let deviation = mean.squareRoot()
    return (-20...20).map { Int(mean + deviation * Double($0)) }.filter { $0 >= 0 } + [0, 1, 2, 30]
  }

  @Test func `sums are those of the terms`() {
    var random = SplitMix(state: 81)
    for _ in 0..<200 {
      let mean = exp(Double.random(in: -6...5, using: &random))
      let count = Int.random(in: 0...200, using: &random)
      let poisson = PoissonDistribution(mean: mean)
      func term(_ count: Int) -> Double {
        exp(Double(count) * log(mean) - mean - lgamma(Double(count + 1)))
      }
      let below = (0...count).reversed().reduce(0) { $0 + term($1) }
      let above = (count...(count + 600)).reversed().reduce(0) { $0 + term($1) }
      #expect(abs(poisson.probability(of: count) - term(count)) <= 1e-12 * term(count) + 1e-307)
      #expect(abs(poisson.cumulative(count) - below) <= 1e-12 * below + 1e-307, "\(mean) \(count)")
      #expect(
        abs(poisson.upperTail(from: count) - above) <= 1e-12 * above + 1e-307, "\(mean) \(count)")
    }
  }

  @Test func `a count and the next are in the ratio of the mean to the next`() {
    for mean in means {
      let poisson = PoissonDistribution(mean: mean)
      for count in counts(around: mean) where poisson.probability(of: count + 1) > 1e-300 {
        let ratio = poisson.probability(of: count + 1) / poisson.probability(of: count)
        #expect(abs(ratio / (mean / Double(count + 1)) - 1) <= 1e-13, "\(mean) \(count)")
      }
    }
  }

  @Test func `what lies below a count and what starts with it add up to one`() {
    for mean in means {
      let poisson = PoissonDistribution(mean: mean)
      for count in counts(around: mean) {
        let below = poisson.cumulative(count - 1)
        #expect(abs(below + poisson.upperTail(from: count) - 1) <= 2e-16, "\(mean) \(count)")
        let exact = poisson.upperTail(from: count) - poisson.upperTail(from: count + 1)
        #expect(
          abs(exact - poisson.probability(of: count)) <= 1e-13 * poisson.upperTail(from: count))
      }
    }
  }

  @Test func `tails fall with the count and grow with the mean`() {
    for mean in means {
      let poisson = PoissonDistribution(mean: mean)
      let greater = PoissonDistribution(mean: mean * 1.01)
      var last = 0.0
      for count in counts(around: mean).sorted() {
        let tail = poisson.logUpperTail(from: count)
        #expect(tail <= last, "\(mean) \(count)")
        #expect(greater.logUpperTail(from: count) >= tail, "\(mean) \(count)")
        last = tail
      }
    }
  }

  @Test func `logarithms are those of the probabilities, and go on below them`() {
    for mean in means {
      let poisson = PoissonDistribution(mean: mean)
      for count in counts(around: mean) {
        let pairs = [
          (poisson.probability(of: count), poisson.logProbability(of: count)),
          (poisson.cumulative(count), poisson.logCumulative(count)),
          (poisson.upperTail(from: count), poisson.logUpperTail(from: count)),
        ]
        for (plain, logarithm) in pairs where plain > 1e-300 {
          #expect(abs(logarithm - log(plain)) <= 1e-13 * max(1, -log(plain)), "\(mean) \(count)")
        }
      }
    }
    #expect(PoissonDistribution(mean: 1).upperTail(from: 1_000) == 0)
    let expected = -lgamma(1_001) - 1
    #expect(abs(PoissonDistribution(mean: 1).logProbability(of: 1_000) / expected - 1) <= 1e-14)
  }

  @Test func `from zero downwards all lies above, and below zero there is nothing`() {
    let poisson = PoissonDistribution(mean: 3)
    for count in [0, -1, .min] {
      #expect(poisson.upperTail(from: count) == 1)
      #expect(poisson.logUpperTail(from: count) == 0)
    }
    for count in [-1, .min] {
      #expect(poisson.probability(of: count) == 0)
      #expect(poisson.logProbability(of: count) == -.infinity)
      #expect(poisson.cumulative(count) == 0)
      #expect(poisson.logCumulative(count) == -.infinity)
    }
    #expect(poisson.cumulative(.max) == 1)
    #expect(poisson.upperTail(from: .max) == 0)
    #expect(poisson.probability(of: .max) == 0)
    #expect(poisson.logUpperTail(from: .max).isFinite)
  }

  @Test func `with a mean of zero nothing ever happens`() {
    let poisson = PoissonDistribution(mean: 0)
    #expect(poisson.probability(of: 0) == 1)
    #expect(poisson.probability(of: 1) == 0)
    #expect(poisson.logProbability(of: 0) == 0)
    #expect(poisson.cumulative(0) == 1)
    #expect(poisson.upperTail(from: 0) == 1)
    #expect(poisson.upperTail(from: 1) == 0)
    #expect(poisson.logUpperTail(from: 1) == -.infinity)
  }

  @Test func `every size of mean and count has an answer between 0 and 1`() {
    for mean in [
      Double.leastNonzeroMagnitude, 1e-300, 1e-8, 1e-3, 1, 10, 1e3, 1e6, 1e12, 1e15, 1e18, 1e100,
      1e300,
    ] {
      let poisson = PoissonDistribution(mean: mean)
      for count in [0, 1, 2, 10, 4_095, 4_096, 4_097, 1_000_000, 1_000_000_000_000, 1 << 53, .max] {
        let shares = [
          poisson.probability(of: count), poisson.cumulative(count), poisson.upperTail(from: count),
        ]
        for share in shares { #expect((0...1).contains(share), "\(mean) \(count)") }
        #expect(poisson.logCumulative(count) <= 0)
        #expect(poisson.logUpperTail(from: count) <= 0)
      }
    }
  }

  @Test(arguments: [-1, -Double.infinity, .infinity, .nan])
  func `a mean outside the domain gives no number`(mean: Double) {
    let poisson = PoissonDistribution(mean: mean)
    for count in [-1, 0, 1] {
      #expect(poisson.probability(of: count).isNaN)
      #expect(poisson.cumulative(count).isNaN)
      #expect(poisson.logUpperTail(from: count).isNaN)
    }
  }
}
