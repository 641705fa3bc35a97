internal import Posix

/// The log's options from the settings.
enum LogSettings {
  static func options(_ configuration: Configuration) throws(UsageFailure) -> Log.Options {
    var options = Log.Options()
    options.format = configuration.text("log-format") == "text" ? .text : .json
    options.level = Log.Level.allCases.first { $0.name == configuration.text("log-level") } ?? .info
    let (rotateBytes, keptCount) = try rotation(configuration.text("log-rotate") ?? "5MB,3")
    if let path = configuration.text("log-file") {
      options.destination = .file(path: path, rotateBytes: rotateBytes, keptCount: keptCount)
    }
    return options
  }

  /// Reads `5MB,3`: put aside at 5 MB, keep three old files.
  static func rotation(_ text: String) throws(UsageFailure) -> (bytes: Int, keptCount: Int) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Quantity.bytes(String(parts[0])), bytes >= 1024,
      let count = Quantity.integer(parts[1]), count <= 1000
    else {
      throw .badValue(
        name: "--log-rotate", value: text,
        expected: "a size of at least 1KiB and a number of files up to 1000, such as 5MB,3")
    }
    return (bytes, count)
  }
}
