/// A command, as the help, the manual page and the completions of shells tell of it.
struct CommandDescription: Sendable {
  /// What an operand is, for shells that complete it.
  enum Operand: Equatable, Sendable {
    case none
    case file
    case word([String])
  }

  /// What stands behind `tally`: `serve`, `keys create`.
  let name: String
  /// What stands behind the name, without the flags; empty for nothing.
  var operands = ""
  let summary: String
  /// What `tally <command> --help` and the manual page say, in paragraphs.
  let text: String
  var flags: [CommandFlag] = []
  var operand = Operand.none

  /// The word that chooses the command, which may be the first of several.
  var firstWord: String { String(name.prefix { $0 != " " }) }

  var usage: String {
    "tally \(name)" + (operands.isEmpty ? "" : " \(operands)")
      + (flags.isEmpty ? "" : " [--flag value ...]")
  }
}

extension CommandDescription {
  /// The one list of commands, from which `--help`, the manual page and the completions are made.
  static let all: [CommandDescription] = [
    CommandDescription(
      name: "serve", summary: "serve a data folder over HTTP",
      text: "Serves the CSV files of a data folder over HTTP.", flags: Settings.flags),
    CommandDescription(
      name: "stats", operands: "FILE",
      summary: "print what every column of a CSV file is like",
      text: """
        Prints what every column of a CSV file is like: its type, how many values it has, the least and the greatest, moments, quartiles, a
        histogram, the most frequent texts. Without a server. FILE may be - or left out to read standard input.
        """, flags: StatsCommand.flags, operand: .file),
    CommandDescription(
      name: "query", operands: "FILE",
      summary: "print rows of a CSV file, or statistics of groups of them",
      text: """
        Prints rows of a CSV file, or statistics of groups of them. Without a server. FILE may be - or left out to read standard input.
        A name with other characters than letters, digits and _ stands in double quotes: --agg 'mean("Age (years)")'.
        """, flags: QueryCommand.flags, operand: .file),
    CommandDescription(
      name: "jobs", summary: "list the jobs of a running server",
      text: "Prints the jobs of a running server, the newest first.", flags: JobsCommand.flags),
    CommandDescription(
      name: "submit", operands: "TYPE [NAME=VALUE ...]",
      summary: "give a running server a job, and print its id",
      text: """
        Gives a running server a job and prints its id, alone: id=$(tally submit profile --dataset games). NAME=VALUE is a parameter of the
        job. A value that is JSON is sent as that, any other as a text. Where the connection breaks, the job is submitted again under the same
        key, so it is never done twice.
        """, flags: SubmitCommand.flags),
    CommandDescription(
      name: "wait", operands: "ID...", summary: "wait until jobs have ended",
      text: """
        Waits until jobs have ended and prints what became of each. A terminal shows how far they are. A server that is restarted meanwhile is
        waited for: as long as --timeout says, or five minutes without it. Exits 0 if all have succeeded, 1 if one has failed or was
        cancelled or the server says no, 2 for a command line that makes no sense, 3 if the time was over.
        """, flags: WaitCommand.flags),
    CommandDescription(
      name: "cancel", operands: "ID...", summary: "take jobs back that have not ended",
      text: """
        Takes jobs back that have not ended. One that has is left as it is, with its result, and the exit code is 1.
        """, flags: CancelCommand.flags),
    CommandDescription(
      name: "config", summary: "print every setting, its value and where the value came from",
      text: "Prints every setting as it would be used.", flags: Settings.flags),
    CommandDescription(
      name: "keys create", operands: "NAME",
      summary: "make a key, print it once, and keep its digest in a keys file",
      text:
        "Makes a random key and prints it. It is shown this once; the server knows only its digest.",
      flags: KeysCommand.flags),
    CommandDescription(
      name: "doctor",
      summary: "look at what a server would need, and say how to mend what is wrong",
      text: """
        Looks at what a server with these settings would need: folders and their rights, free disk, descriptors, memory, clock, port,
        keys, survey, database, store and upstream. Prints a line for each, and below it how to mend what is wrong. Changes nothing, and
        may be run beside a server. Exits 0 if a server would work (also with warnings), 1 if something fails.
        """, flags: DoctorCommand.flags + Settings.flags),
    CommandDescription(
      name: "healthcheck",
      summary: "ask the server at --host and --port whether it is alive; exit 0 if it is",
      text: "Exits 0 if the server answers /livez.",
      flags: Settings.flags.filter { ["--host", "--port"].contains($0.name) }),
    CommandDescription(
      name: "manual", summary: "print the manual page: tally manual | man -l -",
      text: "Prints the manual page of tally, tally(1), in the form that man reads."),
    CommandDescription(
      name: "completion", operands: "SHELL",
      summary: "print what makes a shell complete commands and flags: bash, zsh or fish",
      text: """
        Prints what makes a shell complete commands, flags and their values. For this session: source <(tally completion bash), or
        tally completion fish | source. For zsh, put it into a file _tally in a folder of fpath.
        """, operand: .word(CompletionScript.Shell.allCases.map(\.rawValue))),
    CommandDescription(
      name: "environment", summary: "print a file of all settings for a service or a container",
      text: """
        Prints every setting as a line of a file for the environment, such as /etc/default/tally or the one of docker run --env-file, with
        a # before it that is to be taken away.
        """),
  ]
}

extension Settings {
  /// The settings as flags of a command.
  static var flags: [CommandFlag] { all.map(\.flag) }
}

extension Setting {
  /// The setting on the command line.
  var flag: CommandFlag {
    let ending =
      (fallback.isEmpty ? "" : " (default \(fallback))")
      + (olderEnvironmentName.map { "; also as \($0)" } ?? "")
    var choices: [String] = []
    if case .choice(let words) = kind { choices = words }
    return CommandFlag(
      name: "--\(name)", placeholder: placeholder, help: help + ending, choices: choices)
  }
}
