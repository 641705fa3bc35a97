internal import Foundation

/// The most memory that this process had at once.
enum PeakMemory {
  /// Resident bytes at their highest, files in memory included.
  ///
  /// getrusage(2) would not do: its figure starts at that of the process which started this one.
  static func residentBytes() throws(TableBenchFailure) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let bytes = residentBytes(status: status)
    else { throw .noPeak }
    return bytes
  }

  /// The figure in a text like that of /proc/self/status; `nil` if it is not there.
  static func residentBytes(status: String) -> Int? {
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else {
      return nil
    }
    let words = line.split { $0 == " " || $0 == "\t" }
    guard words.count == 3, words[2] == "kB", let kibibytes = Int(words[1]) else { return nil }
    return kibibytes * 1024
  }
}
