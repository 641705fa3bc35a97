import Foundation

/// A folder of its own for one test, removed at its end.
final class ScratchFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
