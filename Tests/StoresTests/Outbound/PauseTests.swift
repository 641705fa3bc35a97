import Testing

@testable import Stores

struct PauseTests {
  /// What a pause has slept, turn by turn.
  private final class Sleeper {
    var turns: [Int] = []
  }

  @Test(
    arguments: [(0.12, [50, 50, 20]), (0.05, [50]), (0.0004, []), (0, []), (-3, [])]
      as [(Double, [Int])])
  func `a pause is slept in short turns`(_ seconds: Double, turns: [Int]) {
    let sleeper = Sleeper()
    let pause = Pause(seconds: seconds) { sleeper.turns.append($0) }
    #expect(pause.passes { false })
    #expect(sleeper.turns == turns)
  }

  @Test func `a pause ends when nobody wants it any more`() {
    let sleeper = Sleeper()
    let pause = Pause(seconds: 10) { sleeper.turns.append($0) }
    #expect(!pause.passes { sleeper.turns.count == 2 })
    #expect(sleeper.turns == [50, 50])
  }

  @Test func `a pause without end is a day`() {
    let sleeper = Sleeper()
    #expect(Pause(seconds: .infinity) { sleeper.turns.append($0) }.passes { false })
    #expect(sleeper.turns.reduce(0, +) == 86_400_000)
  }
}
