import Foundation
import Statistics
import Testing

@testable import Engine

/// Boards beside a list of all events that is sorted for each question.
struct EventStreamsTests {
  private static let second: Int64 = 1_000_000_000
  private static let retention = 100 * second

  /// What is asked, of a list.
  private struct Naive {
    var events: [(series: String, event: Event)] = []
    var horizon = Int64.min

    mutating func advance(to now: Int64) {
      horizon = max(horizon, now - EventStreamsTests.retention)
    }

    mutating func add(_ event: Event, to series: String) {
      if event.nanoseconds >= horizon { events.append((series, event)) }
    }

    func values(of series: String, in range: ClosedRange<Int64>) -> [Double] {
      events.filter {
        $0.series == series && range.contains($0.event.nanoseconds)
          && $0.event.nanoseconds >= horizon
      }.map(\.event.value).sorted()
    }
  }

  @Test func `a thousand random streams have the statistics of a sorted list`() throws {
    for seed in 1...1000 {
      var random = SplitMix(state: UInt64(seed))
      try check(&random, seed)
    }
  }

  private func check(_ random: inout SplitMix, _ seed: Int) throws {
    var options = EventBoard.Options()
    options.retentionNanoseconds = Self.retention
    var board = EventBoard(options)
    var naive = Naive()
    var now = 1_000 * Self.second
    var times: [Int64] = [now]
    for _ in 0..<40 {
      // The clock runs, stands, or is set, both ways.
      switch Int.random(in: 0..<20, using: &random) {
      case 0: now += Int64.random(in: -150...150, using: &random) * Self.second
      case 1..<5: break
      default: now += Int64.random(in: 0...2 * Self.second, using: &random)
      }
      board.advance(to: now)
      naive.advance(to: now)
      let series = ["", "a", "b"].randomElement(using: &random) ?? ""
      let events = self.events(around: now, times, &random)
      times += events.map(\.nanoseconds)
      let place = try board.place(of: series)
      if events.count == 1 {
        board.insert(events[0], at: place)
      } else {
        board.insert(events[...], at: place)
      }
      for event in events { naive.add(event, to: series) }
      if Int.random(in: 0..<4, using: &random) == 0 { _ = board.expire(0..<10) }
      compare(board, naive, now, times, &random, seed)
    }
  }

  private func events(
    around now: Int64, _ times: [Int64], _ random: inout SplitMix
  ) -> [Event] {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let time =
        switch Int.random(in: 0..<4, using: &random) {
        case 0: times.randomElement(using: &random) ?? now
        case 1: now - Self.retention + Int64.random(in: -1...1, using: &random)
        default: now + Int64.random(in: -120...60, using: &random) * Self.second
        }
      // Eighths add up exactly, in whatever order.
      return Event(nanoseconds: time, value: Double(Int.random(in: -800...800, using: &random)) / 8)
    }
  }

  private func compare(
    _ board: EventBoard, _ naive: Naive, _ now: Int64, _ times: [Int64],
    _ random: inout SplitMix, _ seed: Int
  ) {
    var question = EventQuestion(
      windowNanoseconds: Int64.random(in: 1...100, using: &random) * Self.second)
    question.series = ["", "a", "b", "c"].randomElement(using: &random) ?? ""
    if Bool.random(using: &random), let time = times.randomElement(using: &random) {
      // Windows end and begin at events, or a nanosecond beside them.
      question.endNanoseconds = time + Int64.random(in: -1...1, using: &random)
      let start =
        (times.randomElement(using: &random) ?? 0) + Int64.random(in: -1...1, using: &random)
      question.windowNanoseconds = max(0, time - start)
    }
    let range = question.range(at: now)
    let values = naive.values(of: question.series, in: range)
    let summary = board.summary(of: question.series, in: range)
    #expect(summary.count == values.count, "seed \(seed)")
    #expect(summary.min?.bitPattern == values.first?.bitPattern, "seed \(seed)")
    #expect(summary.max?.bitPattern == values.last?.bitPattern, "seed \(seed)")
    guard !values.isEmpty else {
      #expect(summary.sum == nil && summary.mean == nil && summary.populationVariance == nil)
      return
    }
    let sum = values.reduce(0, +)
    let mean = sum / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(isNear(summary.sum, sum) && isNear(summary.mean, mean), "seed \(seed)")
    #expect(isNear(summary.populationVariance, variance), "seed \(seed)")
    #expect(isNear(summary.populationStandardDeviation, variance.squareRoot()), "seed \(seed)")
    let snapshot = board.snapshot(of: question.series, in: range)
    let median = snapshot.flatMap { $0.window.quantiles([0.5], in: $0.range) }?.values.first
    let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    #expect(isNear(median, middle), "seed \(seed)")
  }

  private func isNear(_ number: Double?, _ wanted: Double) -> Bool {
    guard let number else { return false }
    return abs(number - wanted) <= 1e-12 * max(abs(wanted), 1e-3)
  }
}
