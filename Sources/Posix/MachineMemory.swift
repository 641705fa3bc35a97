internal import CLinux
internal import Glibc

/// How much memory this process may still take.
package enum MachineMemory {
  /// What the machine has left, or what the group of processes (cgroups(7)) that this one belongs to has left, if that is less; `nil` where
  /// neither can be read.
  package static var availableBytes: Int? {
    let machine = text(of: "/proc/meminfo").flatMap(available(inMeminfo:))
    let group = groups.compactMap { files in
      text(of: files.limit).flatMap { limit in
        left(ofLimit: limit, usage: text(of: files.usage) ?? "0")
      }
    }
    return ([machine].compactMap(\.self) + group).min()
  }

  /// Where the two versions of groups tell their bounds, as a container sees them.
  private static let groups = [
    (limit: "/sys/fs/cgroup/memory.max", usage: "/sys/fs/cgroup/memory.current"),
    (
      limit: "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      usage: "/sys/fs/cgroup/memory/memory.usage_in_bytes"
    ),
  ]

  /// The line `MemAvailable:   12345 kB` of /proc/meminfo (proc(5)), in bytes.
  static func available(inMeminfo text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    guard let line,
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    let (bytes, isBeyond) = kibibytes.multipliedReportingOverflow(by: 1024)
    return isBeyond ? nil : bytes
  }

  /// What a group has left; `nil` for one without a bound.
  static func left(ofLimit limit: String, usage: String) -> Int? {
    func number(_ text: String) -> Int? {
      text.split { $0 == "\n" || $0 == " " }.first.flatMap { Int($0) }
    }
    // Version 1 writes the largest number of pages for none.
    guard let limit = number(limit), limit < 1 << 60 else { return nil }
    return max(0, limit - (number(usage) ?? 0))
  }

  private static func text(of path: String) -> String? {
    guard let file = try? InputFile(path: path), let bytes = try? file.read(limit: 64 << 10) else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
