import Foundation
import Posix

/// A file system of a few megabytes in memory, with an empty data and results folder. It lasts as long as this value, longer than
/// any server on it.
///
/// It is mounted in a namespace of its own, which needs no rights: a program that waits holds it, servers are started inside.
package final class SmallDisk {
  /// Where servers see it: what is written there from outside of the namespace goes elsewhere.
  package let folder = ScratchFolder()
  /// Where everybody else finds it.
  package let path: String
  private let holder: Program

  /// Whether it can be had here.
  package static let isAvailable = (try? SmallDisk(megabytes: 1)) != nil

  package init(megabytes: Int) throws {
    let script =
      #"mount -t tmpfs -o size="$1"m tmpfs "$0" && mkdir "$0/data" "$0/results" "#
      + "&& echo mounted && exec sleep infinity"
    holder = try Program([
      "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, folder.path,
      "\(megabytes)",
    ])
    guard holder.firstOutput() == "mounted\n" else {
      throw Program.Failure.notStarted("mount", .init(code: EPERM))
    }
    path = "/proc/\(holder.processID)/root\(folder.path)"
  }

  /// What starts a program that sees the disk in the place of the folder.
  package var wrapper: [String] {
    ["nsenter", "--target", "\(holder.processID)", "--user", "--mount", "--preserve-credentials"]
  }

  /// Writes until there is no room left.
  package func fill() {
    let number = open(path + "/filler", O_WRONLY | O_CREAT | O_APPEND, 0o644)
    var size = 1 << 16
    let bytes = [UInt8](repeating: 0, count: size)
    while number >= 0, size > 0 {
      if write(number, bytes, size) <= 0 { size /= 2 }
    }
    close(number)
  }

  /// Gives the room back.
  package func makeRoom() throws {
    try FileManager.default.removeItem(atPath: path + "/filler")
  }
}
