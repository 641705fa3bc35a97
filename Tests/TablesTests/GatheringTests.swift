import Testing

@testable import Tables

struct GatheringTests {
  @Test func `each number is handed out once, whoever takes it`() {
    let counter = PieceCounter()
    let taken = Gathering<Int>(count: 4000)
    Lanes.threads(4).run(4) { lane in
      for _ in 0..<1000 { taken.fill(counter.take(), with: lane) }
    }
    #expect(taken.elements.count == 4000 && counter.take() == 4000)
  }

  @Test func `elements come in the order of their places, gaps left out`() {
    let gathering = Gathering<String>(count: 4)
    gathering.fill(3, with: "d")
    gathering.fill(0, with: "a")
    gathering.fill(1, with: "b")
    #expect(gathering.elements == ["a", "b", "d"])
    #expect(gathering.element(at: 2) == nil && gathering.element(at: 3) == "d")
  }

  @Test func `what comes second to a place is dropped`() {
    let gathering = Gathering<Int>(count: 1)
    gathering.fill(0, with: 1)
    gathering.fill(0, with: 2)
    #expect(gathering.element(at: 0) == 1)
  }
}
