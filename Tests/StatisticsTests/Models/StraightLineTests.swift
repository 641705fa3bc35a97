import Testing

@testable import Statistics

struct StraightLineTests {
  @Test func `points on a line leave no doubt`() throws {
    for slope in [2.0, -1.0 / 3, 1e-9, 1e150] {
      let predictor = (0..<7).map { Double($0) }
      let line = try StraightLine(through: predictor.map { slope * $0 + 5 }, over: predictor)
      #expect(abs(line.slope - slope) <= 1e-14 * max(1, abs(slope)))
      #expect(line.pValue == 0 && line.slopeError == 0 && line.interceptError == 0)
      #expect(abs(abs(line.correlation ?? 0) - 1) < 1e-12 || slope == 1e-9)
    }
  }

  @Test func `a constant response has no slope`() throws {
    for value in [0.0, 0.1, -7e200] {
      let line = try StraightLine(
        through: Array(repeating: value, count: 6), over: [1, 5, 2, 8, 3, 0.1])
      #expect(line.slope == 0 && line.intercept == value)
      #expect(line.correlation == nil && line.pValue == 1 && line.slopeError == 0)
    }
  }

  @Test func `two points make a line, or a flat one`() throws {
    let steep = try StraightLine(through: [3, 5], over: [0, 1])
    #expect(steep.slope == 2 && steep.intercept == 3 && steep.pValue == 0)
    #expect(try StraightLine(through: [3, 3], over: [0, 1]).pValue == 1)
  }

  @Test func `a response that is constant but for rounding has no slope to speak of`() throws {
    let line = try StraightLine(
      through: [0.3, 0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2], over: [0, 1, 2, 3, 4])
    #expect(line.pValue == 1)
  }

  @Test func `the order of the points and their units do not matter`() throws {
    let (x, y) = ([1.0, 4, 2, 8, 5, 7], [2.0, 3, 3, 9, 4, 9])
    let line = try StraightLine(through: y, over: x)
    let turned = try StraightLine(through: y.reversed(), over: x.reversed())
    #expect(abs(line.slope - turned.slope) < 1e-14)
    let scaled = try StraightLine(through: y.map { $0 * 0x1p900 }, over: x.map { $0 * 0x1p-100 })
    #expect(scaled.slope == line.slope * 0x1p1000)
    #expect(scaled.slopeError == line.slopeError * 0x1p1000)
    #expect(scaled.pValue == line.pValue)
    // By hand: the sum of the products of deviations is 40, that of the squares 37.5.
    #expect(abs(line.slope - 40 / 37.5) < 1e-15)
  }

  @Test func `what has no line is told`() {
    #expect(throws: ModelFailure.tooFewRows(1, needed: 2)) {
      try StraightLine(through: [1], over: [1])
    }
    #expect(throws: ModelFailure.tooFewRows(0, needed: 2)) {
      try StraightLine(through: [], over: [])
    }
    #expect(throws: ModelFailure.unequalLength(column: 0, rows: 1, responses: 2)) {
      try StraightLine(through: [1, 2], over: [1])
    }
    #expect(throws: ModelFailure.constantPredictor(4)) {
      try StraightLine(through: [1, 2], over: [4, 4])
    }
    #expect(throws: ModelFailure.notFinite(column: 0, row: 1)) {
      try StraightLine(through: [1, 2], over: [4, .nan])
    }
    #expect(throws: ModelFailure.responseNotFinite(row: 0)) {
      try StraightLine(through: [.infinity, 2], over: [4, 5])
    }
    #expect(throws: ModelFailure.outOfRange(column: 0)) {
      try StraightLine(through: [0, 1e300], over: [0, 1e-300])
    }
  }
}
