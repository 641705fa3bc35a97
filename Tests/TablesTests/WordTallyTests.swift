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

  @Test func `what is no text has no words`() throws {
    let sample = try QuerySample(1)
    #expect(try WordTally(of: try #require(sample.table.column("narrow")), on: .single) == nil)
  }
}
