import Foundation
import Tables
import Testing

@testable import Statistics

/// What NumPy and SciPy say about some columns (Tests/Golden/measures.py).
struct GoldenMeasuresTests {
  struct Document: Decodable {
    let columns: [Column]
    let correlations: [Correlation]
  }

  struct Column: Decodable {
    let name: String
    /// Of the mantissas; none for doubles.
    let scale: Int?
    let numbers: [Double]
    let measures: [String: Double?]
    let shares: [Double]
    let quantiles: [Double]
    let histograms: [Bins]

    var values: [Double] {
      numbers.map { $0 / pow(10, Double(scale ?? 0)) }
    }

    /// In every form that it can have.
    var distributions: [Distribution] {
      let doubles = Distribution.doubles(values)
      guard let scale else { return [doubles] }
      return Distribution.forms(of: numbers.map { Int64($0) }, scale: scale) + [doubles]
    }
  }

  struct Bins: Decodable {
    let edges: [Double]
    let counts: [Int]
  }

  struct Correlation: Decodable {
    let columns: [String]
    let correlation: Double
  }

  private func document() throws -> Document {
    try JSONDecoder().decode(Document.self, from: Golden.file("measures.json"))
  }

  private static let measures: [String: Measure] = [
    "count": .count, "countDistinct": .countDistinct, "sum": .sum, "mean": .mean, "min": .min,
    "max": .max, "range": .range, "iqr": .iqr, "mad": .mad, "mode": .mode,
    "standardDeviation": .standardDeviation, "variance": .variance,
    "populationStandardDeviation": .populationStandardDeviation,
    "populationVariance": .populationVariance, "standardError": .standardError,
    "coefficientOfVariation": .coefficientOfVariation, "geometricMean": .geometricMean,
    "harmonicMean": .harmonicMean, "skewness": .skewness, "kurtosis": .kurtosis,
  ]

  @Test func `measures are those of NumPy and SciPy`() throws {
    let columns = try document().columns
    #expect(columns.count == 14)
    for column in columns {
      #expect(Set(column.measures.keys) == Set(Self.measures.keys))
      for distribution in column.distributions {
        for (name, expected) in column.measures {
          let measure = try #require(Self.measures[name])
          let answer = measure.value(of: distribution)
          #expect(
            answer.isClose(to: expected, around: measure == .skewness ? 1 : 0),
            "\(name) of \(column.name): \(answer), not \(expected as Any)")
        }
        for (share, expected) in zip(column.shares, column.quantiles) {
          let answer = Measure.quantile(share).value(of: distribution)
          #expect(answer.isClose(to: expected), "\(share) of \(column.name): \(answer)")
        }
      }
    }
  }

  @Test func `histograms are those of NumPy to the last bit`() throws {
    for column in try document().columns {
      for distribution in column.distributions {
        for bins in column.histograms {
          let histogram = distribution.histogram(bins: bins.counts.count)
          #expect(histogram.edges == bins.edges, "\(column.name)")
          #expect(histogram.counts == bins.counts, "\(column.name)")
        }
      }
    }
  }

  @Test func `correlations are those of SciPy`() throws {
    let document = try document()
    let columns = Dictionary(uniqueKeysWithValues: document.columns.map { ($0.name, $0.values) })
    #expect(document.correlations.count == 5)
    for expected in document.correlations {
      let pair = try expected.columns.map { try #require(columns[$0]) }
      let length = min(pair[0].count, pair[1].count)
      let answer = try correlation(Array(pair[0].prefix(length)), Array(pair[1].prefix(length)))
      #expect(MeasureValue(answer).isClose(to: expected.correlation, around: 1))
    }
  }
}
