package import Foundation

/// A folder of its own for one test, removed at its end.
package final class ScratchFolder: Sendable {
  package let path: String

  package init() {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Puts a file into the folder and returns where it is.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let place = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
    return place.path
  }

  /// The text of a file below the folder.
  package func text(of name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// The names of what lies in a folder below this one; empty if that is not there.
  package func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
  }
}

/// Files that come with the tests.
package enum Fixtures {
  /// The survey that ships in the data folder.
  package static func shippedSurvey() throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(
      contentsOf: tests.deletingLastPathComponent().appending(path: "data/survey.csv"))
  }

  /// The 159 real rows of the CDC's survey.
  package static func realSurvey() throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: tests.appending(path: "Fixtures/survey_real_159.csv"))
  }
}
