internal import Posix

/// The commands of `tally`, and their exit codes: 0 done, 1 it could not be done, 2 the command line makes no sense, 3 the time to wait was
/// over.
enum CommandLineTool {
  static let version = "0.1.0"

  static func run(_ arguments: [String], environment: [String: String]) -> Int32 {
    do throws(UsageFailure) {
      return try dispatch(arguments, environment)
    } catch {
      Output.error("tally: \(error.sentence); see tally --help")
      return 2
    }
  }

  private static func dispatch(
    _ arguments: [String], _ environment: [String: String]
  ) throws(UsageFailure) -> Int32 {
    let command = arguments.first ?? "--help"
    let rest = Array(arguments.dropFirst())
    if rest.contains("--help") || rest.contains("-h") {
      guard let help = Help.text(of: command) else { throw .unknownCommand(command) }
      Output.line(help)
      return 0
    }
    switch command {
    case "serve":
      let configuration = try Configuration(arguments: rest, environment: environment)
      try checkReach(configuration)
      let supervisor = Supervisor(environment: environment)
      guard configuration.isSet("demo") else {
        return Serve.run(configuration, supervisor: supervisor)
      }
      return try Demo(configuration).run(environment)
    case "keys":
      return try KeysCommand(rest).run()
    case "stats":
      let command = try StatsCommand(rest)
      return offline { () throws(OfflineFailure) in try command.run(environment) }
    case "query":
      let command = try QueryCommand(rest)
      return offline { () throws(OfflineFailure) in try command.run(environment) }
    case "jobs":
      let command = try JobsCommand(rest, environment)
      return remote { () throws(RemoteFailure) in
        try command.run(environment, now: Moment.now().wallNanoseconds / 1_000_000)
      }
    case "submit":
      let command = try SubmitCommand(rest, environment)
      return remote { () throws(RemoteFailure) in try command.run(environment) }
    case "wait":
      let command = try WaitCommand(rest, environment)
      return remote { () throws(RemoteFailure) in try command.run(environment) }
    case "cancel":
      let command = try CancelCommand(rest, environment)
      return remote { () throws(RemoteFailure) in try command.run() }
    case "config":
      Output.line(Help.table(try Configuration(arguments: rest, environment: environment)))
      return 0
    case "doctor":
      return try DoctorCommand(rest, environment: environment).run()
    case "manual":
      try refuse(rest)
      Output.line(ManualPage.text)
      return 0
    case "completion":
      Output.line(try CompletionScript(rest).text)
      return 0
    case "environment":
      try refuse(rest)
      Output.line(EnvironmentFile.text)
      return 0
    case "healthcheck":
      return Healthcheck.run(try Configuration(arguments: rest, environment: environment))
    case "--help", "-h", "help":
      try refuse(rest)
      Output.line(Help.overview)
      return 0
    case "--version", "version":
      try refuse(rest)
      Output.line("tally \(version)")
      return 0
    default:
      throw command.hasPrefix("-") ? .unknownFlag(command) : .unknownCommand(command)
    }
  }

  /// Runs a command that needs no server, and says why if it fails.
  private static func offline(_ command: () throws(OfflineFailure) -> Void) -> Int32 {
    // Who reads the answer may have read enough of it before its end.
    Process.refuseBrokenPipeSignal()
    do throws(OfflineFailure) {
      try command()
      return 0
    } catch {
      for sentence in error.sentences { Output.error("tally: \(sentence)") }
      return error.exitCode
    }
  }

  /// Runs a command that talks to a server, and says why if it fails.
  private static func remote(_ command: () throws(RemoteFailure) -> Int32) -> Int32 {
    Process.refuseBrokenPipeSignal()
    do throws(RemoteFailure) {
      return try command()
    } catch {
      for sentence in error.sentences { Output.error("tally: \(sentence)") }
      return error.exitCode
    }
  }

  private static func refuse(_ rest: [String]) throws(UsageFailure) {
    if let first = rest.first { throw .unexpectedArgument(first) }
  }

  /// Without a key, only this machine may reach the server, unless the operator says otherwise.
  private static func checkReach(_ configuration: Configuration) throws(UsageFailure) {
    guard let host = configuration.text("host") else {
      throw .badValue(name: "--host", value: "", expected: "an address such as 127.0.0.1")
    }
    if !isLoopback(host), !KeySource(configuration).hasKeys, !configuration.isSet("insecure-open") {
      throw .openToOthers(host: host)
    }
  }

  /// Whether a host is this machine alone. A name that only begins like such an address may be anybody's.
  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    return host.hasPrefix("127.")
      && host.utf8.allSatisfy { $0 == 0x2E || ($0 >= 0x30 && $0 <= 0x39) }
  }
}
