import Testing

@testable import Tables

struct FillingTests {
  @Test func `an array has what was written into its room`() {
    let squares = [Int].filling(5) { room, count in
      for place in 0..<4 { room[place] = place * place }
      count = 4
    }
    #expect(squares == [0, 1, 4, 9])
  }

  @Test func `without room nothing is asked for`() {
    let none = [Int].filling(0) { _, _ in Issue.record("there is nothing to write") }
    #expect(none.isEmpty)
  }
}
