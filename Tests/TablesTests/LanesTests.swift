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

  @Test(arguments: [1, 2, 5])
  func `no piece is begun once the computation is cancelled`(_ count: Int) throws {
    let progress = Progress()
    let lanes = Lanes.threads(count).stopping(with: progress)
    #expect(try lanes.map(100) { $0 } == Array(0..<100))
    let begun = PieceCounter()
    #expect(throws: Cancelled()) {
      try lanes.map(10_000) { piece in
        if piece == 20 { progress.cancel() }
        return begun.take()
      }
    }
    #expect((21...20 + 2 * count).contains(begun.take()))
    #expect(throws: Cancelled()) { try lanes.map(3) { _ in begun.take() } }
    #expect(throws: Cancelled()) { try lanes.check() }
    #expect(lanes.isCancelled && !Lanes.threads(count).isCancelled)
  }

  @Test(arguments: [1, 3])
  func `a piece that ends early ends the others`(_ count: Int) {
    let progress = Progress()
    let lanes = Lanes.threads(count).stopping(with: progress)
    #expect(throws: Cancelled()) {
      try lanes.map(50) { (piece) throws(Cancelled) in
        if piece == 7 { progress.cancel() }
        try lanes.check()
        return piece
      }
    }
  }

  @Test func `answers that are all there when it is cancelled are given`() throws {
    let progress = Progress()
    let lanes = Lanes.single.stopping(with: progress)
    let answers = try lanes.map(9) { piece in
      if piece == 8 { progress.cancel() }
      return piece
    }
    #expect(answers == Array(0..<9))
    #expect(throws: Cancelled()) { try lanes.check() }
    #expect(try lanes.map(0) { $0 } == [])
  }

  @Test func `a part of the computation tells its share`() {
    let progress = Progress()
    let lanes = Lanes.single.stopping(with: progress)
    lanes.part(1, count: 2, of: 4).advance(1, of: 2)
    #expect(progress.percent == 50)
    lanes.advance(3, of: 4)
    #expect(progress.percent == 75)
    // Nobody hears it, and nothing stops.
    let alone = lanes.stopping(with: nil).part(0, of: 2)
    alone.advance(1, of: 1)
    progress.cancel()
    #expect(progress.percent == 75 && !alone.isCancelled)
  }
}
