import Synchronization
import Tables
import Testing

@testable import Statistics

/// Every long computation of the room: with a progress that nobody cancels it answers what it answers without, and cancelled at any of its steps
/// it answers that or nothing.
struct StoppingTests {
  struct Computation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let answer: @Sendable (Sample, Lanes) throws -> String

    init(_ name: String, _ answer: @escaping @Sendable (Sample, Lanes) throws -> String) {
      testDescription = name
      self.answer = answer
    }
  }

  struct Sample: Sendable {
    let table: Table
    let survey: Survey
  }

  private static func aggregate(
    _ name: String, _ query: AggregateQuery
  ) -> Computation {
    Computation(name) { sample, lanes in "\(try query.answer(from: sample.table, on: lanes))" }
  }

  static let computations: [Computation] =
    [
      Computation("profile") { sample, lanes in
        "\(try TableProfile(of: sample.table, on: lanes))"
      },
      aggregate(
        "aggregate of all",
        AggregateQuery(
          filter: Filter(all: [.init("n", .gt, ["-5"])]),
          outputs: [
            .init("a", .measure(.mean, of: "n")), .init("b", .measure(.median, of: "wide")),
            .init("c", .measure(.mode, of: "word")), .init("d", .histogram("price", bins: 4)),
            .init("e", .correlation("n", "price")), .init("f", .first("memo")),
          ])),
      aggregate(
        "aggregate of groups",
        AggregateQuery(
          groupBy: [.init("word"), .init("flag")],
          outputs: [
            .init("a", .count), .init("b", .measure(.sum, of: "price")),
            .init("c", .measure(.median, of: "n")), .init("d", .measure(.count, of: "memo")),
          ])),
      aggregate(
        "aggregate of chosen and sorted groups",
        AggregateQuery(
          groupBy: [.init("memo")],
          outputs: [.init("a", .count), .init("b", .measure(.max, of: "n"))],
          having: [.init("a", .gte, ["1"])], sort: [.init("b", isDescending: true)], limit: 5)),
      Computation("measures") { sample, lanes in
        let column = try #require(sample.table.column("double"))
        let all = Selection(all: sample.table)
        let values = try #require(try column.distribution(in: all, on: lanes))
        let measures = AggregateFunction.measures.map(\.measure)
        let found = try Measure.values(of: measures, of: values, on: lanes)
        #expect(found == Measure.values(of: measures, of: values))
        return "\(found)"
      },
      Computation("term index") { sample, lanes in
        let column = try #require(sample.table.column("memo"))
        let index = try TermIndex(documents: sample.table.rowCount, on: lanes) { row, text in
          column.appendText(of: row, to: &text)
        }
        return "\(index.termCount) \(index.similar(to: [1, 3], limit: 20))"
      },
      Computation("closest name") { sample, lanes in
        let column = try #require(sample.table.column("memo"))
        let asked = Array("a memo of some words".utf8)
        let match = try NameSimilarity.closest(
          to: asked, among: sample.table.rowCount, on: lanes
        ) { row, text in column.appendText(of: row, to: &text) }
        return "\(String(describing: match))"
      },
    ]
    + SurveyStatistic.allCases.map { statistic in
      Computation("survey \(statistic.rawValue)") { sample, lanes in
        let known = try #require(sample.survey.knownQuestions.first { $0.rowCount > 0 }?.text)
        for state in sample.survey.knownStates {
          let inquiry = SurveyInquiry(statistic, question: known, state: state)
          guard let asked = try? sample.survey.question(inquiry) else { continue }
          return "\(try sample.survey.answer(asked, on: lanes))"
        }
        return "no state"
      }
    }

  /// A new one each time: what columns make at the first need is not there yet.
  private func sample() throws -> Sample {
    var generator = SplitMix(state: 11)
    return Sample(
      table: try AggregateSample(5, rows: 150).table,
      survey: try NaiveSurvey.random(rowCount: 300, &generator).survey())
  }

  @Test(arguments: computations)
  func `a progress that nobody cancels changes no answer`(_ computation: Computation) throws {
    let expected = try computation.answer(sample(), .single)
    for count in [1, 3] {
      let progress = Progress()
      let lanes = Lanes(count: count) { count, body in
        for lane in 0..<count { body(lane) }
      }
      #expect(try computation.answer(sample(), lanes.stopping(with: progress)) == expected)
    }
  }

  @Test(arguments: computations)
  func `what is cancelled before it begins does not begin`(_ computation: Computation) throws {
    let progress = Progress()
    progress.cancel()
    let lanes = Lanes.single.stopping(with: progress)
    #expect(try Self.answer(computation, sample(), lanes) == nil)
  }

  @Test(arguments: computations)
  func `what is cancelled at any step gives its whole answer or none`(
    _ computation: Computation
  ) throws {
    let expected = try computation.answer(sample(), .single)
    var stoppedCount = 0
    for isBefore in [true, false] {
      for step in 0... {
        let progress = Progress()
        let runs = Runs()
        let lanes = Lanes(count: 3) { count, body in
          let isNow = runs.take() == step
          if isNow, isBefore { progress.cancel() }
          for piece in 0..<count {
            body(piece)
            if isNow { progress.cancel() }
          }
        }
        let sample = try sample()
        let answer = try Self.answer(computation, sample, lanes.stopping(with: progress))
        if answer == nil { stoppedCount += 1 }
        #expect(answer == nil || answer == expected)
        // Nothing is left half made: who asks next gets all of it.
        #expect(try computation.answer(sample, .single) == expected)
        if !progress.isCancelled { break }
        if isBefore { #expect(answer == nil, "step \(step)") }
      }
    }
    #expect(stoppedCount > 0)
  }

  @Test(arguments: computations)
  func `what is cancelled at any hundredth gives its whole answer or none`(
    _ computation: Computation
  ) throws {
    let expected = try computation.answer(sample(), .single)
    for percent in stride(from: 1, to: 100, by: 7) {
      let held = Held()
      let progress = Progress { held.cancel(from: percent) }
      held.hold(progress)
      let lanes = Lanes.single.stopping(with: progress)
      let answer = try Self.answer(computation, sample(), lanes)
      #expect(answer == nil || answer == expected)
    }
  }

  @Test func `a profile and an aggregate tell how far they are, to the end`() throws {
    let table = try sample().table
    let told = Held()
    let progress = Progress { told.note() }
    told.hold(progress)
    _ = try TableProfile(of: table, on: Lanes.single.stopping(with: progress))
    #expect(progress.percent == 100 && told.percents.count >= table.columns.count)
    #expect(zip(told.percents, told.percents.dropFirst()).allSatisfy { $0 < $1 })
    let queries = [
      AggregateQuery(groupBy: [.init("word")], outputs: [.init("m", .measure(.max, of: "n"))]),
      AggregateQuery(outputs: [.init("m", .measure(.max, of: "n")), .init("c", .count)]),
      AggregateQuery(groupBy: [.init("word")], sort: [.init("count")]),
    ]
    for query in queries {
      let told = Held()
      let progress = Progress { told.note() }
      told.hold(progress)
      _ = try query.answer(from: table, on: Lanes.single.stopping(with: progress))
      #expect(progress.percent == 100 && told.percents.count >= 3)
      #expect(zip(told.percents, told.percents.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test func `an index and a name are not looked for any further once that is cancelled`() throws {
    let progress = Progress()
    let asked = Runs()
    let lanes = Lanes.single.stopping(with: progress)
    #expect(throws: TermIndexFailure.cancelled) {
      try TermIndex(documents: 10_000, on: lanes) { row, text in
        text += "word\(row)".utf8
        if asked.take() == 2_500 { progress.cancel() }
      }
    }
    #expect(asked.take() == 2_501)
    let other = Progress()
    let names = Runs()
    #expect(throws: Cancelled()) {
      try NameSimilarity.closest(
        to: Array("x".utf8), among: 100_000, on: Lanes.single.stopping(with: other)
      ) { row, text in
        text += "name\(row)".utf8
        if names.take() == 10_000 { other.cancel() }
      }
    }
    #expect((10_001...10_256).contains(names.take()))
  }

  @Test func `a survey is not made once that is cancelled`() throws {
    var generator = SplitMix(state: 3)
    let naive = NaiveSurvey.random(rowCount: 50, &generator)
    var options = CSVOptions()
    options.types = Survey.columnTypes
    let table = try CSVLoader.load(naive.csv, options, on: .single).table
    let progress = Progress()
    let lanes = Lanes.single.stopping(with: progress)
    #expect(throws: Never.self) { try Survey(table, on: lanes) }
    progress.cancel()
    #expect(throws: SurveyFailure.cancelled) { try Survey(table, on: lanes) }
  }

  /// The answer; `nil` if it was cancelled.
  private static func answer(
    _ computation: Computation, _ sample: Sample, _ lanes: Lanes
  ) throws -> String? {
    do {
      return try computation.answer(sample, lanes)
    } catch {
      guard "\(error)".lowercased().contains("cancelled") else { throw error }
      return nil
    }
  }
}

/// Counts from any thread.
private final class Runs: Sendable {
  private let next = Atomic(0)

  func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// A progress that what it calls can reach.
private final class Held: Sendable {
  private struct State: Sendable {
    var progress: Progress?
    var percents: [Int] = []
  }

  private let state = Mutex(State())

  var percents: [Int] { state.withLock { $0.percents } }

  func hold(_ progress: Progress) { state.withLock { $0.progress = progress } }

  func note() {
    state.withLock { state in
      if let percent = state.progress?.percent { state.percents.append(percent) }
    }
  }

  func cancel(from percent: Int) {
    let progress = state.withLock { $0.progress }
    if let progress, progress.percent >= percent { progress.cancel() }
  }
}
