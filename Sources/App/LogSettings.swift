internal import Posix

/// The log's options from the settings.
enum LogSettings {
  static func options(_ configuration: Configuration) -> Log.Options {
    var options = Log.Options()
    options.format = configuration.text("log-format") == "text" ? .text : .json
    options.level = Log.Level.allCases.first { $0.name == configuration.text("log-level") } ?? .info
    if let path = configuration.text("log-file"),
      let (bytes, keptCount) = rotation(configuration.text("log-rotate") ?? "5MB,3")
    {
      options.destination = .file(path: path, rotateBytes: bytes, keptCount: keptCount)
    }
    return options
  }

  static let rotationExpectation =
    "a size of at least 1KiB and a number of files up to 1000, such as 5MB,3"

  /// Reads `5MB,3`: put aside at 5 MB, keep three old files.
  ///
  /// - Returns: `nil` for anything else.
  static func rotation(_ text: String) -> (bytes: Int, keptCount: Int)? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Quantity.bytes(String(parts[0])), bytes >= 1024,
      let count = Quantity.integer(parts[1]), count <= 1000
    else { return nil }
    return (bytes, count)
  }
}
