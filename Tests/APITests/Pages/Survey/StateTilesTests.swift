import Testing

@testable import API

struct StateTilesTests {
  @Test func `every state has one tile, with its neighbours at its sides`() {
    let tiles = StateTiles.rows.flatMap { $0.compactMap(\.self) }
    #expect(tiles.count == 54, "the states, the capital and three territories")
    #expect(Set(tiles.map(\.name)) == StateTiles.known)
    #expect(Set(tiles.map(\.letters)).count == tiles.count)
    #expect(StateTiles.rows.allSatisfy { $0.count == StateTiles.columnCount })
    let row = StateTiles.rows.first { $0.contains { $0?.name == "Ohio" } } ?? []
    let place = row.firstIndex { $0?.name == "Ohio" } ?? 0
    #expect(row[place - 1]?.name == "Indiana" && row[place + 1]?.name == "Pennsylvania")
  }

  @Test func `values fall into classes of the same width`() throws {
    let classes = try #require(ValueClasses([10, 60, 20]))
    #expect([10, 19.9, 20, 59, 60].map(classes.place(of:)) == [0, 0, 1, 4, 4])
    #expect(classes.texts == ["10 to 20", "20 to 30", "30 to 40", "40 to 50", "50 to 60"])
    #expect(classes.place(of: -1e300) == 0 && classes.place(of: 100) == 4)
  }

  @Test func `values that are all the same are one class, and none have no classes`() throws {
    let classes = try #require(ValueClasses([3, 3]))
    #expect(classes.place(of: 3) == 0)
    #expect(classes.texts == ["3"])
    #expect(ValueClasses([]) == nil)
  }

  @Test func `values that are as far apart as can be have a class`() throws {
    let far = Double.greatestFiniteMagnitude
    for values in [[-far, far], [1, .infinity], [-.infinity, .infinity]] {
      let classes = try #require(ValueClasses(values))
      for value in values { #expect((0..<ValueClasses.count).contains(classes.place(of: value))) }
    }
  }
}
