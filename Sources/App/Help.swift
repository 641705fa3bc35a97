/// What `--help` and `tally config` print; made from the one list of settings.
enum Help {
  static let overview = """
    tally \(CommandLineTool.version): a statistics server; CSV files in, answers over HTTP out

    usage: tally <command> [--flag value ...]

    commands:
      serve         serve a data folder over HTTP
      stats FILE    print what every column of a CSV file is like
      query FILE    print rows of a CSV file, or statistics of groups of them
      jobs          list the jobs of a running server
      submit TYPE   give a running server a job, and print its id
      wait ID...    wait until jobs have ended
      cancel ID...  take jobs back that have not ended
      config        print every setting, its value and where the value came from
      keys create   make a key, print it once, and keep its digest in a keys file
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
    case "keys":
      return keys
    case "stats":
      return stats + table(of: StatsCommand.flags)
    case "query":
      return query + table(of: QueryCommand.flags)
    case "jobs":
      return jobs + table(of: JobsCommand.flags)
    case "submit":
      return submit + table(of: SubmitCommand.flags)
    case "wait":
      return wait + table(of: WaitCommand.flags)
    case "cancel":
      return cancel + table(of: CancelCommand.flags)
    case "--help", "-h", "help", "--version", "version":
      return overview
    default:
      return nil
    }
    return lead
      + "\n\nEach flag can also be set in the environment: --log-level as TALLY_LOG_LEVEL.\n\n"
      + flags
  }

  private static let keys = """
    usage: tally keys create NAME [--scope SCOPE,...] [--keys-file PATH]

    Makes a random key and prints it. It is shown this once; the server knows only its digest.

      --scope SCOPE,...   what the key opens: read, write, admin (default read)
      --keys-file PATH    put its line into this file, which is made if it is not there;
                          without it, the line is printed below the key
    """

  private static let stats = """
    usage: tally stats FILE [--flag value ...]

    Prints what every column of a CSV file is like: its type, how many values it has, the least and the greatest, moments, quartiles, a
    histogram, the most frequent texts. Without a server. FILE may be - or left out to read standard input.


    """

  private static let query = """
    usage: tally query FILE [--flag value ...]

    Prints rows of a CSV file, or statistics of groups of them. Without a server. FILE may be - or left out to read standard input.
    A name with other characters than letters, digits and _ stands in double quotes: --agg 'mean("Age (years)")'.


    """

  private static let jobs = """
    usage: tally jobs [--flag value ...]

    Prints the jobs of a running server, the newest first.


    """

  private static let submit = """
    usage: tally submit TYPE [NAME=VALUE ...] [--flag value ...]

    Gives a running server a job and prints its id, alone: id=$(tally submit profile --dataset games). NAME=VALUE is a parameter of the
    job. A value that is JSON is sent as that, any other as a text. Where the connection breaks, the job is submitted again under the same
    key, so it is never done twice.


    """

  private static let wait = """
    usage: tally wait ID... [--flag value ...]

    Waits until jobs have ended and prints what became of each. A terminal shows how far they are. A server that is restarted meanwhile is
    waited for: as long as --timeout says, or five minutes without it. Exits 0 if all have succeeded, 1 if one has failed or was
    cancelled or the server says no, 2 for a command line that makes no sense, 3 if the time was over.


    """

  private static let cancel = """
    usage: tally cancel ID... [--flag value ...]

    Takes jobs back that have not ended. One that has is left as it is, with its result, and the exit code is 1.


    """

  private static func table(of flags: [CommandFlag]) -> String {
    let lefts = flags.map { "  \($0.name)" + ($0.placeholder.isEmpty ? "" : " \($0.placeholder)") }
    let width = (lefts.map(\.count).max() ?? 0) + 2
    return zip(lefts, flags)
      .map { left, flag in
        left.padded(to: width) + flag.help + (flag.isRepeated ? "; may be given again" : "")
      }
      .joined(separator: "\n")
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
        let text = entry?.text ?? ""
        let value =
          [.secret, .signingSecret].contains(setting.kind) && !text.isEmpty ? "(set)" : text
        return setting.name.padded(to: 20) + (value.isEmpty ? "-" : value).padded(to: 24)
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
