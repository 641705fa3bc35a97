import Dispatch
import Synchronization
import Testing

@testable import Tables

struct ProgressTests {
  @Test func `what is done is told in hundredths, and never gets less`() {
    let progress = Progress()
    #expect(progress.percent == 0)
    for (done, percent) in [(1, 12), (4, 50), (2, 50), (0, 50), (-3, 50), (7, 87), (8, 100)] {
      progress.advance(done, of: 8)
      #expect(progress.percent == percent)
    }
    progress.advance(9, of: 8)
    #expect(progress.percent == 100)
  }

  @Test func `of nothing nothing is done`() {
    let progress = Progress()
    progress.advance(3, of: 0)
    progress.advance(3, of: -1)
    #expect(progress.percent == 0)
    progress.part(0, of: 0).advance(1, of: 1)
    #expect(progress.percent == 100)
  }

  @Test func `parts of parts have their share of the whole`() {
    let progress = Progress()
    let second = progress.part(1, count: 2, of: 4)
    second.advance(0, of: 7)
    #expect(progress.percent == 25)
    let inner = second.part(3, of: 5)
    inner.advance(1, of: 2)
    #expect(progress.percent == 60)
    #expect(second.percent == 60 && inner.percent == 60)
    inner.advance(2, of: 2)
    #expect(progress.percent == 65)
    second.advance(1, of: 1)
    #expect(progress.percent == 75)
    progress.advance(1, of: 1)
    #expect(progress.percent == 100)
  }

  @Test func `parts one behind the other leave no gap`() {
    for total in [1, 3, 7, 1000, 3001] {
      let progress = Progress()
      var before = 0
      for piece in 0..<total {
        progress.part(piece, of: total).advance(1, of: 1)
        #expect(progress.percent >= before)
        before = progress.percent
      }
      #expect(progress.percent == 100)
    }
  }

  @Test func `each further hundredth is told once`() {
    let counter = Counter()
    let progress = Progress { counter.add() }
    for done in 0...10_000 { progress.advance(done, of: 10_000) }
    #expect(counter.count == 100)
    progress.advance(10_000, of: 10_000)
    #expect(counter.count == 100)
  }

  @Test func `whoever asks whether to go on lets others go first, and who only looks does not`() {
    let counter = Counter()
    let progress = Progress(between: counter.add)
    #expect(!progress.isCancelled && counter.count == 0)
    #expect(progress.goesOn() && counter.count == 1)
    let lanes = Lanes.single.stopping(with: progress.part(1, of: 2))
    #expect(!lanes.isCancelled && counter.count == 2)
    #expect(throws: Never.self) { try lanes.check() }
    #expect(counter.count == 3)
    progress.cancel()
    #expect(!progress.goesOn() && lanes.isCancelled && counter.count == 5)
    #expect(throws: Cancelled.self) { try progress.check() }
  }

  @Test func `many threads together tell each hundredth at most once, and reach the end`() {
    let counter = Counter()
    let progress = Progress { counter.add() }
    let sawLess = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      var before = 0
      for step in 0..<2_000 {
        progress.advance(step * 8 + thread, of: 16_000)
        let percent = progress.percent
        if percent < before { sawLess.add() }
        before = percent
      }
    }
    progress.advance(1, of: 1)
    #expect(progress.percent == 100 && sawLess.count == 0)
    #expect((1...100).contains(counter.count))
  }

  @Test func `a part is cancelled with the whole, and the whole with a part`() {
    for cancelsPart in [false, true] {
      let progress = Progress()
      let part = progress.part(1, of: 3)
      #expect(throws: Never.self) { try part.check() }
      (cancelsPart ? part : progress).cancel()
      #expect(progress.isCancelled && part.isCancelled)
      #expect(throws: Cancelled()) { try part.check() }
      #expect(throws: Cancelled()) { try progress.check() }
    }
  }
}

/// Counts from any thread.
private final class Counter: Sendable {
  private let value = Atomic(0)

  var count: Int { value.load(ordering: .relaxed) }

  func add() { value.add(1, ordering: .relaxed) }
}
