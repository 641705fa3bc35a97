/// What `--help` and `tally config` print; made from the lists of commands and settings.
enum Help {
  static let overview =
    """
    tally \(CommandLineTool.version): a statistics server; CSV files in, answers over HTTP out

    usage: tally <command> [--flag value ...]

    commands:

    """
    + aligned(
      CommandDescription.all.map { command in
        (command.shortForm, command.summary)
      } + [
        ("--version", "print the version"),
        ("--help", "print this; tally <command> --help prints the flags of a command"),
      ])

  /// The help of one command; `nil` if there is none of that name.
  static func text(of name: String) -> String? {
    if ["--help", "-h", "help", "--version", "version"].contains(name) { return overview }
    guard let command = CommandDescription.all.first(where: { $0.firstWord == name }) else {
      return nil
    }
    var parts = ["usage: \(command.usage)", command.text]
    if command.takesSettings {
      parts.append("Each flag can also be set in the environment: --log-level as TALLY_LOG_LEVEL.")
    }
    if !command.flags.isEmpty {
      parts.append(aligned(command.flags.map { ("\($0.usage)", $0.explanation) }))
    }
    return parts.joined(separator: "\n\n")
  }

  /// Lines of two columns.
  private static func aligned(_ rows: [(left: String, right: String)]) -> String {
    let width = (rows.map(\.left.count).max() ?? 0) + 2
    return rows.map { "  " + $0.left.padded(to: width) + $0.right }.joined(separator: "\n")
  }

  /// Every setting, its value and its source, aligned.
  static func table(_ configuration: Configuration) -> String {
    Settings.all
      .map { setting in
        let entry = configuration.entries[setting.name]
        let text = entry?.text ?? ""
        let value =
          [.secret, .signingSecret].contains(setting.kind) && !text.isEmpty ? "(set)" : text
        return setting.name.padded(to: 20) + (value.isEmpty ? "-" : value).padded(to: 24)
          + (entry?.source.rawValue ?? "")
      }
      .joined(separator: "\n")
  }
}

extension CommandDescription {
  /// The name with its first operand.
  fileprivate var shortForm: String {
    name + (operands.isEmpty ? "" : " " + operands.prefix { $0 != " " })
  }

  /// Whether its flags can be set in the environment as well.
  var takesSettings: Bool { ["serve", "config", "doctor", "healthcheck"].contains(name) }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
