import Testing

@testable import Statistics

struct NamedSlotsTests {
  private static func slots(_ names: [String]) -> NamedSlots {
    NamedSlots(
      title: "T", names: (AxisTitle("N"), names),
      values: (AxisTitle("V"), .enclosed(0...10, .decimal)))
  }

  @Test func `long names lie down`() {
    #expect(!Self.slots(["a", "b", "c"]).isHorizontal)
    #expect(Self.slots(["a", String(repeating: "long ", count: 20)]).isHorizontal)
    #expect(Self.slots((0..<45).map { "name \($0)" }).isHorizontal)
  }

  @Test func `standing values grow upwards, lying ones to the right`() {
    let standing = Self.slots(["a", "b"])
    let area = standing.area(slot: 1, shares: 0...1, values: (0, 5))
    let plot = standing.frame.plot
    #expect(area.left == plot.left + plot.width / 2 && area.right == plot.right)
    #expect(area.bottom == plot.bottom && area.top == plot.bottom - plot.height / 2)
    let lying = Self.slots([String(repeating: "long ", count: 20), "b"])
    let bar = lying.area(slot: 0, shares: 0...1, values: (0, 10))
    #expect(bar.left == lying.frame.plot.left && bar.right == lying.frame.plot.right)
    #expect(bar.top == lying.frame.plot.top)
  }

  @Test func `names beyond the limit share a slot`() throws {
    let slots = Self.slots((0..<62).map { "name \($0)" })
    let bytes = slots.frame.document(kind: "K", description: "x.") { _ in }
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(document.labels.contains("… 12 more") && !document.labels.contains("name 50"))
    let last = slots.area(slot: 50, shares: 0...1, values: (0, 1))
    #expect((last.bottom - slots.frame.plot.bottom).magnitude < 1e-9)
  }

  @Test func `the remainder is told`() {
    #expect(NamedSlots.remainder(50, noun: "group", plural: "groups") == [])
    let one = NamedSlots.remainder(51, noun: "group", plural: "groups")
    #expect(one == ["1 further group is not shown."])
    let more = NamedSlots.remainder(1050, noun: "category", plural: "categories")
    #expect(more == ["1000 further categories are not shown."])
  }

  @Test func `a rule runs along all slots`() {
    let slots = Self.slots(["a", "b"])
    let points = SVGDocument.points(slots.rule(at: 0).text)
    #expect(points.count == 2 && points[1].x - points[0].x > 600 && points[0].y == points[1].y)
  }

  @Test func `a drawing is higher than was asked where names need it`() {
    let names = (0..<50).map { "a name of some length \($0)" }
    for (height, expected) in [(300.0, 50.0 * 22), (2000, 1500)] {
      let slots = NamedSlots(
        title: "T", names: (AxisTitle("N"), names),
        values: (AxisTitle("V"), .enclosed(0...10, .decimal)),
        size: ChartSize(width: 400, height: height))
      #expect(slots.isHorizontal && slots.frame.plot.height >= expected)
      #expect(slots.frame.plot.right <= 400)
    }
  }
}
