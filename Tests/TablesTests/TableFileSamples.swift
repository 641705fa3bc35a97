@testable import Tables

/// Column files in memory.
enum ColumnFile {
  static let key = (0..<TableFile.keyBytes).map { UInt8($0) }
  /// Adler's idea, in which each byte and its place counts.
  static let checksum = TableFile.Checksum { bytes, before in
    bytes.reduce(before) { ($0 ^ UInt32($1)) &* 16_777_619 &+ 1 }
  }
  /// One that finds nothing.
  static let noChecksum = TableFile.Checksum { _, _ in 0 }

  static func pieces(of table: Table, _ checksum: TableFile.Checksum = checksum) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    TableFile.write(table, key: key, checksum: checksum) { pieces.append($0) }
    return pieces
  }

  static func bytes(of table: Table, _ checksum: TableFile.Checksum = checksum) -> [UInt8] {
    Array(pieces(of: table, checksum).joined())
  }

  static func table(
    _ bytes: [UInt8], key: [UInt8] = key, _ checksum: TableFile.Checksum = checksum,
    on lanes: Lanes = .single
  ) throws(TableFileFailure) -> Table {
    let read: Result<Table, TableFileFailure> = bytes.withUnsafeBytes { bytes in
      do throws(TableFileFailure) {
        return .success(try TableFile.read(bytes, key: key, checksum: checksum, on: lanes))
      } catch {
        return .failure(error)
      }
    }
    return try read.get()
  }

  /// A table of all types and forms in a few segments.
  static func small(chunkBytes: Int = 160, rows: Int = 7) throws -> Table {
    let header = "i,f,x,b,d,t,w,s,none\n"
    let cells = (0..<rows).map { row in
      [
        row % 5 == 1 ? "" : "\(row * 77 - 9)", "\(row).\(row % 10)",
        row == 3 ? "9000000000000000000" : "0.25", row % 2 == 0 ? "true" : "false",
        "2020-01-0\(row % 9 + 1)",
        "2020-01-01T10:00:0\(row % 10)", row % 4 == 0 ? "" : "word \(row % 3)",
        "a text that differs \(row)", "",
      ].joined(separator: ",")
    }
    var options = CSVOptions()
    options.chunkBytes = chunkBytes
    options.ask("x", toBe: ColumnRequest(.decimal))
    return try CSVLoader.load(Array((header + cells.joined(separator: "\n")).utf8), options).table
  }

  /// Whether two tables are kept alike to the last bit.
  static func areSame(_ one: Table, _ other: Table) -> Bool {
    one.rowCount == other.rowCount && one.segmentRows == other.segmentRows
      && one.columns.count == other.columns.count
      && zip(one.columns, other.columns).allSatisfy(areSame)
  }

  private static func areSame(_ one: Column, _ other: Column) -> Bool {
    guard one.name == other.name && one.type == other.type else { return false }
    switch (one.storage, other.storage) {
    case (.numbers(let one), .numbers(let other)):
      return one.scale == other.scale && one.magnitude == other.magnitude
        && one.isInexact == other.isInexact && one.segments.count == other.segments.count
        && zip(one.segments, other.segments).allSatisfy(areSame)
    case (.text(let one), .text(let other)):
      return one.words.text == other.words.text && one.words.bounds == other.words.bounds
        && one.segments.count == other.segments.count
        && zip(one.segments, other.segments).allSatisfy(areSame)
    default: return false
    }
  }

  private static func areSame(_ one: NumberSegment, _ other: NumberSegment) -> Bool {
    if case .double(let some) = one.values, case .double(let others) = other.values {
      return some.map(\.bitPattern) == others.map(\.bitPattern) && one.scale == other.scale
    }
    return one == other
  }

  private static func areSame(_ one: TextColumn.Segment, _ other: TextColumn.Segment) -> Bool {
    switch (one, other) {
    case (.coded(let one), .coded(let other)): one == other
    case (.spelled(let one), .spelled(let other)):
      one.bytes == other.bytes && one.ends == other.ends
    default: false
    }
  }
}
