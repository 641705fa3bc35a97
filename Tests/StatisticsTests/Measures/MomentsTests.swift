import Tables
import Testing

@testable import Statistics

struct MomentsTests {
  @Test func `moments are sums of powers of deviations from the mean, in units`() throws {
    for distribution in Distribution.forms(of: [10, 20, 60], scale: 1) {
      let moments = try #require(distribution.moments)
      #expect(moments.count == 3 && moments.mean == 3 && moments.unit == 10)
      #expect([moments.m2, moments.m3, moments.m4] == [1400, 18_000, 980_000])
    }
    #expect(Distribution.listed([]).moments == nil && Distribution.doubles([]).moments == nil)
  }

  @Test func `mantissas that share their first digits lose none of the others`() throws {
    let far = Distribution.listed([.max, .max - 2, .max - 1, .max - 1])
    let moments = try #require(far.moments)
    #expect([moments.m2, moments.m3, moments.m4] == [2, 0, 2])
  }

  @Test func `deviations that no sum of powers holds keep their digits`() throws {
    let mantissas: [Int64] = [0, 3_000_000_000, 6_000_000_000, 3_000_000_000]
    let moments = try #require(Distribution.listed(mantissas).moments)
    #expect(moments.mean == 3e9 && moments.m2 == 18e18 && moments.m3 == 0 && moments.m4 == 162e36)
  }

  @Test func `doubles of any size have a spread`() throws {
    for unit in [1e-300, 1e-3, 1, 1e300] {
      let moments = try #require(Distribution.doubles([1 * unit, 2 * unit, 6 * unit]).moments)
      let deviation = try #require(moments.standardDeviation)
      #expect((deviation / (7.0.squareRoot() * unit) - 1).magnitude < 1e-15)
      let skewness = try #require(moments.skewness)
      #expect((skewness - 18 * 3.0.squareRoot() / (14 * 14.0.squareRoot())).magnitude < 1e-15)
    }
  }

  @Test func `what a mean lacks for its rounding is made good`() throws {
    let moments = try #require(Distribution.doubles([1e16, 1e16 + 2, 1e16 + 2]).moments)
    let unit = moments.unit
    #expect((moments.m2 / unit / unit - 8.0 / 3).magnitude < 1e-15)
    #expect(moments.skewness.map { ($0 + 0.5.squareRoot()).magnitude < 1e-15 } == true)
    #expect(moments.kurtosis.map { ($0 + 1.5).magnitude < 1e-15 } == true)
  }

  @Test func `the deviation of extremes is that of half the range`() throws {
    let great = Double.greatestFiniteMagnitude
    let moments = try #require(Distribution.doubles([-great, great]).moments)
    #expect(moments.mean == 0 && moments.populationStandardDeviation == great)
    #expect(moments.kurtosis == -2)
  }
}
