internal import Posix

/// A ZIP archive that is made piece by piece, of files one after the other.
///
/// Files are deflated, and what is only known behind them (checksum and sizes) stands behind them, so nothing is held back and nothing has
/// to be read twice. Names are UTF-8. Files of 4 GiB and more, archives of that length and more than 65,534 files take the fields of ZIP64.
/// The same files with the same time make the same bytes.
///
/// - Source: PKWARE, .ZIP File Format Specification (APPNOTE.TXT) 6.3.10; numbers of sections stand where they matter.
package struct ZipStream: Sendable {
  /// From so many bytes on, or files, a field of the usual size does not do.
  struct Limits: Sendable {
    var bytes = 0xFFFF_FFFF
    var files = 0xFFFF
  }

  /// A file that stands in the archive.
  private struct Entry: Sendable {
    let name: [UInt8]
    let start: Int
    /// Whether its own sizes stand in fields of 8 bytes, known before the first byte of it (4.3.9.2).
    let isLarge: Bool
    var checksum: UInt32 = 0
    var byteCount = 0
    var deflatedCount = 0
  }

  private static let versionNeeded: UInt16 = 20
  /// ZIP64 is needed (4.4.3.2).
  private static let largeVersion: UInt16 = 45
  /// Made under Unix, which is where the rights below come from, by one who knows ZIP64 (4.4.2).
  private static let madeBy: UInt16 = 3 << 8 | largeVersion
  /// Sizes stand behind the file (bit 3), the name is UTF-8 (bit 11; 4.4.4).
  private static let flags: UInt16 = 1 << 3 | 1 << 11
  private static let deflated: UInt16 = 8
  /// A regular file that its owner may write and everybody may read.
  private static let rights: UInt32 = 0o100_644 << 16

  private let limits: Limits
  /// Day and time of all files as MS-DOS has them.
  private let stamp: UInt32
  private let deflate: DeflateStream
  private var entries: [Entry] = []
  /// How many bytes were made so far.
  private var position = 0
  private var isOpen = false

  /// Begins an archive without files.
  ///
  /// - Parameter wallNanoseconds: when all files were last changed, in nanoseconds since 1970; told in UTC, to two seconds, from 1980 to 2107.
  /// - Returns: `nil` when there is no memory for it.
  package init?(changedAt wallNanoseconds: Int64) {
    self.init(changedAt: wallNanoseconds, limits: Limits())
  }

  init?(changedAt wallNanoseconds: Int64, limits: Limits) {
    guard let deflate = DeflateStream() else { return nil }
    self.deflate = deflate
    self.limits = limits
    stamp = Self.stamp(wallNanoseconds)
  }

  // Files

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - name: of at most 65,535 bytes, with `/` between folders.
  ///   - byteCount: how long it will be.
  package mutating func begin(_ name: String, byteCount: Int, to bytes: inout [UInt8]) {
    precondition(!isOpen, "a file begins where another has ended")
    precondition(name.utf8.count <= 0xFFFF, "the name of a file is too long for an archive")
    isOpen = true
    // Deflate makes what it cannot shorten a little longer (RFC 1951, 3.2.4).
    let entry = Entry(
      name: Array(name.utf8), start: position, isLarge: byteCount >= limits.bytes / 16 * 15)
    let start = bytes.count
    bytes.little(0x0403_4B50 as UInt32)
    bytes.little(entry.isLarge ? Self.largeVersion : Self.versionNeeded)
    appendFacts(entry, to: &bytes)
    bytes.little(UInt16(entry.isLarge ? 20 : 0))
    bytes += entry.name
    if entry.isLarge { bytes.extra([0, 0]) }
    entries.append(entry)
    position += bytes.count - start
  }

  /// Appends a piece of the file that was begun.
  ///
  /// - Parameter piece: less than 4 GiB.
  /// - Returns: `false` when zlib reports a failure; the archive is good for nothing then.
  package mutating func append(_ piece: [UInt8], to bytes: inout [UInt8]) -> Bool {
    precondition(isOpen, "a piece belongs to a file that was begun")
    let last = entries.count - 1
    entries[last].checksum = Checksum.crc32(piece, continuing: entries[last].checksum)
    entries[last].byteCount += piece.count
    return deflate(piece, isLast: false, to: &bytes)
  }

  /// Ends the file that was begun.
  ///
  /// - Returns: `false` when zlib reports a failure, or the file is longer than it was said to be.
  package mutating func end(to bytes: inout [UInt8]) -> Bool {
    precondition(isOpen, "a file ends that was begun")
    isOpen = false
    guard deflate([], isLast: true, to: &bytes) else { return false }
    let entry = entries[entries.count - 1]
    let start = bytes.count
    bytes.little(0x0807_4B50 as UInt32)
    bytes.little(entry.checksum)
    for size in [entry.deflatedCount, entry.byteCount] {
      guard entry.isLarge || size < limits.bytes else { return false }
      if entry.isLarge { bytes.little(UInt64(size)) } else { bytes.little(UInt32(size)) }
    }
    position += bytes.count - start
    return true
  }

  /// Ends the archive with its directory.
  package mutating func finish(to bytes: inout [UInt8]) {
    precondition(!isOpen, "an archive ends behind its last file")
    let start = bytes.count
    for entry in entries { appendDirectory(entry, to: &bytes) }
    let size = bytes.count - start
    let isLarge =
      entries.count >= limits.files || size >= limits.bytes || position >= limits.bytes
    if isLarge {
      // The end of the directory in fields of 8 bytes, and where that is (4.3.14, 4.3.15).
      let end = position + size
      bytes.little(0x0606_4B50 as UInt32)
      bytes.little(44 as UInt64)
      bytes.little(Self.madeBy)
      bytes.little(Self.largeVersion)
      bytes.little(0 as UInt64)
      for number in [entries.count, entries.count, size, position] { bytes.little(UInt64(number)) }
      bytes.little(0x0706_4B50 as UInt32)
      bytes.little(0 as UInt32)
      bytes.little(UInt64(end))
      bytes.little(1 as UInt32)
    }
    bytes.little(0x0605_4B50 as UInt32)
    bytes.little(0 as UInt32)
    let count = isLarge ? 0xFFFF : UInt16(entries.count)
    bytes.little(count)
    bytes.little(count)
    bytes.little(isLarge ? UInt32.max : UInt32(size))
    bytes.little(isLarge ? UInt32.max : UInt32(position))
    bytes.little(0 as UInt16)
    position += bytes.count - start
  }

  // Leaves

  private mutating func deflate(_ piece: [UInt8], isLast: Bool, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    guard deflate.append(piece, isLast: isLast, to: &bytes) else { return false }
    entries[entries.count - 1].deflatedCount += bytes.count - start
    position += bytes.count - start
    return true
  }

  /// What stands in front of a file and in the directory alike, from the flags to the length of the name. The sizes are 0 where they stand
  /// behind the file, or all ones where they stand in a field of ZIP64.
  private func appendFacts(
    _ entry: Entry, checksum: UInt32 = 0, sizes: (deflated: UInt32, all: UInt32)? = nil,
    to bytes: inout [UInt8]
  ) {
    let unknown: UInt32 = entry.isLarge ? .max : 0
    bytes.little(Self.flags)
    bytes.little(Self.deflated)
    bytes.little(stamp)
    bytes.little(checksum)
    bytes.little(sizes?.deflated ?? unknown)
    bytes.little(sizes?.all ?? unknown)
    bytes.little(UInt16(entry.name.count))
  }

  /// An entry of the directory (4.3.12).
  private func appendDirectory(_ entry: Entry, to bytes: inout [UInt8]) {
    // Only what does not fit its own field stands in the field of ZIP64, in this order (4.5.3).
    let numbers = [entry.byteCount, entry.deflatedCount, entry.start]
    let large = numbers.filter { $0 >= limits.bytes }
    let fields = numbers.map { $0 >= limits.bytes ? UInt32.max : UInt32($0) }
    bytes.little(0x0201_4B50 as UInt32)
    bytes.little(Self.madeBy)
    bytes.little(
      entry.isLarge || !large.isEmpty ? Self.largeVersion : Self.versionNeeded)
    appendFacts(
      entry, checksum: entry.checksum, sizes: (deflated: fields[1], all: fields[0]), to: &bytes)
    bytes.little(UInt16(large.isEmpty ? 0 : 4 + 8 * large.count))
    // No comment, on the first disk, not known to be text.
    bytes.little(0 as UInt16)
    bytes.little(0 as UInt32)
    bytes.little(Self.rights)
    bytes.little(fields[2])
    bytes += entry.name
    if !large.isEmpty { bytes.extra(large) }
  }

  /// A moment as MS-DOS has it: the day in the upper half, the time in the lower (4.4.6).
  private static func stamp(_ wallNanoseconds: Int64) -> UInt32 {
    // 1980-01-01T00:00:00Z to 2107-12-31T23:59:58Z.
    let told = min(max(wallNanoseconds, 315_532_800_000_000_000), 4_354_819_198_000_000_000)
    let moment = Timestamp(wallNanoseconds: told)
    let day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    let time = moment.hour << 11 | moment.minute << 5 | moment.second / 2
    return UInt32(day) << 16 | UInt32(time)
  }
}

extension [UInt8] {
  /// Appends a number, the least byte first.
  fileprivate mutating func little<Number: FixedWidthInteger>(_ number: Number) {
    for byte in 0..<Number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> Number(8 * byte)))
    }
  }

  /// Appends the field of ZIP64 (4.5.3).
  fileprivate mutating func extra(_ numbers: [Int]) {
    little(0x0001 as UInt16)
    little(UInt16(8 * numbers.count))
    for number in numbers { little(UInt64(number)) }
  }
}
