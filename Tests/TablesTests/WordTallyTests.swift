import Testing

@testable import Tables

struct WordTallyTests {
  @Test(arguments: ["coded", "spelled"])
  func `each text is counted`(_ name: String) throws {
    for seed in 0..<5 {
      let sample = try QuerySample(seed, chunkBytes: 700)
      let column = try #require(sample.table.column(name))
      let cells = sample.cells[name] ?? []
      for lanes in [Lanes.single, .threads(3)] {
        let tally = try #require(try WordTally(of: column, on: lanes))
        #expect(tally.nullCount == cells.count { $0.isEmpty })
        #expect(tally.counts.reduce(0, +) + tally.nullCount == cells.count)
        for (code, count) in tally.counts.enumerated() {
          #expect(count == cells.count { Array($0.utf8) == Array(tally.bytes(of: code)) })
        }
      }
    }
  }

  @Test(arguments: ["coded", "spelled"])
  func `the extent is that of the texts that occur`(_ name: String) throws {
    for seed in 0..<15 {
      let sample = try QuerySample(seed, chunkBytes: 700)
      let column = try #require(sample.table.column(name))
      let texts = Set((sample.cells[name] ?? []).filter { !$0.isEmpty }.map { Array($0.utf8) })
      for lanes in [Lanes.single, .threads(3)] {
        let tally = try #require(try WordTally(of: column, on: lanes))
        let extent = try tally.extent(on: lanes)
        #expect((extent?.distinctCount ?? 0) == texts.count)
        let sorted = texts.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(extent.map { Array(tally.bytes(of: $0.least)) } == sorted.first)
        #expect(extent.map { Array(tally.bytes(of: $0.greatest)) } == sorted.last)
        let lengths = texts.map { String(decoding: $0, as: UTF8.self).unicodeScalars.count }
        #expect(extent?.lengths.lowerBound == lengths.min())
        #expect(extent?.lengths.upperBound == lengths.max())
      }
    }
  }

  @Test func `many texts have the extent that they have in pieces`() throws {
    let texts = (0..<150_000).map { "k\($0 &* 7_919 % 150_000)" } + ["a", "zoë"]
    let bytes = Array(("t\n" + texts.joined(separator: "\n") + "\n").utf8)
    let column = try #require(try CSVLoader.load(bytes, CSVOptions()).table.column("t"))
    let tally = try #require(try WordTally(of: column, on: .threads(3)))
    let extent = try #require(try tally.extent(on: .threads(3)))
    #expect(extent.distinctCount == 150_002 && extent.lengths == 1...7)
    #expect(Array(tally.bytes(of: extent.least)) == Array("a".utf8))
    #expect(Array(tally.bytes(of: extent.greatest)) == Array("zoë".utf8))
    #expect(try tally.extent(on: .single) == extent)
    #expect(tally.precedes(extent.least, extent.greatest))
    #expect(!tally.precedes(extent.least, extent.least))
  }

  @Test func `what is no text has no words`() throws {
    let sample = try QuerySample(1)
    #expect(try WordTally(of: try #require(sample.table.column("narrow")), on: .single) == nil)
  }
}
