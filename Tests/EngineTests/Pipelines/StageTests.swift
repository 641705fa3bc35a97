import Posix
import Tables
import Testing

@testable import Engine

struct StageTests {
  private func run(_ lanes: Lanes, _ phase: @escaping @Sendable (String) -> Void) -> StageRun {
    StageRun(
      sources: [], parameters: StageOrder.sample("draw").parameters, lanes: lanes, phase: phase)
  }

  @Test func `a stage is found by its name`() {
    for stage in Stage.all { #expect(Stage.named(stage.name)?.purpose == stage.purpose) }
    #expect(Stage.named("") == nil)
    #expect(Set(Stage.all.map(\.name)).count == Stage.all.count)
  }

  @Test func `a step is told, unless nobody wants the artifacts any more`() throws {
    let told = Guarded<[String]>([])
    let progress = Progress()
    let run = run(Lanes.single.stopping(with: progress)) { step in
      told.withLock { $0.append(step) }
    }
    try run.begin("counting")
    progress.cancel()
    #expect(throws: StageFailure.cancelled) { try run.begin("fitting") }
    #expect(told.withLock { $0 } == ["counting"])
  }
}
