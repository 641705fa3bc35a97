internal import Foundation
internal import Trial

// The product `tally-bench`: makes the data that tests and measurements run on, measures the table engine, and serves cities for the
// collector to ask. Exit codes: 0 done, 1 failed, 2 misused.

/// Says on standard error why the program ends, and ends it.
func stop(_ sentence: String, code: Int32) -> Never {
  FileHandle.standardError.write(Data("tally-bench: \(sentence)\n".utf8))
  exit(code)
}

let usage = ([Generate.usage, UpstreamCommand.usage] + TableCommand.allCases.map(\.usage))
  .joined(separator: " | ")
let arguments = Array(CommandLine.arguments.dropFirst())
do {
  let rest = Array(arguments.dropFirst())
  switch arguments.first {
  case "generate": try Generate.run(rest)
  case "upstream": try UpstreamCommand.run(rest)
  case "--help": print("usage: \(usage.replacing(" | ", with: "\n       "))")
  case nil: throw UsageFailure.missing("a command", usage: usage)
  case let word?:
    guard let command = TableCommand(rawValue: word) else {
      throw UsageFailure.unknown(word, usage: usage)
    }
    try command.run(rest)
  }
} catch let failure as UsageFailure {
  stop("\(failure)", code: 2)
} catch let failure as Upstream.Failure {
  stop("\(failure)", code: 1)
} catch let failure as TableBenchFailure {
  stop("\(failure)", code: 1)
} catch {
  stop(error.localizedDescription, code: 1)
}
