import Testing

@testable import Statistics

struct RowBlockTests {
  private func column(_ place: Int, of block: RowBlock) -> [Double] {
    (0..<block.vectorCount).flatMap { vector in
      (0..<8).map { block.cells[place * RowBlock.vectorsPerColumn + vector][$0] }
    }
  }

  @Test(arguments: [1, 7, 8, 9, 16, 511, 512])
  func `a column is taken from its place on, and zeros stand behind it`(rows: Int) {
    let numbers = (0..<600).map { Double($0) }
    let weights = (0..<512).map { Double($0 % 3) }
    var block = RowBlock(width: 2)
    block.begin(rows: 512)
    block.fill(0, from: numbers, at: 0, count: 512, times: 1)
    block.begin(rows: rows)
    block.fill(0, from: numbers, at: 20, count: rows, times: 2)
    block.fill(1, from: numbers, at: 20, count: rows, times: 2, weights: weights)
    let plain = column(0, of: block)
    let weighted = column(1, of: block)
    #expect(plain.count == (rows + 7) / 8 * 8)
    for row in plain.indices {
      let expected = row < rows ? Double(20 + row) * 2 : 0
      #expect(plain[row] == expected)
      #expect(weighted[row] == expected * (row < rows ? weights[row] : 0))
    }
  }
}
