internal import CLinux
internal import Glibc

// How the files of a tree of folders come and go. No part of a path is reached over a link, as when they are read.

extension FolderTree {
  /// Something in a folder of the tree.
  package enum Entry: Equatable, Sendable {
    case folder(String)
    case file(String, FileMark)
  }

  /// What is in a folder of the tree, in no order: regular files and folders. All else, links above all, is left out.
  ///
  /// - Parameters:
  ///   - parts: names of folders, each in the one before it; none for the root.
  ///   - isWanted: asked for each name before it is looked at.
  /// - Returns: nothing if there is no such folder. Only the root has to be there.
  /// - Complexity: a system call for each part and each name that is wanted.
  package func entries(
    in parts: [String], where isWanted: (String) -> Bool
  ) throws(Errno) -> [Entry] {
    for part in parts { try Folder.check(part) }
    var folder = try root.open()
    for part in parts {
      guard let below = try Self.folder(part, in: folder) else { return [] }
      folder = below
    }
    var entries: [Entry] = []
    for name in try Folder.names(in: folder, limit: .max) where isWanted(name) {
      if let entry = try Self.entry(name, in: folder) { entries.append(entry) }
    }
    return entries
  }

  /// Puts a file in place at a path: fsync, the folders on the way that are missing, rename, fsync of all these folders.
  ///
  /// Whoever reads the path sees the old content or the new one. When the call returns, the new one outlasts a power cut.
  ///
  /// - Parameters:
  ///   - draft: on the same file system as the tree.
  ///   - parts: the names of folders, each in the one before it, and last that of the file.
  package func place(_ draft: DraftFile, at parts: [String]) throws(Errno) {
    guard !parts.isEmpty else { throw .invalid }
    for part in parts { try Folder.check(part) }
    try root.mayFail()
    try draft.sync()
    // Who removes the last file of a folder removes the folder, which may be the one where this file is about to come.
    for _ in 1..<Self.attemptLimit {
      do throws(Errno) {
        return try place(draft, at: parts[...], in: root.openOrMake())
      } catch {
        if error != .notFound { throw error }
      }
    }
    try place(draft, at: parts[...], in: root.openOrMake())
  }

  /// Removes a file, and the folders on the way to it in which nothing is left. When the call returns, that outlasts a power cut.
  ///
  /// One that is gone already is no failure.
  package func remove(_ parts: [String]) throws(Errno) {
    guard !parts.isEmpty else { throw .invalid }
    for part in parts { try Folder.check(part) }
    let folder = try root.open()
    if try remove(parts[...], in: folder) { try folder.sync() }
  }

  // Leaves

  /// How often folders may vanish under a file that is to come there.
  private static let attemptLimit = 100

  private func place(
    _ draft: DraftFile, at parts: ArraySlice<String>, in folder: borrowing FileDescriptor
  ) throws(Errno) {
    guard let name = parts.first else { throw .invalid }
    if parts.count == 1 {
      try root.mayFail()
      try draft.rename(to: name, in: folder)
    } else {
      try place(draft, at: parts.dropFirst(), in: folderOrMade(name, in: folder))
    }
    // Also where the folder was there already: who made it may not have come to this yet.
    try root.mayFail()
    try folder.sync()
  }

  private func folderOrMade(
    _ name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
    do throws(Errno) {
      return try Folder.open(name, in: folder, flags, mode: 0)
    } catch {
      if error != .notFound { throw error }
    }
    let (number, rights) = (folder.number, root.mode)
    try root.mayFail()
    do throws(Errno) {
      _ = try retrying { unsafe mkdirat(number, name, mode_t(rights)) }
    } catch {
      if error != .exists { throw error }
    }
    return try Folder.open(name, in: folder, flags, mode: 0)
  }

  /// - Returns: whether a name of the folder is gone by this, and that is not on the disk yet.
  private func remove(
    _ parts: ArraySlice<String>, in folder: borrowing FileDescriptor
  ) throws(Errno) -> Bool {
    guard let name = parts.first else { return false }
    let number = folder.number
    guard parts.count > 1 else {
      do throws(Errno) {
        try root.mayFail()
        _ = try retrying { unsafe unlinkat(number, name, 0) }
      } catch {
        if error != .notFound, error != .isADirectory { throw error }
      }
      // Also where it was gone: who removed it may not have come to the disk yet.
      return true
    }
    guard let below = try Self.folder(name, in: folder) else { return false }
    guard try remove(parts.dropFirst(), in: below) else { return false }
    do throws(Errno) {
      _ = try retrying { unsafe unlinkat(number, name, AT_REMOVEDIR) }
      return true
    } catch {
      // Something is in it, or it is gone, or may not be removed: whatever it is, the file is out of it.
      try below.sync()
      return false
    }
  }

  /// A folder in a folder; `nil` if there is none.
  private static func folder(
    _ name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor? {
    do throws(Errno) {
      return try Folder.open(
        name, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, mode: 0)
    } catch {
      if error == .notFound || error == .notADirectory || error == .isALink { return nil }
      throw error
    }
  }

  private static func entry(
    _ name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) -> Entry? {
    let number = folder.number
    var status = stat()
    do throws(Errno) {
      _ = try retrying { unsafe fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
    } catch {
      if error == .notFound { return nil }
      throw error
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(name, FileMark(status))
    case S_IFDIR: return .folder(name)
    default: return nil
    }
  }
}
