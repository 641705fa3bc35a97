import Testing

@testable import Tables

struct NearestDoublesTests {
  /// Doubles by their bits, so that NaN is like NaN.
  private func bits(_ values: [Double]) -> [UInt64] {
    values.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  @Test(arguments: 0..<12)
  func `each row is the double next to it`(_ seed: Int) throws {
    let sample = try QuerySample(seed)
    for name in QuerySample.names {
      let column = try #require(sample.table.column(name))
      let rows = (0..<UInt32(sample.rowCount)).map { $0 }
      if column.type == .text { continue }
      let expected = bits(column.doubles(at: rows[...]))
      #expect(bits(try column.doubles(on: .threads(2))) == expected, "\(name)")
    }
  }

  @Test(arguments: [40, 400, 4 << 20])
  func `texts are the numbers that they are`(_ chunkBytes: Int) throws {
    var random = Seeded(chunkBytes)
    let palette = [
      "1", "-2.5", "+3", "007", ".5", "1.", " 4 ", "1e3", "1e400", "0.1", "12345678",
      "123456789012345678901", "0.12345678901234567890123", "-0.0", "NaN", "inf", "0x10", "1,5",
      "abc", "", "5e-324", "41.878113599", "--1", "1e", "e", "-", ".",
    ]
    for isCoded in [true, false] {
      let cells = (0..<500).map { row in
        isCoded || row % 3 == 0
          ? palette.randomElement(using: &random) ?? ""
          : "\(Double.random(in: -180...180, using: &random))"
      }
      var options = CSVOptions()
      options.types = ["n": .text]
      options.chunkBytes = chunkBytes
      let bytes = PlainTable(names: ["n", "x"], rows: cells.map { [$0, "x"] })
        .bytes(.init(), &random)
      let column = try #require(try CSVLoader.load(bytes, options, on: .single).table.column("n"))
      let expected = cells.map { cell -> Double in
        let bare = cell.filter { $0 != " " }
        let isPlain = bare.allSatisfy { "0123456789+-.eE".contains($0) }
        guard isPlain, let value = Double(bare), value.isFinite else { return .nan }
        return value
      }
      let found = try column.doubles(on: .threads(2))
      for (row, value) in found.enumerated() {
        #expect(value == expected[row] || value.isNaN && expected[row].isNaN, "\(cells[row])")
      }
      #expect(found.count == expected.count)
    }
  }
}
