import Testing

@testable import Tables

struct DistributionTests {
  /// Kinds of columns: close mantissas, decimals whose scale differs by segment, mantissas far apart, doubles, nothing but nulls.
  enum Kind: CaseIterable {
    case close, decimal, far, inexact, empty

    func text(_ random: inout some RandomNumberGenerator) -> String {
      if Int.random(in: 0..<6, using: &random) == 0 { return "" }
      switch self {
      case .close: return "\(Int.random(in: -40...40, using: &random))"
      case .decimal:
        let isFine = Int.random(in: 0..<30, using: &random) == 0
        let number = Int.random(in: 0...99, using: &random)
        return isFine ? "\(number).25" : "\(number)"
      case .far: return "\(Int.random(in: -(1 << 60)...(1 << 60), using: &random))"
      case .inexact: return "\(Double.random(in: -1...1, using: &random) * 1e-30)"
      case .empty: return ""
      }
    }
  }

  private func texts(_ kind: Kind, _ count: Int, _ seed: Int) -> [String] {
    var random = Seeded(seed)
    return (0..<count).map { _ in kind.text(&random) }
  }

  private func table(_ texts: [String], chunk: Int) throws -> Table {
    var random = Seeded(1)
    var options = CSVOptions()
    options.types = ["v": .decimal]
    options.chunkBytes = chunk
    let plain = PlainTable(names: ["i", "v"], rows: texts.enumerated().map { ["\($0)", $1] })
    return try CSVLoader.load(plain.bytes(PlainTable.Spelling(), &random), options).table
  }

  /// The values one by one, ascending where they are counted.
  private func numbers(_ distribution: Distribution) -> [Double] {
    switch distribution.values {
    case .counts(let least, let counts):
      #expect(counts.first != 0 && counts.last != 0)
      return counts.enumerated().flatMap { place, count in
        Array(
          repeating: nearestDouble(least + Int64(place), scale: distribution.scale), count: count)
      }
    case .mantissas(let mantissas):
      return mantissas.map { nearestDouble($0, scale: distribution.scale) }
    case .doubles(let doubles): return doubles
    }
  }

  private func expect(_ distribution: Distribution, holds expected: [Double?]) {
    let present = expected.compactMap { $0 }
    #expect(distribution.count == present.count)
    #expect(distribution.nullCount == expected.count - present.count)
    if case .counts = distribution.values {
      #expect(numbers(distribution) == present.sorted())
    } else {
      #expect(numbers(distribution) == present)
    }
  }

  @Test(arguments: Kind.allCases)
  func `the values of selected rows are those of a plain look`(_ kind: Kind) throws {
    for seed in 0..<12 {
      let texts = texts(kind, [0, 1, 63, 64, 65, 1000][seed % 6], seed)
      let table = try table(texts, chunk: [60, 700, 1 << 20][seed % 3])
      let (row, value) = (
        try #require(table.column("i")), try #require(table.column("v"))
      )
      let all = table.numbers("v")
      for (from, to) in [(0, texts.count), (5, 70), (3, 2)] {
        var selection = Selection(all: table)
        selection.keep(row, from: Double(from), to: Double(to))
        let expected = all.enumerated().filter { from <= $0.offset && $0.offset <= to }
        for lanes in [Lanes.single, .threads(3)] {
          let distribution = try #require(try value.distribution(in: selection, on: lanes))
          expect(distribution, holds: expected.map(\.element))
        }
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `the values of listed rows are those of a plain look`(_ kind: Kind) throws {
    for seed in 0..<10 {
      let texts = texts(kind, 1200, seed)
      let table = try table(texts, chunk: [300, 5000][seed % 2])
      let value = try #require(table.column("v"))
      let all = table.numbers("v")
      var random = Seeded(seed)
      for share in [1, 2, 10, 400] {
        let rows = (0..<UInt32(texts.count)).filter { _ in
          Int.random(in: 0..<share, using: &random) == 0
        }
        // A slice in the middle of other rows, as a group is.
        let slice = ([7, 7] + rows + [9])[2..<rows.count + 2]
        let distribution = try #require(value.distribution(at: slice))
        expect(distribution, holds: rows.map { all[Int($0)] })
        let doubles = value.doubles(at: slice)
        #expect(doubles.map { $0.isNaN ? nil : $0 } == rows.map { all[Int($0)] })
        let unit = Double(powersOfTen[distribution.scale])
        let multiples = value.multiples(at: slice).map { $0.isNaN ? nil : $0 / unit }
        #expect(multiples == doubles.map { $0.isNaN ? nil : $0 })
      }
    }
  }

  @Test func `whole numbers close together are counted, few rows and far numbers are not`() throws {
    func isCounted(_ texts: [String], listed: Bool) throws -> Bool {
      let table = try table(texts, chunk: 1 << 20)
      let value = try #require(table.column("v"))
      let rows = (0..<UInt32(texts.count)).map { $0 }
      let distribution =
        listed
        ? value.distribution(at: rows[...])
        : try value.distribution(in: Selection(all: table), on: .single)
      guard case .counts = distribution?.values else { return false }
      return true
    }
    let close = (0..<300).map { "\($0 % 7).5" }
    try #expect(isCounted(close, listed: false))
    try #expect(isCounted(close, listed: true))
    try #expect(!isCounted(Array(close.prefix(200)), listed: true))
    try #expect(!isCounted(close + ["9000000"], listed: false))
    try #expect(!isCounted(close + ["1e300"], listed: false))
    try #expect(!isCounted(["1", "1048577"], listed: false))
  }

  @Test func `a text has no values`() throws {
    var options = CSVOptions()
    options.types = ["v": .text]
    let table = try CSVLoader.load(Array("v\n1\n2\n".utf8), options).table
    let value = try #require(table.column("v"))
    #expect(try value.distribution(in: Selection(all: table), on: .single)?.count == nil)
    #expect(value.distribution(at: [0, 1])?.count == nil)
    #expect(value.doubles(at: [0, 1]).allSatisfy { $0.isNaN })
    #expect(value.multiples(at: [0, 1]).map(\.isNaN) == [true, true])
  }

  @Test func `a quotient of mantissas is a value`() {
    let distribution = Distribution(values: .mantissas([]), scale: 2, count: 0, nullCount: 0)
    #expect(distribution.quotient(250) == 2.5 && distribution.quotient(-1, by: 4) == -0.0025)
    #expect(distribution.unit == 100)
  }
}
