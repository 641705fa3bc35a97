/// What `--help` and `tally config` print; made from the one list of settings.
enum Help {
  static let overview = """
    tally \(CommandLineTool.version): a statistics server; CSV files in, answers over HTTP out

    usage: tally <command> [--flag value ...]

    commands:
      serve         serve a data folder over HTTP
      config        print every setting, its value and where the value came from
      healthcheck   ask the server at --host and --port whether it is alive; exit 0 if it is
      --version     print the version
      --help        print this; tally <command> --help prints the flags of a command
    """

  /// The help of one command; `nil` if there is none of that name.
  static func text(of command: String) -> String? {
    let lead: String
    switch command {
    case "serve":
      lead =
        "usage: tally serve [--flag value ...]\n\nServes the CSV files of a data folder over HTTP."
    case "config":
      lead = "usage: tally config [--flag value ...]\n\nPrints every setting as it would be used."
    case "healthcheck":
      lead =
        "usage: tally healthcheck [--host ADDRESS] [--port PORT]\n\nExits 0 if the server answers /livez."
    case "--help", "-h", "help", "--version", "version":
      return overview
    default:
      return nil
    }
    return lead
      + "\n\nEach flag can also be set in the environment: --log-level as TALLY_LOG_LEVEL.\n\n"
      + flags
  }

  private static var flags: String {
    let lefts = Settings.all.map { setting in
      "  --\(setting.name)" + (setting.placeholder.isEmpty ? "" : " \(setting.placeholder)")
    }
    let width = (lefts.map(\.count).max() ?? 0) + 2
    return zip(lefts, Settings.all)
      .map { left, setting in
        let fallback = setting.fallback.isEmpty ? "" : " (default \(setting.fallback))"
        let older = setting.olderEnvironmentName.map { "; also as \($0)" } ?? ""
        return left.padded(to: width) + setting.help + fallback + older
      }
      .joined(separator: "\n")
  }

  /// Every setting, its value and its source, aligned.
  static func table(_ configuration: Configuration) -> String {
    Settings.all
      .map { setting in
        let entry = configuration.entries[setting.name]
        let value = entry?.text ?? ""
        return setting.name.padded(to: 16) + (value.isEmpty ? "-" : value).padded(to: 24)
          + (entry?.source.rawValue ?? "")
      }
      .joined(separator: "\n")
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
