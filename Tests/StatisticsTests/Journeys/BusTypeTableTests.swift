import Testing

@testable import Statistics

struct BusTypeTableTests {
  private func insert(_ type: String, into table: inout BusTypeTable) -> Bool {
    let bytes = Array(type.utf8)
    return table.insert(bytes.span)
  }

  @Test func `each type is there once, in the order of its bytes`() {
    var table = BusTypeTable()
    var types = Set<[UInt8]>()
    for _ in 0..<20_000 {
      let type = (0..<Int.random(in: 1...20)).map { _ in UInt8.random(in: 0x61...0x63) }
      let isTaken = table.insert(type.span)
      #expect(isTaken)
      types.insert(type)
    }
    let expected = types.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(table.sorted == BusTypes(sorted: expected.map { $0[...] }))
  }

  @Test func `spellings that only Unicode holds equal are two`() {
    var table = BusTypeTable()
    let areTaken = ["é", "e\u{301}", "é"].map { insert($0, into: &table) }
    #expect(areTaken == [true, true, true])
    #expect(table.sorted.count == 2)
  }

  @Test func `there is room for so many types, and for those that are there`() {
    var table = BusTypeTable(limit: 3)
    let areTaken = ["a", "b", "c", "d", "a", "c", "e"].map { insert($0, into: &table) }
    #expect(areTaken == [true, true, true, false, true, true, false])
    #expect(table.sorted.count == 3)
  }

  @Test func `there is room for so many bytes`() {
    var table = BusTypeTable(limit: 10, limitBytes: 5)
    let areTaken = ["abc", "defg", "de", "f", "abc"].map { insert($0, into: &table) }
    #expect(areTaken == [true, false, true, false, true])
  }
}
