import Testing

@testable import Tables

struct SelectionTests {
  /// A table in many small segments, with its rows.
  private func sample(_ seed: Int) throws -> (table: Table, rows: [[String]]) {
    var random = Seeded(seed)
    let kind = seed % 4
    let rows = (0..<Int.random(in: 0...400, using: &random)).map { row -> [String] in
      let word = Int.random(in: 0..<5, using: &random)
      let number: String
      switch kind {
      case 0: number = "\(Int.random(in: -50...50, using: &random))"
      case 1: number = "\(Double(Int.random(in: -500...500, using: &random)) / 10)"
      case 2: number = "\(Int.random(in: -1 << 40...1 << 40, using: &random))"
      default: number = "\(Double.random(in: -1...1, using: &random))"
      }
      return [
        word == 0 ? "" : "w\(word)", Int.random(in: 0..<4, using: &random) == 0 ? "" : number,
        "r\(row)",
      ]
    }
    let bytes = PlainTable(names: ["w", "n", "r"], rows: rows).bytes(PlainTable.Spelling(), &random)
    var options = CSVOptions()
    options.types = ["w": .text, "n": .decimal, "r": .text]
    options.chunkBytes = 1500
    return (try CSVLoader.load(bytes, options).table, rows)
  }

  private func rows(_ selection: Selection) -> [Int] {
    var rows: [Int] = []
    var first = 0
    for (segment, count) in selection.segmentRows.enumerated() {
      for row in 0..<count
      where selection.words[selection.segmentStarts[segment] + row / 64] >> UInt64(row % 64) & 1
        == 1
      {
        rows.append(first + row)
      }
      first += count
    }
    return rows
  }

  @Test func `a selection keeps the rows that a plain look keeps`() throws {
    for seed in 0..<80 {
      let (table, plain) = try sample(seed)
      let words = try #require(table.column("w"))
      let numbers = try #require(table.column("n"))
      let values = plain.map { Double($0[1]) }
      var random = Seeded(seed + 1000)
      let bounds = [nil] + values.compactMap { $0 } + [0, .infinity, -.infinity, .nan]
      let from = bounds.randomElement(using: &random) ?? nil
      let to = bounds.randomElement(using: &random) ?? nil

      let all = Selection(all: table)
      #expect(rows(all) == Array(plain.indices) && all.count == plain.count)
      for word in ["w1", "w4", "other"] {
        var selection = all
        let code = words.categories().code(of: word) ?? 99
        selection.keep(words, code: code)
        #expect(rows(selection) == plain.indices.filter { plain[$0][0] == word })
        selection.keep(numbers, from: from, to: to)
        let both = plain.indices.filter {
          guard plain[$0][0] == word, let value = values[$0] else { return false }
          return value >= from ?? -.infinity && value <= to ?? .infinity
        }
        #expect(
          rows(selection) == both,
          "seed \(seed) \(String(describing: from)) \(String(describing: to))")
        #expect(selection.count == both.count)
      }
      var present = all
      present.keepPresent(numbers)
      #expect(rows(present) == plain.indices.filter { values[$0] != nil })
      present.keepPresent(words)
      #expect(rows(present) == plain.indices.filter { values[$0] != nil && plain[$0][0] != "" })
    }
  }

  @Test func `bounds are kept to the last digit`() throws {
    let text = "n\n0.1\n0.2\n0.3\n-0.1\n9007199254740993\n"
    let table = try CSVLoader.load(Array(text.utf8)).table
    let column = try #require(table.column("n"))
    func kept(_ from: Double?, _ to: Double?) -> [Int] {
      var selection = Selection(all: table)
      selection.keep(column, from: from, to: to)
      return rows(selection)
    }
    #expect(kept(0.1, 0.3) == [0, 1, 2])
    #expect(kept(0.1.nextUp, 0.3.nextDown) == [1])
    #expect(kept(nil, -0.1) == [3])
    #expect(kept(0.3, 0.1) == [])
    #expect(kept(1e15, nil) == [4])
    #expect(kept(-1e300, 1e300) == [0, 1, 2, 3, 4])
    #expect(kept(1e300, nil) == [] && kept(nil, -1e300) == [])
  }

  @Test func `a column of another kind keeps nothing`() throws {
    let table = try CSVLoader.load(Array("n,w\n1,a\n".utf8)).table
    var byCode = Selection(all: table)
    byCode.keep(try #require(table.column("n")), code: 0)
    #expect(byCode.count == 0)
    var byRange = Selection(all: table)
    byRange.keep(try #require(table.column("w")), from: nil, to: nil)
    #expect(byRange.count == 0)
  }
}
