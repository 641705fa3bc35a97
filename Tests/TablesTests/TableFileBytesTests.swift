import Testing

@testable import Tables

struct TableFileBytesTests {
  private func with<Answer>(_ bytes: [UInt8], _ body: (TableFileBytes?) -> Answer) -> Answer {
    bytes.withUnsafeBytes { body(TableFileBytes($0)) }
  }

  @Test func `numbers and lists are read until the bytes end`() {
    var bytes: [UInt8] = []
    for list in [
      ByteList([UInt32(7)]), ByteList([UInt64(9)]), ByteList([UInt64(3)]),
      ByteList([UInt16(1), 2, .max]), ByteList([UInt8(0), 0]), ByteList([UInt64(0)]),
    ] {
      list.append(0..<list.byteCount, to: &bytes)
    }
    with(bytes) { cursor in
      guard var cursor else { return #expect(Bool(false)) }
      #expect(cursor.shortNumber() == 7 && cursor.number() == 9)
      #expect(cursor.list(of: UInt16.self) == [1, 2, .max])
      #expect(!cursor.isAtEnd && cursor.list(of: Double.self) == [] && cursor.isAtEnd)
      #expect(cursor.number() == nil && cursor.shortNumber() == nil && cursor.section() == nil)
      #expect(
        cursor.list(of: UInt8.self) == nil && cursor.bytes(1) == nil && cursor.bytes(-1) == nil)
    }
  }

  @Test(arguments: [UInt64(2), 3, 1 << 32, 1 << 61, 1 << 63, .max])
  func `a list that is longer than the bytes is none`(_ count: UInt64) {
    var bytes: [UInt8] = []
    ByteList([count, 5]).append(0..<16, to: &bytes)
    with(bytes) { cursor in
      var (one, other) = (cursor, cursor)
      #expect(one?.list(of: Int64.self) == nil && other?.section() == nil)
    }
  }

  @Test func `a list is copied in any pieces`() {
    let list = ByteList((0..<50).map { Int32($0) })
    for size in [1, 3, 4, 7, 200] {
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: list.byteCount, by: size) {
        list.append(start..<min(start + size, list.byteCount), to: &bytes)
      }
      #expect(bytes.enumerated().allSatisfy { $0 % 4 == 0 ? $1 == $0 / 4 : $1 == 0 })
    }
  }

  @Test func `extremes are those of a plain look`() {
    for seed in 0..<500 {
      var random = Seeded(seed)
      let count = Int.random(in: 0...70, using: &random)
      let values = (0..<count).map { _ in
        Bool.random(using: &random) ? Int32.min : Int32.random(in: -5000...9, using: &random)
      }
      let present = values.filter { $0 != .min }.map(Int64.init)
      #expect(mantissaRange(values) == present.min().map { $0...(present.max() ?? 0) })
      let wide = values.map { $0 == .min ? Int64.min : Int64($0) << 33 }
      #expect(mantissaRange(wide)?.lowerBound == present.min().map { $0 << 33 })
      let slots = values.map { UInt16(truncatingIfNeeded: $0) }
      #expect(greatest(slots) == Int(slots.max() ?? 0))
      let numbers = slots.map { UInt32($0) }
      #expect(areAscending(numbers) == (numbers.sorted() == numbers))
      #expect(areAscending(numbers.sorted()))
      let doubles = values.map { $0 == .min ? Double.nan : Double($0) }
      #expect(!hasInfinity(doubles) && hasInfinity(doubles + [-.infinity] + doubles))
    }
    #expect(mantissaRange([Int64.max]) == .max ... .max)
    #expect(mantissaRange([Int32.max, .min + 1]) == Int64(Int32.min + 1)...Int64(Int32.max))
  }
}
