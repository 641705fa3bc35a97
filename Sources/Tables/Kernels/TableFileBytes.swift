extension TableFile {
  /// A checksum of 32 bits, such as that of zlib.
  @safe package struct Checksum: Sendable {
    private let goOn: @Sendable (UnsafeRawBufferPointer, UInt32) -> UInt32

    /// - Parameter goOn: the checksum of some bytes behind others, from the checksum of those; 0 is that of no bytes. It runs on lanes.
    package init(goOn: @escaping @Sendable (UnsafeRawBufferPointer, UInt32) -> UInt32) {
      unsafe self.goOn = goOn
    }

    /// The checksum of the last bytes of some, behind others.
    func ofLast(_ count: Int, of bytes: [UInt8], behind before: UInt32) -> UInt32 {
      unsafe bytes.withUnsafeBytes { unsafe goOn(.init(rebasing: $0.suffix(count)), before) }
    }

    /// The checksum of some bytes. It is none once the computation is cancelled.
    fileprivate func callAsFunction(_ bytes: UnsafeRawBufferPointer, on lanes: Lanes) -> UInt32 {
      var sum: UInt32 = 0
      for start in stride(from: 0, to: bytes.count, by: pieceBytes * 4) where !lanes.isCancelled {
        let end = min(bytes.count, start + pieceBytes * 4)
        sum = unsafe goOn(.init(rebasing: bytes[start..<end]), sum)
      }
      return sum
    }
  }

  /// Reads a table that `write` has written.
  ///
  /// - Parameters:
  ///   - bytes: the whole file. It is copied; other bytes in it make a failure or another table, never a wrong place in memory.
  ///   - key: what the table should have been made from.
  ///   - checksum: the one it was written with.
  ///   - lanes: the threads to use. The table does not depend on them.
  /// - Complexity: O(bytes), and for each word of its texts a look for a place.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, key: [UInt8], checksum: Checksum,
    on lanes: Lanes = .single
  ) throws(TableFileFailure) -> Table {
    guard let bytes = unsafe TableFileBytes(bytes) else { throw .noColumnFile }
    return try TableFileReading(bytes, key: key, checksum).table(on: lanes)
  }
}

/// A list of numbers as the bytes that it has in memory.
@safe struct ByteList {
  let byteCount: Int
  private let lend: ((UnsafeRawBufferPointer) -> Void) -> Void

  init<Value: BitwiseCopyable>(_ list: [Value]) {
    byteCount = list.count * MemoryLayout<Value>.stride
    unsafe lend = { body in unsafe list.withUnsafeBytes { unsafe body($0) } }
  }

  /// Appends some of the bytes.
  func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    unsafe lend { unsafe bytes.append(contentsOf: $0[range]) }
  }
}

/// A part of a column file. Each method reads what it is named for and goes behind it, or answers `nil` if it is not there.
///
/// Sound to send and to read: the bytes are only read, whoever lends them keeps them until all lanes have ended, and no place lies outside of
/// them, whatever they are.
@safe struct TableFileBytes: @unchecked Sendable {
  private let start: UnsafeRawPointer
  private var place: Int
  private let end: Int

  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return nil }
    unsafe self.start = start
    place = 0
    end = bytes.count
  }

  private init(_ start: UnsafeRawPointer, _ range: Range<Int>) {
    unsafe self.start = start
    place = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { place == end }

  mutating func shortNumber() -> UInt32? {
    guard let place = take(4) else { return nil }
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt32.self)
  }

  mutating func number() -> UInt64? {
    guard let place = take(8) else { return nil }
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard let place = take(count) else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: start + place, count: count))
  }

  /// A copy of a list behind its count.
  ///
  /// Sound: any bytes are values of integers and of doubles, and so many of them are there.
  mutating func list<Value: BitwiseCopyable>(of type: Value.Type) -> [Value]? {
    guard let number = number(), let count = Int(exactly: number) else { return nil }
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
    guard !overflow, let place = take(size), take(TableFile.missingBytes(behind: size)) != nil
    else { return nil }
    return unsafe .filling(count) { values, filled in
      unsafe UnsafeMutableRawBufferPointer(values)
        .copyMemory(from: UnsafeRawBufferPointer(start: start + place, count: size))
      filled = count
    }
  }

  /// A section with its byte count and its checksum.
  mutating func section() -> TableFileBytes? {
    let first = place
    guard let number = number(), let count = Int(exactly: number), take(count) != nil,
      take(8) != nil
    else { return nil }
    return unsafe TableFileBytes(start, first..<place)
  }

  /// Whether the checksum of a section is that of its other bytes. Once the computation is cancelled, nobody knows.
  func hasChecksum(_ checksum: TableFile.Checksum, on lanes: Lanes = .single) -> Bool {
    let count = end - place - 8
    let bytes = unsafe UnsafeRawBufferPointer(start: start + place, count: count)
    let expected = unsafe start.loadUnaligned(fromByteOffset: place + count, as: UInt64.self)
    return unsafe UInt64(checksum(bytes, on: lanes)) == expected
  }

  /// What stands in a section between its byte count and its checksum.
  var contents: TableFileBytes {
    unsafe TableFileBytes(start, place + 8..<end - 8)
  }

  /// Goes behind some bytes, if they are there; their place.
  private mutating func take(_ count: Int) -> Int? {
    guard count >= 0, count <= end - place else { return nil }
    defer { place += count }
    return place
  }
}

/// The least and the greatest of some mantissas; `nil` if all are null, which is the least number there is.
func mantissaRange<Mantissa: FixedWidthInteger>(_ values: [Mantissa]) -> ClosedRange<Int64>? {
  var (least, greatest) = (Mantissa.max, Mantissa.min)
  unsafe values.withUnsafeBufferPointer { values in
    for row in 0..<values.count {
      let value = unsafe values[row]
      greatest = max(greatest, value)
      least = min(least, value == .min ? .max : value)
    }
  }
  return greatest == .min ? nil : Int64(least)...Int64(greatest)
}

/// The greatest of some slots; 0 if there is none.
func greatest<Slot: FixedWidthInteger>(_ slots: [Slot]) -> Int {
  var greatest: Slot = 0
  unsafe slots.withUnsafeBufferPointer { slots in
    for row in 0..<slots.count { unsafe greatest = max(greatest, slots[row]) }
  }
  return Int(greatest)
}

/// Whether no number is less than the one before.
func areAscending(_ numbers: [UInt32]) -> Bool {
  var isAscending = true
  unsafe numbers.withUnsafeBufferPointer { numbers in
    for row in 0..<max(0, numbers.count - 1) {
      isAscending = unsafe isAscending && numbers[row] <= numbers[row &+ 1]
    }
  }
  return isAscending
}

/// Whether some number is infinite, which none of a table is.
func hasInfinity(_ numbers: [Double]) -> Bool {
  var hasInfinity = false
  unsafe numbers.withUnsafeBufferPointer { numbers in
    for row in 0..<numbers.count { unsafe hasInfinity = hasInfinity || numbers[row].isInfinite }
  }
  return hasInfinity
}
