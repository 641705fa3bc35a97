import Engine
import Foundation
import Posix
import Tables
import Testing

@testable import App

/// A folder of its own for one test, removed at its end.
final class ScratchFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Puts a file into the folder and returns where it is.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let place = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
    return place.path
  }

  func text(of name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }
}

enum Samples {
  static let survey = """
    Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1
    Q,Ohio,1.5,a,b
    Q,Guam,4,a,b

    """

  static func log(in folder: ScratchFolder, _ level: Log.Level = .info) throws -> Log {
    var options = Log.Options()
    options.destination = .file(path: folder.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    options.level = level
    return try Log(options)
  }

  static func engine(
    in folder: ScratchFolder, log: Log, workers: Int = 1
  ) throws -> TallyEngine {
    let path = try folder.write(survey, to: "survey.csv")
    var options = TallyEngine.Options()
    options.workers = workers
    return try TallyEngine(
      options,
      EngineFolders(
        data: Folder(path: folder.path, creating: true),
        state: Folder(path: folder.path + "/state", creating: true),
        results: Folder(path: folder.path + "/results", creating: true)),
      survey: SurveySource(dataFolder: folder.path, lanes: .single, log: log).load(path: path),
      log: log)
  }
}

extension ExitTest.Result? {
  /// What the process wrote to standard output.
  var output: String { String(decoding: self?.standardOutputContent ?? [], as: UTF8.self) }
  /// What it wrote to standard error.
  var error: String { String(decoding: self?.standardErrorContent ?? [], as: UTF8.self) }
}
