import Foundation
import Tables
import Testing

@testable import Statistics

struct DailyModelTests {
  /// What statsmodels finds (Tests/Golden/daily_model.py).
  struct Series: Decodable, CustomTestStringConvertible {
    let name: String
    let firstDay: Int64
    let counts: [Int]
    let models: [Model]

    var testDescription: String { name }

    struct Model: Decodable {
      let features: [String]
      /// Whether nothing but a column of zeros depends on others.
      let isUnique: Bool
      let coefficients: [Double]
      let errors: [Double]
      let pValues: [Double?]
      let pseudoRSquared: Double
      let logLikelihood: Double
      let akaike: Double
    }

    /// As many times on each day as the series counts, in disorder, and rows without a time among them.
    var times: [Int64] {
      var random = Seeded(Int(firstDay))
      var times = counts.indices.flatMap { day in
        (0..<counts[day]).map { _ in
          (firstDay + Int64(day)) * 86_400_000_000
            + Int64.random(in: 0..<86_400_000_000, using: &random)
        }
      }
      times += [WallClock.none, WallClock.none]
      return times.shuffled(using: &random)
    }

    static func read() -> [Series] {
      let place = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Golden/daily_model.json").standardized
      guard let data = try? Data(contentsOf: place) else { return [] }
      return (try? JSONDecoder().decode([Series].self, from: data)) ?? []
    }
  }

  private func isClose(_ answer: Double?, _ expected: Double?) -> Bool {
    guard let answer, let expected else { return answer == nil && expected == nil }
    return abs(answer - expected) <= 1e-9 * max(1, abs(expected))
  }

  @Test(arguments: Series.read())
  func `daily counts are explained as by statsmodels`(_ series: Series) throws {
    #expect(series.models.count == 16)
    for golden in series.models {
      let features = golden.features.compactMap(DailyFeature.init)
      let model = try DailyModel(of: series.times, features: features, on: .single)
      #expect(model.dayCount == series.counts.count)
      #expect(isClose(model.pseudoRSquared, golden.pseudoRSquared))
      #expect(isClose(model.logLikelihood, golden.logLikelihood))
      #expect(isClose(model.akaike, golden.akaike))
      #expect(model.coefficients.map(\.variable) == ["const"] + golden.features)
      guard golden.isUnique else { continue }
      for (place, coefficient) in model.coefficients.enumerated() {
        #expect(isClose(coefficient.estimate, golden.coefficients[place]), "\(golden.features)")
        #expect(isClose(coefficient.standardError, golden.errors[place]), "\(golden.features)")
        #expect(isClose(coefficient.pValue, golden.pValues[place]), "\(golden.features)")
      }
    }
  }

  @Test func `the golden series are there`() {
    #expect(Series.read().count > 10)
  }

  @Test func `the usual features are the weekend and the day of the week`() throws {
    let series = try #require(Series.read().first)
    let model = try DailyModel(of: series.times, on: .single)
    #expect(model.coefficients.map(\.variable) == ["const", "is_weekend", "day_of_week"])
    let asked = try DailyModel(of: series.times, features: [.isWeekend, .dayOfWeek], on: .single)
    #expect(model == asked)
  }

  @Test func `one day is explained by its constant`() throws {
    let model = try DailyModel(of: [0, 1, 5], features: DailyFeature.allCases, on: .single)
    #expect(isClose(model.coefficients[0].estimate, log(3)))
    for coefficient in model.coefficients.dropFirst() {
      #expect(coefficient.estimate == 0 && coefficient.standardError == 0)
      #expect(coefficient.pValue == nil)
    }
  }

  @Test func `a feature that was asked for twice depends on itself`() throws {
    let series = try #require(Series.read().first)
    let once = try DailyModel(of: series.times, features: [.dayOfWeek], on: .single)
    let twice = try DailyModel(of: series.times, features: [.dayOfWeek, .dayOfWeek], on: .single)
    #expect(Array(twice.coefficients[..<2]) == once.coefficients)
    #expect(twice.coefficients[2].pValue == nil && twice.akaike == once.akaike)
  }

  @Test func `without times there is no model`() {
    for times in [[], [WallClock.none]] {
      #expect(throws: DailyModelFailure.noTimes) { try DailyModel(of: times, on: .single) }
    }
  }

  @Test func `it ends when it is cancelled, wherever it stands`() throws {
    let series = try #require(Series.read().last)
    let whole = try DailyModel(of: series.times, on: .single)
    var questions = 0
    while questions < 400 {
      do {
        #expect(try DailyModel(of: series.times, on: .cancelled(after: questions)) == whole)
        break
      } catch {
        #expect(error == .cancelled)
      }
      questions += 1
    }
    #expect(questions > 4 && questions < 400)
  }
}
