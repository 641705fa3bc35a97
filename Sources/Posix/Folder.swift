internal import CLinux
internal import Glibc
internal import Synchronization

/// A folder in which every file appears whole or not at all.
///
/// A name is one component: it is opened below the folder, and no link is followed, so nothing outside can be reached. The folder is
/// opened anew for each use and made again by a write when somebody removed it.
package struct Folder: Sendable {
  /// Where it is, as it was given.
  package let path: String
  let mode: UInt32
  /// Whether what stands under the path may be a link to a folder.
  private let followsLink: Bool
  /// Asked before each call that writes; what it answers is thrown in place of making the call.
  let failing: (@Sendable () -> Errno?)?

  /// Opens a folder.
  ///
  /// - Parameters:
  ///   - isCreated: make it, and the folders above it, if they are not there.
  ///   - mode: its rights when it is made.
  ///   - failing: asked before each call that writes. What it answers is thrown in place of making that call; tests answer something.
  /// - Throws: `Errno` if it is not there, is no folder, or may not be read.
  package init(
    path: String, creating isCreated: Bool, mode: UInt32 = 0o755,
    failing: (@Sendable () -> Errno?)? = nil
  ) throws(Errno) {
    self.path = path
    self.mode = mode
    self.failing = failing
    followsLink = true
    if isCreated { try make() }
    _ = try open()
  }

  /// A folder that may not be there yet, and is no link.
  init(below folder: Folder, named name: String) {
    path = folder.path + "/" + name
    mode = folder.mode
    failing = folder.failing
    followsLink = false
  }

  /// Puts a file in place: draft, fsync, rename, fsync of the folder.
  ///
  /// Whoever reads the name sees the old content or the new one, also after a power cut. A failure leaves no draft behind; if the last
  /// fsync fails, the new content is there and may not outlast a power cut.
  ///
  /// - Parameter mode: the rights of the file, less those that the process keeps from all its files (umask(2)).
  package func write(_ bytes: [UInt8], as name: String, mode: UInt32 = 0o644) throws(Errno) {
    try Self.check(name)
    let folder = try openOrMake()
    try mayFail()
    var draft = ""
    let file = try Self.makeDraft(of: name, named: &draft, in: folder, mode: mode)
    do throws(Errno) {
      try mayFail()
      try file.writeAll(bytes)
      try mayFail()
      try file.sync()
      try mayFail()
      try Self.rename(draft, to: name, in: folder)
    } catch {
      _ = unsafe unlinkat(folder.number, draft, 0)
      throw error
    }
    try mayFail()
    try folder.sync()
  }

  /// Gives a file a second name, in place of what bears that name. It outlasts a power cut once the folder is synced.
  package func link(_ name: String, as other: String) throws(Errno) {
    try Self.check(name)
    try Self.check(other)
    let number = try open().release()
    defer { close(number) }
    try mayFail()
    do throws(Errno) {
      _ = try retrying { unsafe linkat(number, name, number, other, 0) }
    } catch {
      guard error == .exists else { throw error }
      _ = try retrying { unsafe unlinkat(number, other, 0) }
      _ = try retrying { unsafe linkat(number, name, number, other, 0) }
    }
  }

  /// Makes an empty file, if there is none of that name. It does not wait for the disk.
  package func touch(_ name: String) throws(Errno) {
    try Self.check(name)
    let folder = try openOrMake()
    _ = try Self.open(name, in: folder, O_WRONLY | O_CREAT | O_NOFOLLOW, mode: 0o600)
  }

  /// Waits until all names of the folder are on the disk.
  package func sync() throws(Errno) {
    try mayFail()
    try open().sync()
  }

  /// Finds out whether a file of some bytes could be put in place now. It leaves nothing behind.
  package func probe(byteCount: Int) throws(Errno) {
    let folder = try openOrMake()
    try mayFail()
    var draft = ""
    let file = try Self.makeDraft(of: "probe", named: &draft, in: folder, mode: 0o600)
    defer { _ = unsafe unlinkat(folder.number, draft, 0) }
    try file.writeAll([UInt8](repeating: 0, count: byteCount))
    try file.sync()
  }

  /// The content of a file.
  ///
  /// - Returns: `nil` if there is none of that name.
  /// - Throws: `Errno.fileTooLarge` if it is longer than the limit.
  package func read(_ name: String, limit: Int) throws(Errno) -> [UInt8]? {
    guard let file = try open(name) else { return nil }
    if file.byteCount > limit { throw .fileTooLarge }
    return try file.read(limit: limit)
  }

  /// The first bytes of a file; empty if it is not there.
  package func read(_ name: String, prefix length: Int) throws(Errno) -> [UInt8] {
    try open(name)?.read(limit: length) ?? []
  }

  /// Opens a file for reading.
  ///
  /// - Parameter followsLink: a link counts as what it leads to. It is for folders in which people put links themselves.
  /// - Returns: `nil` if there is none of that name.
  package func open(_ name: String, followsLink: Bool = false) throws(Errno) -> OpenFile? {
    try Self.check(name)
    let flags = O_RDONLY | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    do throws(Errno) {
      let folder = try open()
      return try OpenFile(
        Self.open(name, in: folder, flags, mode: 0), path: path + "/" + name)
    } catch {
      if error == .notFound { return nil }
      throw error
    }
  }

  /// What a folder tells of a file without opening it.
  package struct Facts: Equatable, Sendable {
    /// It is a file, no folder, pipe or device.
    package let isRegular: Bool
    package let byteCount: Int
    /// When its content was last changed, in nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
  }

  /// Looks at a file; a link counts as what it leads to.
  ///
  /// - Returns: `nil` if there is none of that name.
  package func facts(of name: String) throws(Errno) -> Facts? {
    try Self.check(name)
    var status = stat()
    do throws(Errno) {
      let folder = try open()
      _ = try retrying { unsafe fstatat(folder.number, name, &status, 0) }
    } catch {
      if error == .notFound { return nil }
      throw error
    }
    return Facts(
      isRegular: status.st_mode & S_IFMT == S_IFREG, byteCount: Int(status.st_size),
      modifiedNanoseconds: Int64(status.st_mtim.tv_sec) &* 1_000_000_000
        &+ Int64(status.st_mtim.tv_nsec))
  }

  /// The names of everything in the folder but `.` and `..`, in no order.
  package func names() throws(Errno) -> [String] {
    try Self.names(in: open(), limit: .max)
  }

  /// Removes a file. One that is gone already is no failure.
  package func remove(_ name: String) throws(Errno) {
    try Self.check(name)
    do throws(Errno) {
      let folder = try open()
      _ = try retrying { unsafe unlinkat(folder.number, name, 0) }
    } catch {
      if error != .notFound { throw error }
    }
  }

  /// Cuts a file down to its first bytes. It does not wait for the disk.
  package func truncate(_ name: String, to byteCount: Int) throws(Errno) {
    try Self.check(name)
    try mayFail()
    let file = try Self.open(name, in: open(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK, mode: 0)
    let number = file.number
    _ = try retrying { ftruncate(number, byteCount) }
  }

  /// Removes the drafts that a killed process left. Nobody else may write into the folder meanwhile.
  package func removeDrafts() throws(Errno) {
    for name in try names() where Self.isDraft(name) { try remove(name) }
  }

  /// Takes the lock of a file, which is made if need be and stays when the lock goes (flock(2)).
  ///
  /// - Returns: what holds the lock for as long as it lives; `nil` if another process has it.
  package func lock(_ name: String) throws(Errno) -> FileDescriptor? {
    try Self.check(name)
    return try Self.locked(
      Self.open(name, in: openOrMake(), O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600))
  }

  /// Takes the lock of the folder itself, which leaves no file behind. Not every network file system has such locks.
  ///
  /// - Returns: what holds the lock for as long as it lives; `nil` if another process has it.
  package func lock() throws(Errno) -> FileDescriptor? {
    try Self.locked(openOrMake())
  }

  // Leaves

  /// Stands before each call that writes.
  func mayFail() throws(Errno) {
    if let failure = failing?() { throw failure }
  }

  static func locked(_ file: consuming FileDescriptor) throws(Errno) -> FileDescriptor? {
    do throws(Errno) {
      let number = file.number
      _ = try retrying { flock(number, LOCK_EX | LOCK_NB) }
    } catch {
      if error == .wouldBlock { return nil }
      throw error
    }
    return file
  }

  private static let drafts = Atomic(0)

  static func draftName(of name: String) -> String {
    let count = drafts.wrappingAdd(1, ordering: .relaxed).newValue
    return ".\(name).\(getpid()).\(count).draft"
  }

  /// How many names of drafts are tried that others have.
  private static let draftTries = 10_000

  /// Makes an empty file under a draft's name that nobody has.
  ///
  /// The number of the process tells its names from those of others, but not from those of a process of another container that bears the same
  /// number, nor from those that an earlier one left.
  ///
  /// - Parameter draft: becomes its name.
  static func makeDraft(
    of name: String, named draft: inout String, in folder: borrowing FileDescriptor, mode: UInt32
  ) throws(Errno) -> FileDescriptor {
    for _ in 0..<draftTries {
      draft = draftName(of: name)
      do throws(Errno) {
        return try open(draft, in: folder, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      } catch {
        if error != .exists { throw error }
      }
    }
    throw .exists
  }

  static func isDraft(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".draft")
  }

  /// A name is one component of a path and means a file below this folder.
  static func check(_ name: String) throws(Errno) {
    let bytes = name.utf8
    if bytes.isEmpty || name == "." || name == ".." || bytes.contains(0)
      || bytes.contains(UInt8(ascii: "/")) || bytes.count > 255
    {
      throw .invalid
    }
  }

  func open() throws(Errno) -> FileDescriptor {
    let path = path
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW)
    return FileDescriptor(
      owning: try retrying { unsafe tally_openat(AT_FDCWD, path, flags, 0) })
  }

  func openOrMake() throws(Errno) -> FileDescriptor {
    do throws(Errno) {
      return try open()
    } catch {
      if error != .notFound { throw error }
      try make()
      return try open()
    }
  }

  /// Makes the folder, and those above it, and waits until the names of those that are new are on the disk.
  private func make() throws(Errno) {
    var above = path.hasPrefix("/") ? "/" : "."
    for component in path.split(separator: "/") {
      let step = (above == "/" ? "" : above) + "/" + component
      let rights = mode
      do throws(Errno) {
        _ = try retrying { unsafe mkdir(step, mode_t(rights)) }
        try syncName(of: step, in: above)
      } catch {
        if error != .exists { throw error }
      }
      above = step
    }
  }

  /// Waits until the name of a new folder is on the disk. If it does not get there, the folder goes, so that whoever comes next makes it again.
  private func syncName(of folder: String, in above: String) throws(Errno) {
    do throws(Errno) {
      try mayFail()
      let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
      let parent = FileDescriptor(
        owning: try retrying { unsafe tally_openat(AT_FDCWD, above, flags, 0) })
      try parent.sync()
    } catch {
      // Folders may be made there, and not looked at.
      if error == .denied { return }
      _ = unsafe rmdir(folder)
      throw error
    }
  }

  static func open(
    _ name: String, in folder: borrowing FileDescriptor, _ flags: Int32, mode: UInt32
  ) throws(Errno) -> FileDescriptor {
    let number = folder.number
    return FileDescriptor(
      owning: try retrying {
        unsafe tally_openat(number, name, flags | O_CLOEXEC, mode_t(mode))
      })
  }

  /// The names of what is in an open folder, but for `.` and `..`, in no order, and at most so many.
  static func names(in folder: borrowing FileDescriptor, limit: Int) throws(Errno) -> [String] {
    let known = folder.number
    // The stream takes a descriptor for itself. Its place in the folder is shared with the other one, which is at the start.
    let number = try retrying { tally_fcntl(known, F_DUPFD_CLOEXEC, 0) }
    guard let stream = unsafe fdopendir(number) else {
      let failure = Errno.current
      close(number)
      throw failure
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func rename(
    _ draft: String, to name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) {
    let number = folder.number
    _ = try retrying { unsafe renameat(number, draft, number, name) }
  }
}
