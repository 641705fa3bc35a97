/// A table as bytes that are read back faster than its CSV: a file to be mapped, safe to delete.
///
/// ```
/// file      magic (8 bytes), version (4), mark of the byte order (4), then sections: the header and one for each column
/// section   byte count of its contents, contents, checksum of both
/// header    key, rows of each segment, count of columns
/// column    type, name, then
///           of numbers: for each segment its form, its scale and its numbers
///           of texts:   where words begin, their bytes; for each segment its form and its slots, or where texts end and their bytes
/// ```
///
/// Numbers have 8 bytes in the order of the machine. Each list is preceded by its count and filled up to 8 bytes. What follows from something
/// else (the range of numbers, the places where words are looked up) is made again, so that no file can make it wrong.
package enum TableFile {
  /// How many bytes tell which CSV file and which options a table was made from.
  package static let keyBytes = 32
  /// The most bytes that are written at a time.
  static let pieceBytes = 1 << 20

  static let magic = Array("TallyCol".utf8)
  static let version: UInt32 = 1
  static let byteOrder: UInt32 = 0x0102_0304

  /// How the values of a segment are kept.
  enum Form: UInt64 {
    case narrow, medium, wide, double, spelled
  }

  /// Writes a table.
  ///
  /// - Parameters:
  ///   - key: `keyBytes` that tell what the table was made from, such as a digest of the file and its options.
  ///   - checksum: of each section; the reader needs the same.
  ///   - sink: gets the bytes in their order, at most a MiB at a time.
  /// - Throws: what the sink throws; nothing is written after that.
  /// - Complexity: O(bytes of the table); of memory a piece.
  package static func write<Failure: Error>(
    _ table: Table, key: [UInt8], checksum: Checksum, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(key.count == keyBytes, "a key has 32 bytes")
    var piece: [UInt8] = []
    piece.reserveCapacity(pieceBytes)
    for list in [ByteList(magic), ByteList([version, byteOrder])] {
      list.append(0..<list.byteCount, to: &piece)
    }
    let header = TableSection(header: table, key)
    try write(header, &piece, checksum, sink)
    for column in table.columns {
      try write(TableSection(column), &piece, checksum, sink)
    }
    try sink(piece)
  }

  /// Adds a section to the piece, which goes to the sink whenever it is full.
  private static func write<Failure: Error>(
    _ section: TableSection, _ piece: inout [UInt8], _ checksum: Checksum,
    _ sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var sum: UInt32 = 0
    func add(_ list: ByteList) throws(Failure) {
      var place = 0
      while place < list.byteCount {
        let end = min(list.byteCount, place + pieceBytes - piece.count)
        let start = piece.count
        list.append(place..<end, to: &piece)
        sum = checksum.ofLast(piece.count - start, of: piece, behind: sum)
        place = end
        if piece.count == pieceBytes {
          try sink(piece)
          piece.removeAll(keepingCapacity: true)
        }
      }
    }
    try add(ByteList([UInt64(section.byteCount)]))
    for list in section.lists { try add(list) }
    try add(ByteList([UInt64(sum)]))
  }
}

/// The contents of a section of a column file, as the lists of the table that they are copied from.
struct TableSection {
  private(set) var lists: [ByteList] = []
  private(set) var byteCount = 0

  init(header table: Table, _ key: [UInt8]) {
    addRaw(key)
    add(table.segmentRows)
    add(UInt64(table.columns.count))
  }

  init(_ column: Column) {
    add(column.type.number)
    add(Array(column.name.utf8))
    switch column.storage {
    case .numbers(let numbers):
      for segment in numbers.segments { add(segment) }
    case .text(let texts):
      add(texts.words.bounds)
      add(texts.words.text)
      for segment in texts.segments { add(segment) }
    }
  }

  private mutating func add(_ segment: NumberSegment) {
    switch segment.values {
    case .narrow(let values): add(.narrow, segment.scale, values)
    case .wide(let values): add(.wide, segment.scale, values)
    case .double(let values): add(.double, segment.scale, values)
    }
  }

  private mutating func add<Value: BitwiseCopyable>(
    _ form: TableFile.Form, _ scale: Int, _ values: [Value]
  ) {
    addRaw([form.rawValue, UInt64(scale)])
    add(values)
  }

  private mutating func add(_ segment: TextColumn.Segment) {
    switch segment {
    case .coded(.narrow(let slots)): add(.narrow, slots)
    case .coded(.medium(let slots)): add(.medium, slots)
    case .coded(.wide(let slots)): add(.wide, slots)
    case .spelled(let texts):
      add(.spelled, texts.ends)
      add(texts.bytes)
    }
  }

  private mutating func add<Value: BitwiseCopyable>(_ form: TableFile.Form, _ values: [Value]) {
    add(form.rawValue)
    add(values)
  }

  private mutating func add(_ number: UInt64) {
    addRaw([number])
  }

  /// Adds a list behind its count, filled up to 8 bytes.
  private mutating func add<Value: BitwiseCopyable>(_ list: [Value]) {
    add(UInt64(list.count))
    addRaw(list)
    let missing = TableFile.missingBytes(behind: byteCount)
    if missing > 0 { addRaw([UInt8](repeating: 0, count: missing)) }
  }

  private mutating func addRaw<Value: BitwiseCopyable>(_ list: [Value]) {
    let list = ByteList(list)
    lists.append(list)
    byteCount += list.byteCount
  }
}

extension TableFile {
  /// How many bytes are missing to a multiple of 8.
  static func missingBytes(behind byteCount: Int) -> Int {
    (8 - byteCount % 8) % 8
  }
}

extension ColumnType {
  /// What stands for the type in a column file.
  var number: UInt64 {
    switch self {
    case .integer: 1
    case .decimal: 2
    case .boolean: 3
    case .date: 4
    case .datetime: 5
    case .text: 6
    }
  }
}
