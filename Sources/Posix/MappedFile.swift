internal import CLinux
internal import Glibc

/// A file as memory, read-only.
///
/// It is mapped over a larger reservation of zeros, so a scanner may read past the end without a special case. A file that somebody
/// truncates meanwhile cannot kill the process: the lost pages read as zeros and `changedWhileReading` says so.
package struct MappedFile: ~Copyable, Sendable {
  /// The size of the file when it was opened.
  package let count: Int

  private let start: UInt
  private let reservedCount: Int
  private let place: Int32
  private let file: FileDescriptor
  private let modified: timespec
  private let inode: ino_t

  /// How many zeros may be read behind the last byte, at least.
  package static let slackBytes = 4096

  /// Gives memory back that pages of a mapping hold, without unmapping them: who reads them again gets them from the file again.
  ///
  /// It is for those who read a file once from its start to its end. Sound as long as the mapping stands: it is handed out by `withPages` alone.
  package struct Pages: Sendable {
    fileprivate let start: UInt
    fileprivate let count: Int

    /// Lets go of the pages that lie wholly in a range of the file.
    package func release(_ range: Range<Int>) {
      let first = (max(0, range.lowerBound) + 4095) / 4096 * 4096
      let end = min(count, range.upperBound) / 4096 * 4096
      guard first < end else { return }
      _ = unsafe madvise(
        UnsafeMutableRawPointer(bitPattern: start + UInt(first)), end - first, MADV_DONTNEED)
    }
  }

  /// Maps a regular file.
  ///
  /// - Throws: `Errno` if it cannot be opened; `.isADirectory` for a folder, `.invalid` for another thing that is no file,
  ///   `.fileTooLarge` for a length that no memory has.
  package init(path: String) throws(Errno) {
    let file = FileDescriptor(
      owning: try retrying {
        unsafe tally_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
      })
    let status = try Self.status(of: file)
    if status.st_mode & S_IFMT == S_IFDIR { throw .isADirectory }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalid }
    let count = Int(status.st_size)
    // A sparse file may be as long as its file system can count.
    let (padded, overflow) = count.addingReportingOverflow(4095 + Self.slackBytes)
    if overflow { throw .fileTooLarge }
    let reservedCount = padded / 4096 * 4096
    let mapping = try Self.map(file.number, count, reserving: reservedCount)
    self.init(file: file, status, reservedCount: reservedCount, mapping)
  }

  private init(
    file: consuming FileDescriptor, _ status: stat, reservedCount: Int,
    _ mapping: (start: UInt, place: Int32)
  ) {
    self.file = file
    count = Int(status.st_size)
    modified = status.st_mtim
    inode = status.st_ino
    self.reservedCount = reservedCount
    (start, place) = mapping
  }

  deinit {
    MappingWatch.end(place)
    _ = unsafe munmap(UnsafeMutableRawPointer(bitPattern: start), reservedCount)
  }

  /// Whether the file was changed since it was opened, so that what was read may be a mix of old and new.
  package var changedWhileReading: Bool {
    if MappingWatch.isChanged(place) { return true }
    guard let status = try? Self.status(of: file) else { return true }
    return Int(status.st_size) != count || status.st_mtim.tv_sec != modified.tv_sec
      || status.st_mtim.tv_nsec != modified.tv_nsec
  }

  /// What tells the file from others, and from what it is after each change: its length, when it was changed last, in nanoseconds, and
  /// its number in the file system.
  package var identity: String {
    "\(count)-\(modified.tv_sec).\(modified.tv_nsec)-\(inode)"
  }

  /// Lends the bytes; `slackBytes` zeros behind them may be read too.
  package borrowing func withBytes<Answer, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try unsafe body(
      UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count))
  }

  /// Lends the bytes as `withBytes` does, and a way to let pages go. Neither may be used after `body` has returned.
  package borrowing func withPages<Answer, Failure: Error>(
    _ body: (UnsafeRawBufferPointer, Pages) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let pages = Pages(start: start, count: count)
    return try unsafe withBytes { (bytes) throws(Failure) in try unsafe body(bytes, pages) }
  }

  /// Lends the file as words of eight bytes, in the order of this machine; bytes behind the last whole word are left out.
  package borrowing func withWords<Answer>(_ body: (Span<UInt64>) -> Answer) -> Answer {
    unsafe withBytes { bytes in
      // Sound: the mapping begins on a page, stands until the call returns, and holds whole words up to the rounded count.
      let whole = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count & ~7))
      return body(unsafe Span<UInt64>(_unsafeBytes: whole))
    }
  }

  /// A copy of the first bytes, at most `limit` of them.
  package borrowing func prefix(_ limit: Int) -> [UInt8] {
    unsafe withBytes { bytes in unsafe Array(bytes.prefix(limit)) }
  }

  /// Maps a file over the start of a reservation and watches it.
  ///
  /// Sound: the reservation is ours from here to deinit, and the file is mapped within it.
  private static func map(
    _ file: Int32, _ count: Int, reserving reservedCount: Int
  ) throws(Errno) -> (start: UInt, place: Int32) {
    guard
      let reserved = unsafe mmap(
        nil, reservedCount, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      unsafe reserved != MAP_FAILED
    else { throw .current }
    var place: Int32 = -1
    var failure = Errno.tooManyOpenFiles
    var mapped: UnsafeMutableRawPointer? = unsafe reserved
    if count > 0 {
      unsafe mapped = mmap(reserved, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0)
    }
    if unsafe mapped != MAP_FAILED {
      place = unsafe MappingWatch.begin(reserved, reservedCount, protection: PROT_READ)
    } else {
      failure = .current
    }
    guard place >= 0 else {
      _ = unsafe munmap(reserved, reservedCount)
      throw failure
    }
    return (UInt(bitPattern: reserved), place)
  }

  private static func status(of file: borrowing FileDescriptor) throws(Errno) -> stat {
    var status = stat()
    let number = file.number
    _ = try retrying { unsafe fstat(number, &status) }
    return status
  }
}
