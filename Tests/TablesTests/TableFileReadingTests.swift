import Testing

@testable import Tables

struct TableFileReadingTests {
  private func failure(
    _ bytes: [UInt8], key: [UInt8] = ColumnFile.key,
    _ checksum: TableFile.Checksum = ColumnFile.checksum
  ) -> TableFileFailure? {
    do throws(TableFileFailure) {
      _ = try ColumnFile.table(bytes, key: key, checksum)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file that is cut anywhere, or goes on, is refused`() throws {
    for checksum in [ColumnFile.checksum, ColumnFile.noChecksum] {
      let bytes = ColumnFile.bytes(of: try ColumnFile.small(), checksum)
      for count in 0..<bytes.count {
        #expect(failure(Array(bytes[..<count]), checksum) != nil, "cut at \(count)")
      }
      for more in [1, 8, 16, 24, 1000] {
        #expect(failure(bytes + [UInt8](repeating: 0, count: more), checksum) != nil)
      }
      #expect(failure(bytes, checksum) == nil)
    }
  }

  @Test func `a byte that has changed is found by the checksum`() throws {
    let bytes = ColumnFile.bytes(of: try ColumnFile.small())
    for place in bytes.indices {
      for change: UInt8 in [1, 0xFF] {
        var changed = bytes
        changed[place] ^= change
        #expect(failure(changed) != nil, "byte \(place)")
      }
    }
  }

  @Test func `without a checksum a byte that has changed is refused or makes another sound table`()
    throws
  {
    let bytes = ColumnFile.bytes(of: try ColumnFile.small(), ColumnFile.noChecksum)
    var read = 0
    for place in bytes.indices {
      for change: UInt8 in [1, 0x80] {
        var changed = bytes
        changed[place] ^= change
        guard let table = try? ColumnFile.table(changed, ColumnFile.noChecksum) else { continue }
        read += 1
        try ask(table)
      }
    }
    #expect(read > bytes.count / 2)
  }

  @Test func `random words of a file without a checksum never make a table that is unsound`() throws
  {
    let bytes = ColumnFile.bytes(of: try ColumnFile.small(), ColumnFile.noChecksum)
    for seed in 0..<3000 {
      var random = Seeded(seed)
      var changed = bytes
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let word = Int.random(in: 0..<bytes.count / 8, using: &random) * 8
        let value =
          [
            0, 1, 2, 3, 4, 18, 19, .max, 1 << 63, 1 << 62, 1 << 61, 1 << 32, UInt64(bytes.count),
          ].randomElement(using: &random) ?? 0
        for byte in 0..<8 {
          changed[word + byte] = UInt8(truncatingIfNeeded: value >> UInt64(byte * 8))
        }
      }
      if let table = try? ColumnFile.table(changed, ColumnFile.noChecksum) { try ask(table) }
    }
  }

  /// Runs over all that kernels touch; what would be out of bounds traps.
  private func ask(_ table: Table) throws {
    let texts = table.columns.filter { $0.type == .text }
    for column in table.columns {
      var selection = Selection(all: table)
      selection.keepPresent(column)
      selection.keep(column, from: -1, to: 1000)
      selection.keep(column, code: 1)
      _ = try GroupedMoments(of: column, by: texts, in: Selection(all: table)).groups()
      let words = column.categories()
      for code in 0..<words.count { _ = words.code(of: words.word(code)) }
      _ = table.texts(column.name)
      for operation in [Filter.Operation.contains, .lt, .notNull] {
        let values = operation == .notNull ? [] : ["1"]
        let filter = Filter(all: [.init(column.name, operation, values)])
        _ = try? filter.selection(of: table, on: .single)
      }
    }
  }

  @Test func `what the file is, is told first`() throws {
    let bytes = ColumnFile.bytes(of: try ColumnFile.small())
    #expect(failure([]) == .noColumnFile)
    #expect(failure(Array("i,f,w\n1,2,3\n".utf8)) == .noColumnFile)
    #expect(failure(Array(bytes[..<15])) == .noColumnFile)
    var other = bytes
    other[8] = 2
    #expect(failure(other) == .otherVersion(2))
    other[12..<16] = [1, 2, 3, 4]
    #expect(failure(other) == .otherByteOrder)
    #expect(failure(bytes, key: ColumnFile.key.reversed()) == .otherKey)
  }

  @Test func `the section that is damaged is named`() throws {
    let table = try ColumnFile.small()
    let bytes = ColumnFile.bytes(of: table)
    var changed = bytes
    changed[30] ^= 1
    #expect(failure(changed) == .otherChecksum(section: 0))
    changed = bytes
    changed[bytes.count - 9] ^= 1
    #expect(failure(changed) == .otherChecksum(section: table.columns.count))
    #expect(failure(bytes, ColumnFile.noChecksum) == .otherChecksum(section: 0))
    #expect(failure(bytes.dropLast()) == .malformed(section: table.columns.count))
  }

  /// A column of one segment as somebody could have written it.
  private func readBack(_ column: Column, rows: Int) -> TableFileFailure? {
    failure(ColumnFile.bytes(of: Table(columns: [column], segmentRows: [rows])))
  }

  @Test func `numbers that a column of the type cannot have are refused`() {
    func refused(_ type: ColumnType, _ values: NumberSegment.Values, scale: Int = 0) -> Bool {
      let segment = NumberSegment(values: values, scale: scale)
      let column = Column(name: "n", type: type, storage: .numbers(NumberColumn([segment])))
      return readBack(column, rows: 2) != nil
    }
    #expect(!refused(.boolean, .narrow([0, 1])) && refused(.boolean, .narrow([0, 2])))
    #expect(!refused(.date, .narrow([-719_528, 2_932_896])) && refused(.date, .narrow([.max, 0])))
    #expect(!refused(.datetime, .wide([0, 253_402_300_799_999_999])))
    #expect(refused(.datetime, .wide([0, .max])) && refused(.datetime, .wide([.min + 1, 0])))
    #expect(
      !refused(.integer, .wide([.min, .max])) && refused(.integer, .narrow([1, 2]), scale: 1))
    #expect(refused(.integer, .double([1, 2])) && !refused(.decimal, .double([1, .nan])))
    #expect(
      refused(.decimal, .double([1, .infinity])) && !refused(.decimal, .narrow([1, 2]), scale: 18))
    #expect(refused(.decimal, .narrow([1, 2, 3])) && refused(.text, .narrow([1, 2])))
  }

  @Test func `codes without a word and texts beyond their bytes are refused`() {
    var words = WordTable()
    _ = words.insert("x".utf8)
    func refused(_ segment: TextColumn.Segment) -> Bool {
      let texts = TextColumn(segments: [segment], words: words)
      return readBack(Column(name: "t", type: .text, storage: .text(texts)), rows: 2) != nil
    }
    #expect(!refused(.coded(.narrow([0, 1]))) && refused(.coded(.narrow([0, 2]))))
    #expect(!refused(.coded(.medium([1, 1]))) && refused(.coded(.medium([2, 0]))))
    #expect(!refused(.coded(.wide([1, 0]))) && refused(.coded(.wide([0, .max]))))
    #expect(refused(.coded(.narrow([0]))))
    let bytes = Array("abc".utf8)
    #expect(!refused(.spelled(SpelledSegment(bytes: bytes, ends: [1, 3]))))
    for ends: [UInt32] in [[1, 2], [3, 1], [4, 3], [3], [0, 4]] {
      #expect(refused(.spelled(SpelledSegment(bytes: bytes, ends: ends))))
    }
  }
}
