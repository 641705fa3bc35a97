import Testing

@testable import Tables

struct GroupKeyTableTests {
  @Test(arguments: [0, 1, 40, 5_000])
  func `a key has the number of the different ones before it`(_ range: UInt64) {
    var random = Seeded(Int(range))
    var table = GroupKeyTable()
    var codes: [UInt64: UInt32] = [:]
    for _ in 0..<10_000 {
      let key = UInt64.random(in: 0...range, using: &random) << 40
      let expected = codes[key] ?? UInt32(codes.count)
      codes[key] = expected
      #expect(table.code(of: key) == expected)
    }
    #expect(table.keys.count == codes.count)
    #expect(table.keys.enumerated().allSatisfy { codes[$1] == UInt32($0) })
  }

  @Test(arguments: [1, 2, 5])
  func `keys of segments are coded as if they stood in one`(_ count: Int) throws {
    var random = Seeded(count)
    let segments = (0..<count).map { _ in
      (0..<300).map { _ in UInt64.random(in: 0...99, using: &random) }
    }
    var table = GroupKeyTable()
    let expected = segments.map { $0.map { table.code(of: $0) } }
    for lanes in [Lanes.single, .threads(3)] {
      let coded = try GroupKeyTable.codes(ofSegments: count, limit: 100, on: lanes) { segments[$0] }
      #expect(coded?.segments == expected && coded?.keys == table.keys)
    }
    #expect(
      try GroupKeyTable.codes(ofSegments: count, limit: 50, on: .single) { segments[$0] } == nil)
    let none = try #require(
      try GroupKeyTable.codes(ofSegments: 0, limit: 1, on: .single) { _ in [] })
    #expect(none.segments.isEmpty && none.keys.isEmpty)
  }
}
