import Testing

@testable import Tables

struct CSVOptionsTests {
  @Test func `sizes that nothing could count are brought within bounds`() throws {
    var options = CSVOptions()
    options.chunkBytes = 0
    options.blockBytes = .min
    options.rowLimitBytes = .max
    options.rejectLimit = -1
    let bounded = options.withinBounds
    #expect(bounded.chunkBytes == 1 && bounded.blockBytes == 1 && bounded.rejectLimit == 0)
    #expect(bounded.rowLimitBytes == 1 << 30 && bounded.cellLimitBytes == options.cellLimitBytes)
    #expect(CSVOptions().withinBounds.chunkBytes == CSVOptions().chunkBytes)
  }

  @Test func `any sizes load a table or say what is too long`() throws {
    for size in [Int.min, -1, 0, 1, 5, .max] {
      var options = CSVOptions()
      options.chunkBytes = size
      options.blockBytes = size
      #expect(try CSVLoader.load(Array("a\n1\n2\n".utf8), options).table.numbers("a") == [1, 2])
      options.rowLimitBytes = size
      options.cellLimitBytes = size
      options.columnLimit = max(1, size)
      options.rejectLimit = size
      let expected: [Double?] = size < 3 ? [] : [1, 2]
      let rows = try? CSVLoader.load(Array("a\n1\n2\n".utf8), options).table.numbers("a")
      #expect(rows ?? [] == expected)
    }
  }
}
