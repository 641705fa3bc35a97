import Synchronization
import Tables
import Testing

@testable import Statistics

/// Counts that are cancelled, and how far they say they are.
struct StoppingCountsTests {
  enum Stage: CaseIterable {
    case years, pairs, cells

    func answer(on lanes: Lanes) throws -> String {
      let sample = EventSample(2, rows: 400, days: 200)
      let table = try sample.table()
      let (word, number) = (try table.some("word"), try table.some("number"))
      switch self {
      case .years:
        let found = try YearlyComparison(
          of: table, by: word, times: sample.times, limits: .init(groups: 9, counts: 99), on: lanes)
        return "\(found)"
      case .pairs:
        let found = try UnivariateAnomalies(
          of: table, primary: word, secondary: number, times: sample.times, groupLimit: 99,
          countLimit: 9_999, on: lanes)
        return "\(found)"
      case .cells:
        let source = CellAnomalies.Source(
          of: table, by: word, times: sample.times, cells: sample.cells)
        let found = try CellAnomalies(
          of: [source, source], groupLimit: 99, countLimit: 9_999, on: lanes)
        return "\(found)"
      }
    }
  }

  private final class Looks: Sendable {
    let count = Atomic(0)
  }

  @Test(arguments: Stage.allCases)
  func `what is cancelled at any look ends without an answer`(_ stage: Stage) throws {
    let expected = try stage.answer(on: .single)
    var stoppedCount = 0
    for limit in stride(from: 0, to: 10_000, by: 3) {
      let looks = Looks()
      let reference = Guard()
      let progress = Progress(between: {
        if looks.count.wrappingAdd(1, ordering: .relaxed).oldValue == limit {
          reference.progress.load()?.value.cancel()
        }
      })
      _ = reference.progress.storeIfNil(Guard.Held(progress))
      let lanes = Lanes.single.stopping(with: progress)
      switch Result(catching: { try stage.answer(on: lanes) }) {
      case .success(let answer):
        #expect(answer == expected && stoppedCount > 3)
        return
      case .failure(let failure):
        #expect(failure as? CountFailure == .cancelled)
        stoppedCount += 1
      }
    }
    Issue.record("never done")
  }

  @Test(arguments: Stage.allCases)
  func `it is told how far a count is, to the end`(_ stage: Stage) throws {
    let looks = Looks()
    let progress = Progress(changed: { looks.count.add(1, ordering: .relaxed) })
    _ = try stage.answer(on: Lanes.single.stopping(with: progress))
    #expect(progress.percent == 100 && looks.count.load(ordering: .relaxed) >= 6)
  }

  /// Where a progress is found by what is called while it works.
  private final class Guard: Sendable {
    final class Held: Sendable {
      let value: Progress

      init(_ value: Progress) {
        self.value = value
      }
    }

    let progress = AtomicLazyReference<Held>()
  }
}
