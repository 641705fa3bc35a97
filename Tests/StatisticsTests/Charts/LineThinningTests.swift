import Testing

@testable import Statistics

struct LineThinningTests {
  @Test func `a short line keeps all points and is cut at gaps`() {
    let pieces = LineThinning.pieces(
      x: [0, 0.1, 0.2, 0.3, 0.4, 0.5], y: [.nan, 1, 2, .infinity, .nan, 3])
    #expect(pieces == [[1, 2], [5]])
    #expect(LineThinning.pieces(x: [], y: []) == [])
    #expect(LineThinning.pieces(x: [1], y: [.nan]) == [])
  }

  @Test(arguments: 0..<12)
  func `each column keeps its first, least, greatest and last point`(_ seed: Int) {
    var random = Seeded(seed)
    let count = Int.random(in: 2001...20_000, using: &random)
    let x = (0..<count).map { Double($0) / Double(count) * 600 }
    let y = x.map { _ in Double.random(in: 0...300, using: &random) }
    let pieces = LineThinning.pieces(x: x, y: y)
    #expect(pieces.count == 1)
    #expect(pieces[0] == pieces[0].sorted() && pieces[0].count <= 4 * 600)
    let kept = Dictionary(grouping: pieces[0]) { Int(x[$0]) }
    let columns = Dictionary(grouping: x.indices) { Int(x[$0]) }
    #expect(kept.count == columns.count)
    for (column, places) in columns {
      let chosen = kept[column] ?? []
      #expect(chosen.first == places.first && chosen.last == places.last)
      #expect(chosen.map { y[$0] }.min() == places.map { y[$0] }.min())
      #expect(chosen.map { y[$0] }.max() == places.map { y[$0] }.max())
    }
  }

  @Test func `gaps between columns part a thinned line, smaller ones do not`() {
    let x = (0..<10_000).map { Double($0) / 20 }
    var y = x.map { _ in 1.0 }
    for place in 4000..<4100 { y[place] = .nan }
    y[2005] = .nan
    let pieces = LineThinning.pieces(x: x, y: y)
    #expect(pieces.count == 2)
    #expect(pieces.first?.last == 3999 && pieces.last?.first == 4100)
  }

  @Test func `a line of gaps alone is bounded all the same`() {
    let x = (0..<100_000).map { Double($0) / 200 }
    let y = x.indices.map { $0.isMultiple(of: 2) ? Double($0 % 17) : .nan }
    let pieces = LineThinning.pieces(x: x, y: y)
    #expect(pieces.reduce(0) { $0 + $1.count } <= 4 * 500)
  }
}
