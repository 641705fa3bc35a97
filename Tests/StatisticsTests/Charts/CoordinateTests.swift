import Testing

@testable import Statistics

struct CoordinateTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (-0.001, "0"), (1, "1"), (1.5, "1.5"), (1.25, "1.25"), (1.005, "1"),
    (1.049, "1.05"), (-1.05, "-1.05"), (99.999, "100"), (.nan, "0"), (.infinity, "1000000"),
    (-1e300, "-1000000"),
  ])
  func `places have at most two decimals`(_ number: Double, _ text: String) {
    #expect(Coordinate.text(number) == text)
  }

  @Test func `paths are moves, lines and dots`() {
    var path = PathText()
    path.move(1, 2)
    path.line(3, 4.5)
    path.dot(5, 6)
    path.stroke(0, 0, 1, 1)
    #expect(path.text == "M1 2L3 4.5M5 6h.01M0 0L1 1")
  }

  @Test func `rectangles know their ends`() {
    let area = Rectangle(left: 1, top: 2, width: 3, height: 4)
    #expect(area.right == 4 && area.bottom == 6)
  }
}
