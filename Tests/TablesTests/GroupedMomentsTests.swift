import Testing

@testable import Tables

struct GroupedMomentsTests {
  private struct Key: Hashable {
    let words: [String]
  }

  /// Means by words, one row after the other, in integers of a fixed scale so that nothing is rounded before the end.
  private func naive(_ rows: [[String]], _ columns: [Int]) -> [Key: (count: Int, sum: Int)] {
    rows.reduce(into: [:]) { groups, row in
      let words = columns.map { row[$0] }
      guard let value = Double(row[3]), !words.contains("") else { return }
      groups[Key(words: words), default: (0, 0)].count += 1
      groups[Key(words: words), default: (0, 0)].sum += Int((value * 100).rounded())
    }
  }

  private func rows(_ seed: Int, words: Int) -> [[String]] {
    var random = Seeded(seed)
    return (0..<Int.random(in: 0...500, using: &random)).map { _ in
      let cells = (0..<3).map { _ -> String in
        let word = Int.random(in: 0...words, using: &random)
        return word == 0 ? "" : "w\(word)"
      }
      let value = "\(Double(Int.random(in: -9999...9999, using: &random)) / 100)"
      return cells + [Int.random(in: 0..<5, using: &random) == 0 ? "" : value]
    }
  }

  private func table(_ rows: [[String]], chunk: Int = 2000) throws -> Table {
    var random = Seeded(1)
    var options = CSVOptions()
    options.types = ["a": .text, "b": .text, "c": .text, "v": .decimal]
    options.chunkBytes = chunk
    let plain = PlainTable(names: ["a", "b", "c", "v"], rows: rows)
    return try CSVLoader.load(plain.bytes(PlainTable.Spelling(), &random), options).table
  }

  // 300 words in each of three columns are more groups than there may be places, so places are given as groups occur.
  @Test(arguments: [2, 6, 300])
  func `groups have the counts and means of a plain look`(_ words: Int) throws {
    for seed in 0..<25 {
      let rows = rows(seed, words: words)
      let table = try table(rows)
      for names in [["a"], ["b", "a"], ["a", "b", "c"], []] {
        let columns = names.compactMap(table.column)
        let expected = naive(rows, names.map { $0 == "a" ? 0 : $0 == "b" ? 1 : 2 })
        let value = try #require(table.column("v"))
        let moments = try GroupedMoments(of: value, by: columns, in: Selection(all: table))
        let groups = try moments.groups()
        #expect(groups.count == expected.count)
        #expect(moments.selectedCount == expected.values.reduce(0) { $0 + $1.count })
        let categories = columns.map { $0.categories() }
        for group in groups {
          let key = Key(words: zip(categories, group.codes).map { $0.word($1) })
          let (count, sum) = expected[key] ?? (0, 0)
          #expect(group.count == count)
          #expect(group.mean == Double(sum) / Double(100 * count))
          let index = zip(categories, group.codes).reduce(0) { $0 * $1.0.count + $1.1 }
          #expect(moments.count(at: index) == count && moments.mean(at: index) == group.mean)
        }
        let inOrder = zip(groups, groups.dropFirst())
        #expect(inOrder.allSatisfy { $0.codes.lexicographicallyPrecedes($1.codes) })
        let total = expected.values.reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.sum) }
        #expect(moments.totalMean == (total.0 == 0 ? nil : Double(total.1) / Double(100 * total.0)))
        #expect(moments.count(at: -1) == 0 && moments.mean(at: Int.max) == nil)
      }
    }
  }

  @Test func `only selected rows count`() throws {
    let table = try table([
      ["x", "p", "", "1"], ["x", "q", "", "2"], ["y", "p", "", "4"], ["x", "p", "", "6"],
    ])
    let (a, b) = (try #require(table.column("a")), try #require(table.column("b")))
    var selection = Selection(all: table)
    selection.keep(b, code: try #require(b.categories().code(of: "p")))
    let moments = try GroupedMoments(of: try #require(table.column("v")), by: [a], in: selection)
    #expect(
      try moments.groups().map(\.mean) == [3.5, 4] && moments.groups().map(\.count) == [2, 1])
  }

  @Test func `a row of no group counts in the overall mean and in no other`() throws {
    for unit in ["", "e-30"] {
      let moments = try moments(of: [
        ["x", "", "", "1\(unit)"], ["", "", "", "5\(unit)"], ["", "", "", ""],
      ])
      #expect(moments.totalMean == Double("1\(unit)") && moments.selectedCount == 1)
      #expect(moments.overallMean == Double("3\(unit)"))
    }
  }

  @Test func `sums of any size are exact`() throws {
    let large = (0..<100).map { ["x", "", "", "9000000000000000\($0 % 10)"] }
    let moments = try moments(of: large)
    #expect(try moments.groups().first?.mean == 90000000000000004.5)
    let mixed = try self.moments(of: [
      ["x", "", "", "4000000000000000000"], ["x", "", "", "0.25"],
      ["x", "", "", "-4000000000000000000"],
    ])
    #expect(mixed.totalMean.map { ($0 - 0.25 / 3).magnitude < 1e-15 } ?? false)
    let fractions = try self.moments(of: Array(repeating: ["x", "", "", "0.1"], count: 10))
    #expect(fractions.totalMean == 0.1)
  }

  @Test func `doubles are summed without loss`() throws {
    let rows = [
      ["x", "", "", "1e300"], ["x", "", "", "1"], ["x", "", "", "-1e300"], ["y", "", "", "1e-300"],
    ]
    let moments = try moments(of: rows)
    #expect(try moments.groups().map(\.mean) == [1.0 / 3, 1e-300])
    #expect(moments.selectedCount == 4 && moments.totalMean == 0.25)
  }

  private func moments(of rows: [[String]]) throws -> GroupedMoments {
    let table = try table(rows, chunk: 40)
    return try GroupedMoments(
      of: try #require(table.column("v")), by: [try #require(table.column("a"))],
      in: Selection(all: table))
  }

  @Test func `what is no number or no text has no groups`() throws {
    let table = try table([["x", "", "", "1"]])
    let (a, v) = (try #require(table.column("a")), try #require(table.column("v")))
    for (values, groups) in [(a, a), (v, v)] {
      let moments = try GroupedMoments(of: values, by: [groups], in: Selection(all: table))
      #expect(
        try moments.groups().isEmpty && moments.selectedCount == 0 && moments.totalMean == nil)
    }
  }

  @Test func `lanes change nothing`() throws {
    for seed in 0..<12 {
      let sample = try QuerySample(seed, rows: 900, chunkBytes: 3000)
      let coded = try #require(sample.table.column("coded"))
      let selection = Selection(rows: (0..<900).filter { $0 % 7 != seed % 7 }, of: sample.table)
      for name in ["narrow", "wide", "decimal", "fine", "double", "truth"] {
        let value = try #require(sample.table.column(name))
        for columns in [[], [coded]] {
          let alone = try GroupedMoments(of: value, by: columns, in: selection)
          for count in [2, 3, 64] {
            let together = try GroupedMoments(
              of: value, by: columns, in: selection, on: .threads(count))
            #expect(try together.groups().map(\.codes) == alone.groups().map(\.codes))
            #expect(try together.groups().map(\.count) == alone.groups().map(\.count))
            #expect(try together.groups().map(\.mean) == alone.groups().map(\.mean))
            #expect(together.overallMean == alone.overallMean)
            #expect(together.selectedCount == alone.selectedCount)
          }
        }
      }
    }
  }
}
