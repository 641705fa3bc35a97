/// `tally doctor`: looks at what a server with the same settings would need, and says what is wrong and how to mend it.
struct DoctorCommand: Equatable {
  static let flags = [
    CommandFlag(name: "--json", placeholder: "", help: "print JSON instead of lines")
  ]

  let configuration: Configuration
  let isJSON: Bool

  /// Reads what stands behind `tally doctor`: its own flags and those of `tally serve`.
  init(_ arguments: [String], environment: [String: String]) throws(UsageFailure) {
    isJSON = arguments.contains("--json")
    configuration = try Configuration(
      arguments: arguments.filter { $0 != "--json" }, environment: environment)
  }

  /// Prints what was found.
  ///
  /// - Returns: 0 if the server would work, 1 if something fails.
  func run() -> Int32 {
    let report = DoctorVisit(configuration: configuration).report()
    Output.line(isJSON ? report.json : report.text)
    return report.exitCode
  }
}
