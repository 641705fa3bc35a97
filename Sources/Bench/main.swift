internal import Foundation

// The product `tally-bench`: makes the data that tests and measurements run on. Exit codes: 0 done, 1 failed, 2 misused.

/// Says on standard error why the program ends, and ends it.
func stop(_ sentence: String, code: Int32) -> Never {
  FileHandle.standardError.write(Data("tally-bench: \(sentence)\n".utf8))
  exit(code)
}

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch arguments.first {
  case "generate": try Generate.run(Array(arguments.dropFirst()))
  case "--help": print("usage: \(Generate.usage)")
  case nil: throw UsageFailure.missing("a command", usage: Generate.usage)
  case let command?: throw UsageFailure.unknown(command, usage: Generate.usage)
  }
} catch let failure as UsageFailure {
  stop("\(failure)", code: 2)
} catch {
  stop(error.localizedDescription, code: 1)
}
