internal import Engine
internal import JSON
internal import Posix
internal import Stores

/// `tally submit`: gives a running server a job.
struct SubmitCommand: Equatable {
  static let flags =
    [
      CommandFlag(name: "--dataset", placeholder: "NAME", help: "the data set it is about"),
      CommandFlag(
        name: "--callback", placeholder: "URL", help: "where the server tells that it has ended"),
      CommandFlag(
        name: "--timeout", placeholder: "TIME", help: "how long it may run, such as 90s or 5m"),
      CommandFlag(
        name: "--key-once", placeholder: "KEY",
        help: "submitted again with the same key it is the same job; default: a random one"),
      CommandFlag(name: "--wait", placeholder: "", help: "wait for its end, as tally wait does"),
      CommandFlag(
        name: "--result", placeholder: "", help: "with --wait: print its result, not its id"),
      CommandFlag(
        name: "--json", placeholder: "", help: "print all that the server says of it, not its id"),
    ] + RemoteServer.flags

  /// What is waited before the second and the third attempt.
  private static let delaysMilliseconds = [500, 2000]
  private static let keyLimit = 255

  let server: RemoteServer
  let kind: String
  let dataset: String?
  let parameters: [JobParameter]
  let callback: String?
  let limitMilliseconds: Int?
  /// `nil` for a random one.
  let key: String?
  let waits: Bool
  let printsResult: Bool
  let isJSON: Bool

  /// Reads what stands behind `tally submit`.
  init(_ arguments: [String], _ environment: [String: String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    guard let kind = arguments.operands.first, !kind.contains("=") else {
      throw .missingArgument("a TYPE, such as aggregate", of: "tally submit")
    }
    self.kind = kind
    server = try RemoteServer(arguments, environment)
    dataset = arguments.value("--dataset")
    parameters = try Self.parameters(arguments.operands.dropFirst())
    callback = arguments.value("--callback")
    limitMilliseconds = try arguments.duration("--timeout")
    key = arguments.value("--key-once")
    if let key, !Self.isKey(key) {
      throw .badValue(
        name: "--key-once", value: key,
        expected:
          "1 to \(Self.keyLimit) letters, digits and marks of ASCII, without blanks and quotes")
    }
    waits = arguments.isSet("--wait")
    printsResult = arguments.isSet("--result")
    isJSON = arguments.isSet("--json")
    if printsResult, !waits { throw .missingArgument("--wait", of: "--result") }
    if printsResult, isJSON { throw .conflictingFlags("--result", "--json") }
  }

  private static func isKey(_ text: String) -> Bool {
    // Quotes would mean something there.
    1...keyLimit ~= text.utf8.count
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
  }

  private static func parameters(
    _ texts: ArraySlice<String>
  ) throws(UsageFailure) -> [JobParameter] {
    var parameters: [JobParameter] = []
    for text in texts {
      let parameter = try JobParameter(text)
      if parameters.contains(where: { $0.name == parameter.name }) {
        throw .repeatedFlag(parameter.name)
      }
      parameters.append(parameter)
    }
    return parameters
  }

  /// What is sent.
  var body: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("type")
    writer.string(kind)
    if let dataset {
      writer.key("dataset")
      writer.string(dataset)
    }
    writer.key("params")
    writer.beginObject()
    for parameter in parameters {
      writer.key(parameter.name)
      writer.raw(parameter.value)
    }
    writer.endObject()
    if let callback {
      writer.key("callback_url")
      writer.string(callback)
    }
    if let limitMilliseconds {
      writer.key("timeout")
      writer.double(Double(limitMilliseconds) / 1000)
    }
    writer.endObject()
    return writer.bytes
  }

  /// Submits the job, prints its id, and waits for its end if that is wanted.
  func run(_ environment: [String: String]) throws(RemoteFailure) -> Int32 {
    let jobs = RemoteJobs(server)
    let record = try submit(to: jobs, clock: .real)
    if !isJSON, !printsResult { try Output.write(remote: Array("\(record.id)\n".utf8)) }
    guard waits else {
      if isJSON { try Output.write(remote: record.line) }
      return 0
    }
    var follower = JobFollower(
      jobs, limitMilliseconds: nil, isKnown: true, progress: .onTerminal(environment))
    let ended = try follower.end(of: record.id)
    if isJSON {
      try Output.write(remote: ended.line)
    } else if printsResult, ended.state == .succeeded {
      try Output.write(remote: JobRecord.line(follower.result(of: ended.id)))
    } else {
      Output.error(ended.ending)
    }
    if let complaint = ended.complaint { Output.error(complaint) }
    return ended.state == .succeeded ? 0 : 1
  }

  /// Submits the job, up to three times under the same key where the connection breaks before an answer came.
  func submit(
    to jobs: RemoteJobs, clock: JobFollower.Clock
  ) throws(RemoteFailure) -> JobRecord {
    let key = key ?? Self.randomKey()
    var doubt: OutboundFailure?
    for delay in Self.delaysMilliseconds + [nil] {
      do throws(RemoteFailure) {
        return try jobs.submit(body, key: key)
      } catch {
        guard case .unanswered(_, let failure) = error else { throw error }
        // Once a submission may have arrived, a server that is away may be starting again.
        let isRetried = failure.leavesDoubt || doubt != nil && failure.isPassing
        guard isRetried else { throw error }
        doubt = failure
        if let delay { clock.pause(delay) }
      }
    }
    throw .doubtful(
      url: server.url, key: key, doubt ?? .brokenOff("no answer came"))
  }

  private static func randomKey() -> String {
    var system = SystemRandomNumberGenerator()
    return Hexadecimal.text(of: (0..<16).map { _ in .random(in: .min ... .max, using: &system) })
  }
}
