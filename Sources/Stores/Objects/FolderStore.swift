package import Posix

/// Objects as files of a folder: the parts of a key are the names of folders, and last that of the file.
///
/// An object is written under another name, waits for the disk and is renamed, so whoever reads, in this process or another one, has the
/// whole of one. Several servers may share the folder. Files that bear no key, links and all that is no file are as if they were not there.
package struct FolderStore: ObjectStore {
  private static let pieceBytes = 256 << 10
  /// Its name begins with a dot, as no part of a key does.
  private static let draftsName = ".drafts"

  private let tree: FolderTree
  private let drafts: Folder

  /// Opens the folder, and makes it for its owner alone if it is not there. What killed processes left half written is removed.
  package init(path: String) throws(ObjectFailure) {
    try self.init(path: path, failing: nil)
  }

  /// - Parameter failing: asked before each call that writes. What it answers is thrown in place of making that call.
  init(path: String, failing: (@Sendable () -> Errno?)?) throws(ObjectFailure) {
    do throws(Errno) {
      let root = try Folder(path: path, creating: true, mode: 0o700, failing: failing)
      tree = FolderTree(root)
      drafts = try root.subfolder(Self.draftsName)
      try drafts.removeAbandonedDrafts()
    } catch {
      throw .disk(error, path: path)
    }
  }

  package func put(
    _ file: OpenFile, at key: ObjectKey, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    let draft = try reaching(Self.draftsName) { () throws(Errno) in try heldDraft() }
    var count = 0
    while count < file.byteCount {
      if isCancelled() { throw .cancelled }
      count += try reaching(Self.draftsName) { () throws(Errno) in
        let piece = try file.read(from: count, limit: Self.pieceBytes)
        // Somebody cut the file short meanwhile.
        if piece.isEmpty { throw .inputOutput }
        try draft.append(piece)
        return piece.count
      }
    }
    if isCancelled() { throw .cancelled }
    try reaching(key.description) { () throws(Errno) in
      try draft.stamp()
      try tree.place(draft, at: key.parts)
    }
  }

  package func read(
    _ object: StoredObject, into sink: ([UInt8]) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    if isCancelled() { throw .cancelled }
    guard let key = ObjectKey(object.key),
      let file = try reaching(object.key, { () throws(Errno) in try tree.open(key.parts) }),
      Self.version(file.mark) == object.version
    else { throw .changed }
    var count = 0
    while count < file.byteCount {
      if isCancelled() { throw .cancelled }
      let piece = try reaching(object.key) { () throws(Errno) in
        try file.read(from: count, limit: Self.pieceBytes)
      }
      if piece.isEmpty { throw .changed }
      guard sink(piece) else { throw .sinkFailed }
      count += piece.count
    }
    // We never write into an object that is in place, but others may.
    let isWhole = try reaching(object.key) { () throws(Errno) in try file.isUnwritten() }
    if !isWhole { throw .changed }
  }

  package func list(
    prefix: String, after start: String?, visit: (StoredObject) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    _ = try visitAll(
      in: [], stretch: Stretch(prefix: Array(prefix.utf8), start: start.map { Array($0.utf8) }),
      visit: visit, isCancelled: isCancelled)
  }

  package func folders(isCancelled: () -> Bool) throws(ObjectFailure) -> [String] {
    let everything = Stretch(prefix: [], start: nil)
    var folders: [String] = []
    for case .folder(let name) in try entries(
      in: [], stretch: everything, isCancelled: isCancelled)
    {
      let isEmpty = try visitAll(
        in: [name], stretch: everything, visit: { _ in false }, isCancelled: isCancelled)
      if !isEmpty { folders.append(name) }
    }
    // The slash that ordered them is no part of their names.
    return folders.sorted()
  }

  package func remove(_ key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure) {
    if isCancelled() { throw .cancelled }
    try reaching(key.description) { () throws(Errno) in try tree.remove(key.parts) }
  }

  // Leaves

  /// A draft that is taken for abandoned by nobody.
  private func heldDraft() throws(Errno) -> DraftFile {
    while true {
      let draft = try drafts.draft(named: "object")
      if try draft.hold() { return draft }
    }
  }

  /// Visits the objects below a folder in the order of their keys.
  ///
  /// - Returns: whether the visitor wants to see more.
  private func visitAll(
    in parts: [String], stretch: Stretch, visit: (StoredObject) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) -> Bool {
    for entry in try entries(in: parts, stretch: stretch, isCancelled: isCancelled) {
      switch entry {
      case .folder(let name):
        let isGoingOn = try visitAll(
          in: parts + [name], stretch: stretch, visit: visit, isCancelled: isCancelled)
        guard isGoingOn else { return false }
      case .file(let name, let mark):
        let key = (parts + [name]).joined(separator: "/")
        let object = StoredObject(
          key: key, byteCount: mark.byteCount, version: Self.version(mark))
        guard visit(object) else { return false }
      }
    }
    return true
  }

  /// What is in a folder and may lie in a stretch of keys, in the order of the keys.
  ///
  /// The slash behind the name of a folder counts: `a-b` comes before what is in `a`, and `a0` behind it.
  private func entries(
    in parts: [String], stretch: Stretch, isCancelled: () -> Bool
  ) throws(ObjectFailure) -> [FolderTree.Entry] {
    if isCancelled() { throw .cancelled }
    let path = parts.map { $0 + "/" }.joined()
    let entries = try reaching(path) { () throws(Errno) in
      try tree.entries(in: parts) { name in
        ObjectKey(path + name) != nil
          && (stretch.holds(path + name) || stretch.mayHoldKeys(below: path + name + "/"))
      }
    }
    return entries.compactMap { entry -> (name: [UInt8], entry: FolderTree.Entry)? in
      switch entry {
      case .folder(let name):
        stretch.mayHoldKeys(below: path + name + "/") ? (Array((name + "/").utf8), entry) : nil
      case .file(let name, _): stretch.holds(path + name) ? (Array(name.utf8), entry) : nil
      }
    }
    .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    .map(\.entry)
  }

  /// Says of a failure where it happened.
  private func reaching<Answer>(
    _ path: String, _ body: () throws(Errno) -> Answer
  ) throws(ObjectFailure) -> Answer {
    do throws(Errno) {
      return try body()
    } catch {
      throw .disk(error, path: tree.root.path + "/" + path)
    }
  }

  private static func version(_ mark: FileMark) -> String {
    "\(mark.modifiedNanoseconds)-\(mark.byteCount)-\(mark.inode)"
  }
}

/// The keys that begin with a prefix and come behind a start.
private struct Stretch {
  let prefix: [UInt8]
  let start: [UInt8]?

  func holds(_ key: String) -> Bool {
    key.utf8.starts(with: prefix) && start?.lexicographicallyPrecedes(key.utf8) ?? true
  }

  /// - Parameter folder: what all these keys begin with; they are longer than that.
  func mayHoldKeys(below folder: String) -> Bool {
    guard folder.utf8.starts(with: prefix) || prefix.starts(with: folder.utf8) else { return false }
    guard let start else { return true }
    return start.starts(with: folder.utf8) || start.lexicographicallyPrecedes(folder.utf8)
  }
}
