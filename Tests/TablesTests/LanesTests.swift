import Testing

@testable import Tables

struct LanesTests {
  @Test(arguments: [1, 2, 5])
  func `answers come in the order of the pieces, whatever the lanes`(_ lanes: Int) throws {
    for pieces in [0, 1, 3, 200] {
      #expect(try Lanes.threads(lanes).map(pieces) { $0 * $0 } == (0..<pieces).map { $0 * $0 })
    }
    #expect(try Lanes.single.map(4) { "\($0)" } == ["0", "1", "2", "3"])
  }

  @Test func `no more lanes run than there are pieces`() throws {
    let asked = Gathering<Int>(count: 1)
    let lanes = Lanes(count: 8) { count, body in
      asked.fill(0, with: count)
      for lane in 0..<count { body(lane) }
    }
    #expect(try lanes.map(3) { $0 } == [0, 1, 2] && asked.element(at: 0) == 3)
  }

  @Test func `there is always one lane`() {
    #expect(Lanes(count: 0) { _, _ in }.count == 1 && Lanes.single.count == 1)
  }
}
