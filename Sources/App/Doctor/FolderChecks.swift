internal import Posix

/// Whether a folder can be worked with. Pure: what was seen comes in.
struct FolderChecks {
  /// The user that the server would have the rights of.
  let userID: UInt32

  /// What was seen of a folder.
  struct Sight: Equatable {
    let path: String
    /// `nil` if nothing is there; a failure if it cannot be looked at.
    let facts: Result<PathFacts?, Errno>
    /// Why a file could not be written there, and removed again; `nil` if it could, or was not tried.
    var writing: Errno?
  }

  /// The data folder or the results folder.
  func folder(_ name: String, _ sight: Sight) -> Finding {
    let word = sight.path.shellWord
    switch sight.facts {
    case .failure(let failure):
      return .fail(name, "\(sight.path): \(failure.description)", mend: "ls -ld \(word)")
    case .success(nil):
      return .warn(
        name, "\(sight.path) is not there; a start makes it", mend: "mkdir -p \(word)")
    case .success(let facts?):
      return standing(name, sight, facts)
        ?? .ok(name, "\(sight.path) can be written, \(rights(of: facts))")
    }
  }

  /// The server's own folder in the data folder.
  func state(_ sight: Sight) -> Finding {
    let word = sight.path.shellWord
    switch sight.facts {
    case .failure(let failure):
      return .fail("state", "\(sight.path): \(failure.description)", mend: "ls -ld \(word)")
    case .success(nil):
      return .ok(
        "state", "\(sight.path) is not there; the first start makes it, for its user alone")
    case .success(let facts?):
      if let finding = standing("state", sight, facts) { return finding }
      guard facts.mode & 0o077 == 0 else {
        return .warn(
          "state",
          "\(sight.path) is open to other users, \(rights(of: facts)); it holds signing keys",
          mend: "chmod 700 \(word)")
      }
      return .ok("state", "\(sight.path) is closed to other users, \(rights(of: facts))")
    }
  }

  /// What stands against a folder that is there.
  private func standing(_ name: String, _ sight: Sight, _ facts: PathFacts) -> Finding? {
    let word = sight.path.shellWord
    guard facts.kind == .folder else {
      return .fail(
        name, "\(sight.path) is no folder", mend: "mv \(word) \((sight.path + ".old").shellWord)")
    }
    guard facts.isReadable, facts.isWritable, sight.writing == nil else {
      let reason = sight.writing.map { ": \($0.description)" } ?? ""
      let isForeign = facts.ownerID != userID
      return .fail(
        name,
        "\(sight.path) cannot be read and written by the user \(userID)\(reason), \(rights(of: facts))",
        mend: isForeign ? "sudo chown -R \(userID) \(word)" : "chmod u+rwx \(word)")
    }
    if facts.ownerID != userID {
      return .warn(
        name,
        "\(sight.path) belongs to the user \(facts.ownerID), and this is the user \(userID); "
          + "files that a server makes as this user are not the other's",
        mend: "sudo -u '#\(facts.ownerID)' tally doctor")
    }
    return nil
  }

  private func rights(of facts: PathFacts) -> String {
    let mode = String(facts.mode, radix: 8)
    return "mode \(String(repeating: "0", count: max(0, 4 - mode.count)))\(mode)"
  }

  // Room

  /// Below so much free room a warning is given: an upload of the usual largest size, its columns and some days of results.
  static let leastFreeBytes = 1_000_000_000
  /// Below so much not even the database can grow.
  static let leastUsableBytes = 16 << 20
  /// Each job has a file or a few.
  static let leastFreeFiles = 10_000

  /// The file system of a folder.
  static func disk(_ path: String, _ room: Result<FileSystemRoom, Errno>) -> Finding {
    let name = "disk"
    let word = path.shellWord
    switch room {
    case .failure(let failure):
      return .warn(name, "\(path): \(failure.description)", mend: "df -h \(word)")
    case .success(let room):
      let size = ByteText.text(room.freeBytes)
      if room.freeBytes < leastUsableBytes {
        return .fail(
          name,
          "\(path) has \(size) free, and nothing works below \(ByteText.text(leastUsableBytes))",
          mend: "df -h \(word)")
      }
      if let files = room.freeFiles, files < leastFreeFiles {
        return .warn(
          name, "\(path) has room for \(files) more files, fewer than \(leastFreeFiles)",
          mend: "df -i \(word)")
      }
      if room.freeBytes < leastFreeBytes {
        return .warn(
          name, "\(path) has \(size) free, less than \(ByteText.text(leastFreeBytes))",
          mend: "df -h \(word)")
      }
      let files = room.freeFiles.map { " and room for \($0) files" } ?? ""
      return .ok(name, "\(path) has \(size) of \(ByteText.text(room.totalBytes)) free\(files)")
    }
  }
}

/// Numbers of bytes for people.
enum ByteText {
  /// Such as `512 B`, `9.5 GB`.
  static func text(_ bytes: Int) -> String {
    var rest = Double(bytes)
    var unit = "B"
    for next in ["kB", "MB", "GB", "TB"] where rest >= 999.5 {
      rest /= 1000
      unit = next
    }
    let tenths = Int((rest * 10).rounded())
    let isWhole = unit == "B" || tenths >= 100 || tenths % 10 == 0
    return isWhole ? "\(Int(rest.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
