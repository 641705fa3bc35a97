internal import CLinux
internal import Glibc
internal import Synchronization

/// A file that is being written under a draft's name, until it is put in place. One that is let go before is removed.
///
/// It goes from thread to thread, and one of them at a time writes. The descriptor and the names never change; what does change,
/// the length and whether it is in place, are atomics, so that the compiler knows it may be shared.
package final class DraftFile: Sendable {
  private let file: FileDescriptor
  private let folder: Folder
  private let draft: String
  /// Whether the name is gone, so that the bytes go with the last descriptor, even if the process is killed.
  private let isNameless: Bool
  private let count = Atomic(0)
  private let isInPlace = Atomic(false)

  init(
    _ file: consuming FileDescriptor, named draft: String, in folder: Folder,
    isNameless: Bool = false
  ) {
    self.file = file
    self.draft = draft
    self.folder = folder
    self.isNameless = isNameless
  }

  deinit {
    // What cannot be removed now is removed with the drafts at the next start.
    if !isInPlace.load(ordering: .acquiring) { try? folder.remove(draft) }
  }

  /// How many bytes were appended.
  package var byteCount: Int { count.load(ordering: .acquiring) }

  /// Where the draft stands, for those who open files by their path. It is there until the file is put in place.
  package var path: String {
    isNameless ? "/proc/self/fd/\(file.number)" : folder.path + "/" + draft
  }

  /// Appends all of the bytes.
  package func append(_ bytes: [UInt8]) throws(Errno) {
    try append(bytes, in: 0..<bytes.count)
  }

  /// Appends a part of a buffer. After a failure some of it may be there, and the draft is good for nothing.
  package func append(_ bytes: [UInt8], in range: Range<Int>) throws(Errno) {
    try file.writeAll(bytes, in: range)
    count.add(range.count, ordering: .releasing)
  }

  /// Waits until everything appended is on the disk.
  ///
  /// A failure is final, as with every fsync(2): the draft is to be let go.
  package func sync() throws(Errno) {
    try file.sync()
  }

  /// Opens the content for reading, wherever it is by then. The size is the one of now.
  package func open() throws(Errno) -> OpenFile {
    let number = file.number
    return try OpenFile(
      FileDescriptor(owning: try retrying { tally_fcntl(number, F_DUPFD_CLOEXEC, 0) }), path: path)
  }

  /// Puts the file in place: fsync, rename, fsync of the folder. A file that bears the name already is replaced.
  ///
  /// Whoever reads the name sees the old content or the new one, also after a power cut. If the last fsync fails, the new content is
  /// there and may not outlast a power cut.
  ///
  /// - Parameter folder: on the same file system as the draft; it is made if it is not there.
  package func place(as name: String, in folder: Folder) throws(Errno) {
    try sync()
    try folder.take(draft, from: self.folder, as: name) {
      isInPlace.store(true, ordering: .releasing)
    }
  }

  /// Holds the draft, so that `removeAbandonedDrafts` leaves it alone until it is let go or its process ends.
  ///
  /// Where files have no locks, as on some network file systems, no draft can be held, and none is taken for abandoned.
  ///
  /// - Returns: `false` if it was taken for abandoned already, in the moment since it was made.
  package func hold() throws(Errno) -> Bool {
    let number = file.number
    do throws(Errno) {
      _ = try retrying { flock(number, LOCK_EX | LOCK_NB) }
    } catch {
      return error != .wouldBlock
    }
    var status = stat()
    _ = try retrying { unsafe fstat(number, &status) }
    return status.st_nlink > 0
  }

  /// Dates the content by the clock, to the nanosecond.
  ///
  /// The kernel by itself dates files by its last tick, so that two of them may look alike: the second one may even bear the inode of the
  /// first, if that was removed.
  package func stamp() throws(Errno) {
    let number = file.number
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let times = [now, now]
    _ = try retrying { unsafe futimens(number, times) }
  }

  /// Gives the file its name in an open folder on the same file system, in place of what bears it. It waits for no disk.
  func rename(to name: String, in target: borrowing FileDescriptor) throws(Errno) {
    let source = try folder.open()
    let (from, to) = (source.number, target.number)
    _ = try retrying { unsafe renameat(from, draft, to, name) }
    isInPlace.store(true, ordering: .releasing)
  }
}

extension Folder {
  /// Makes an empty file under a draft's name, with rights for its owner alone. `removeDrafts` removes it if its process is killed.
  ///
  /// - Parameter name: what the draft is for.
  package func draft(named name: String) throws(Errno) -> DraftFile {
    try Self.check(name)
    var draft = ""
    let file = try Self.makeDraft(of: name, named: &draft, in: openOrMake(), mode: 0o600)
    return DraftFile(file, named: draft, in: self)
  }

  /// Makes an empty file that bears no name: nothing is left of it when it is let go or its process is killed. It cannot be put in place.
  package func namelessDraft() throws(Errno) -> DraftFile {
    let folder = try openOrMake()
    var draft = ""
    let file = try Self.makeDraft(of: "nameless", named: &draft, in: folder, mode: 0o600)
    let number = folder.number
    _ = try retrying { unsafe unlinkat(number, draft, 0) }
    return DraftFile(file, named: draft, in: self, isNameless: true)
  }

  /// Removes drafts that nobody holds (`DraftFile.hold`): a killed process left them. Others may write into the folder meanwhile.
  package func removeAbandonedDrafts() throws(Errno) {
    do throws(Errno) {
      let folder = try open()
      for name in try Self.names(in: folder, limit: .max) where Self.isDraft(name) {
        try Self.removeUnlessHeld(name, in: folder)
      }
    } catch {
      if error != .notFound { throw error }
    }
  }

  private static func removeUnlessHeld(
    _ name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) {
    do throws(Errno) {
      let lock = try locked(open(name, in: folder, O_RDWR | O_NOFOLLOW | O_NONBLOCK, mode: 0))
      guard lock != nil else { return }
      let number = folder.number
      _ = try retrying { unsafe unlinkat(number, name, 0) }
    } catch {
      // It is in place or gone by now, is no file, or cannot be told from one that is held.
      return
    }
  }

  /// Renames a file of another folder into this one.
  ///
  /// - Parameter onRename: called when the file bears its new name, before that is on the disk.
  fileprivate func take(
    _ draft: String, from other: Folder, as name: String, onRename: () -> Void
  ) throws(Errno) {
    try Self.check(name)
    let target = try openOrMake()
    let source = try other.open()
    let (from, to) = (source.number, target.number)
    _ = try retrying { unsafe renameat(from, draft, to, name) }
    onRename()
    try target.sync()
  }
}
