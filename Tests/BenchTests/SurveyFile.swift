import Foundation

/// A CSV file in a folder of its own, gone with its owner.
final class SurveyFile {
  private let folder: URL
  var path: String { folder.appending(path: "survey.csv").path }

  init(_ text: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "survey.csv"))
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }
}
