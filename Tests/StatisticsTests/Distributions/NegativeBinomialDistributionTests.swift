import Foundation
import Testing

@testable import Statistics

struct NegativeBinomialDistributionTests {
  private let shapes: [(size: Double, probability: Double)] = [
    (1e-8, 1e-8), (1e-8, 0.5), (0.01, 0.2), (0.5, 1e-6), (0.7, 0.9), (1, 0.3), (3.3, 0.01),
    (40, 0.5), (4_095.5, 0.4), (5_000, 0.01), (1e4, 0.999), (1e6, 0.1), (1e12, 0.5),
    (1e12, 1 - 1e-12),
  ]

  /// Counts around the mean, from deep in one tail to deep in the other.
  private func counts(_ size: Double, _ probability: Double) -> [Int] {
    let mean = size * (1 - probability) / probability
    let deviation = (mean / probability).squareRoot()
    return (-20...20).map { Int(mean + deviation * Double($0)) }.filter { $0 >= 0 } + [0, 1, 2, 30]
  }

  @Test func `sums are those of the terms`() {
    var random = SplitMix(state: 91)
    for _ in 0..<100 {
      let size = exp(Double.random(in: -8...5, using: &random))
      let probability = Double.random(in: 0.2...1, using: &random)
      let count = Int.random(in: 0...120, using: &random)
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      func term(_ count: Int) -> Double {
        let ways = lgamma(Double(count) + size) - lgamma(Double(count + 1)) - lgamma(size)
        return exp(ways + size * log(probability) + Double(count) * log1p(-probability))
      }
      let below = (0...count).reversed().reduce(0) { $0 + term($1) }
      let above = (count...(count + 2_500)).reversed().reduce(0) { $0 + term($1) }
      let label = "\(size) \(probability) \(count)"
      #expect(abs(binomial.probability(of: count) - term(count)) <= 1e-12 * term(count), "\(label)")
      #expect(abs(binomial.cumulative(count) - below) <= 1e-12 * below, "\(label)")
      #expect(abs(binomial.upperTail(from: count) - above) <= 1e-12 * above, "\(label)")
    }
  }

  @Test func `with a size of one it is the geometric distribution`() {
    for probability in [1e-8, 0.01, 0.5, 0.99, 1 - 1e-12] {
      let binomial = NegativeBinomialDistribution(size: 1, probability: probability)
      for count in [1, 2, 10, 4_095, 4_097, 1_000_000] {
        let expected = Double(count) * log1p(-probability)
        #expect(abs(binomial.logUpperTail(from: count) / expected - 1) <= 1e-14)
      }
    }
  }

  @Test func `a count and the next are in the ratio of the recurrence`() {
    for (size, probability) in shapes {
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      for count in counts(size, probability) where binomial.probability(of: count + 1) > 1e-300 {
        let ratio = binomial.probability(of: count + 1) / binomial.probability(of: count)
        let expected = (1 - probability) * (Double(count) + size) / Double(count + 1)
        #expect(abs(ratio / expected - 1) <= 1e-13, "\(size) \(probability) \(count)")
      }
    }
  }

  @Test func `what lies below a count and what starts with it add up to one`() {
    for (size, probability) in shapes {
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      for count in counts(size, probability) {
        let label = "\(size) \(probability) \(count)"
        let upper = binomial.upperTail(from: count)
        #expect(abs(binomial.cumulative(count - 1) + upper - 1) <= 2e-16, "\(label)")
        let exact = upper - binomial.upperTail(from: count + 1)
        #expect(abs(exact - binomial.probability(of: count)) <= 1e-13 * upper, "\(label)")
      }
    }
  }

  @Test func `tails fall with the count and grow with the size`() {
    for (size, probability) in shapes {
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      let greater = NegativeBinomialDistribution(size: size * 1.01, probability: probability)
      var last = 0.0
      for count in counts(size, probability).sorted() {
        let tail = binomial.logUpperTail(from: count)
        #expect(tail <= last, "\(size) \(probability) \(count)")
        #expect(greater.logUpperTail(from: count) >= tail, "\(size) \(probability) \(count)")
        last = tail
      }
    }
  }

  @Test func `logarithms are those of the probabilities`() {
    for (size, probability) in shapes {
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      for count in counts(size, probability) {
        let pairs = [
          (binomial.probability(of: count), binomial.logProbability(of: count)),
          (binomial.cumulative(count), binomial.logCumulative(count)),
          (binomial.upperTail(from: count), binomial.logUpperTail(from: count)),
        ]
        for (plain, logarithm) in pairs where plain > 1e-300 {
          #expect(abs(logarithm - log(plain)) <= 1e-13 * max(1, -log(plain)))
        }
      }
    }
  }

  @Test func `a mean and a size name the same distribution, and keep what a probability loses`() {
    for (size, mean) in [(2.0, 6.0), (0.5, 3.5), (3, 1), (96, 32)] {
      // Chosen so that the probability is exact.
      let one = NegativeBinomialDistribution(size: size, mean: mean)
      let other = NegativeBinomialDistribution(size: size, probability: size / (size + mean))
      for count in [0, 1, 5, 40] {
        let tail = other.upperTail(from: count)
        #expect(abs(one.upperTail(from: count) - tail) <= 1e-14 * tail)
        #expect(abs(one.probability(of: count) / other.probability(of: count) - 1) <= 1e-14)
      }
    }
    // With a size without end it is the Poisson distribution, though the probability rounds to one.
    let binomial = NegativeBinomialDistribution(size: 1e17, mean: 4)
    let poisson = PoissonDistribution(mean: 4)
    for count in [0, 1, 4, 20, 100] {
      #expect(abs(binomial.upperTail(from: count) / poisson.upperTail(from: count) - 1) <= 1e-12)
      #expect(abs(binomial.probability(of: count) / poisson.probability(of: count) - 1) <= 1e-12)
    }
  }

  @Test func `from zero downwards all lies above, and below zero there is nothing`() {
    let binomial = NegativeBinomialDistribution(size: 3, probability: 0.4)
    for count in [0, -1, .min] {
      #expect(binomial.upperTail(from: count) == 1)
      #expect(binomial.logUpperTail(from: count) == 0)
    }
    for count in [-1, .min] {
      #expect(binomial.probability(of: count) == 0)
      #expect(binomial.cumulative(count) == 0)
      #expect(binomial.logCumulative(count) == -.infinity)
    }
    #expect(abs(binomial.probability(of: 0) - 0.064) <= 3e-17)
    #expect(binomial.cumulative(.max) == 1)
    #expect(binomial.upperTail(from: .max) == 0)
    #expect(binomial.logUpperTail(from: .max).isFinite)
  }

  @Test func `when no trial fails there is no failure`() {
    for binomial in [
      NegativeBinomialDistribution(size: 3, probability: 1),
      NegativeBinomialDistribution(size: 3, mean: 0),
    ] {
      #expect(binomial.probability(of: 0) == 1)
      #expect(binomial.probability(of: 1) == 0)
      #expect(binomial.logProbability(of: 1) == -.infinity)
      #expect(binomial.cumulative(0) == 1)
      #expect(binomial.upperTail(from: 0) == 1)
      #expect(binomial.upperTail(from: 1) == 0)
    }
  }

  @Test func `every size has an answer between 0 and 1`() {
    let sizes = (-8...12).map { pow(10, Double($0)) } + [1e-100, 1e18, 1e100]
    for size in sizes {
      for probability in [
        Double.leastNonzeroMagnitude, 1e-300, 1e-8, 1e-3, 0.3, 0.5, 0.9, 1 - 1e-12, 1.0.nextDown,
      ] {
        let binomial = NegativeBinomialDistribution(size: size, probability: probability)
        for count in [0, 1, 2, 4_096, 4_097, 1_000_000, 1_000_000_000_000, 1 << 53, .max] {
          let label = "\(size) \(probability) \(count)"
          let shares = [
            binomial.probability(of: count), binomial.cumulative(count),
            binomial.upperTail(from: count),
          ]
          for share in shares { #expect((0...1).contains(share), "\(label)") }
          #expect(binomial.logCumulative(count) <= 0, "\(label)")
          #expect(binomial.logUpperTail(from: count) <= 0, "\(label)")
        }
      }
    }
  }

  @Test func `outside the domain there is no number`() {
    for (size, probability) in [
      (0, 0.5), (-1, 0.5), (.infinity, 0.5), (.nan, 0.5), (1, 0), (1, -0.1), (1, 1.1),
      (1, Double.nan),
    ] {
      let binomial = NegativeBinomialDistribution(size: size, probability: probability)
      for count in [-1, 0, 1] {
        #expect(binomial.probability(of: count).isNaN)
        #expect(binomial.cumulative(count).isNaN)
        #expect(binomial.logUpperTail(from: count).isNaN)
      }
    }
    for (size, mean) in [
      (0, 1), (1e-101, 1), (1e101, 1), (1, -1), (1, 1e101), (1, .infinity), (.nan, 1),
      (1, Double.nan),
    ] {
      #expect(NegativeBinomialDistribution(size: size, mean: mean).upperTail(from: 1).isNaN)
    }
  }
}
