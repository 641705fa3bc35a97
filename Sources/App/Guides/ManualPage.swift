/// The manual page tally(1), in the macros of man(7); made from the lists of commands and settings.
enum ManualPage {
  static let text = lines.joined(separator: "\n")

  private static let lines =
    [
      #".TH TALLY 1 "" "tally \#(CommandLineTool.version)" "User Commands""#,
      ".SH NAME", #"tally \- a statistics server; CSV files in, answers over HTTP out"#,
      ".SH SYNOPSIS", ".B tally", ".I command", roff("[--flag value ...]"),
      ".SH DESCRIPTION",
      roff(
        "Turns CSV files into answers: serves a folder of them over HTTP, answers about one of them "
          + "without any server, and works with the jobs of a server that runs."),
      ".SH COMMANDS",
    ]
    + CommandDescription.all.flatMap(section)
    + [
      ".SH SETTINGS",
      roff(
        "A setting is taken from its flag, else from the environment, else from its default. "
          + "Sizes are bytes or have a unit (16KiB, 5MB); times are seconds or have a unit "
          + "(500ms, 10s, 2m)."),
    ]
    + Settings.all.flatMap(entry)
    + [".SH EXIT STATUS"] + table(exitCodes)
    + [".SH SIGNALS"] + table(signals)
    + [".SH FILES"] + table(files)
    + [
      ".SH SEE ALSO",
      roff("A running server tells of every path at /openapi.json and of itself at /metrics."),
    ]

  private static let exitCodes = [
    (
      "0",
      "Done; for tally wait, all jobs have succeeded; for tally serve, it was shut down in order."
    ),
    (
      "1",
      "It could not be done: the server cannot start or says no, no server answers, or a job has failed or was cancelled."
    ),
    ("2", "The command line makes no sense."),
    ("3", "tally wait: the time of --timeout was over first."),
    ("130, 143", "tally serve: a second SIGINT or SIGTERM ended it at once."),
  ]

  private static let signals = [
    (
      "SIGTERM, SIGINT",
      "The server takes no new job, finishes accepted ones, waits for last polls, and ends. A second one ends it within two seconds; jobs that were not finished are done after the next start."
    ),
    ("SIGHUP", "The server opens its log file again and reads its keys again."),
  ]

  private static let files = [
    (
      "/etc/default/tally",
      "Settings of the service, where tally is installed as a package; tally environment prints one."
    ),
    ("/var/lib/tally/data, /var/lib/tally/results", "The folders of the service."),
    ("/usr/share/tally", "Sample data."),
  ]

  private static func section(of command: CommandDescription) -> [String] {
    [".SS " + roff(command.usage), paragraphs(command.text)]
      + (command.takesSettings
        ? [roff("Its flags are the settings below.")]
        : table(command.flags.map { ($0.usage, $0.explanation) }))
  }

  private static func entry(of setting: Setting) -> [String] {
    let names = [setting.environmentName, setting.olderEnvironmentName].compactMap(\.self)
    let fallback = setting.fallback.isEmpty ? "" : " (default \(setting.fallback))"
    return [
      ".TP",
      ".BR " + quoted(roff(setting.flag.usage)) + #" ", " "#
        + quoted(roff(names.joined(separator: ", "))),
      roff(setting.help + fallback),
    ]
  }

  /// Bold words with what they mean.
  private static func table(_ rows: [(name: String, meaning: String)]) -> [String] {
    rows.flatMap { [".TP", ".B " + roff($0.name), roff($0.meaning)] }
  }

  private static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n").map { roff(String($0)) }.joined(separator: "\n")
  }

  /// A text as roff takes it for itself: a hyphen would become a dash, and a dot at the beginning a command.
  static func roff(_ text: String) -> String {
    let escaped = text.replacing(#"\"#, with: #"\e"#).replacing("-", with: #"\-"#)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? #"\&"# + escaped : escaped
  }

  private static func quoted(_ text: String) -> String {
    #"""# + text.replacing(#"""#, with: #"\(dq"#) + #"""#
  }
}
