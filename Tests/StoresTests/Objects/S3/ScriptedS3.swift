import Posix
import Synchronization
import Testing

@testable import Stores

/// A server of S3 that answers each call as a test says, and a store that asks it without waiting in between.
final class ScriptedS3: Sendable {
  private let server: OddServer
  private let asked = Mailbox()
  private let pauses = Mutex<[Int]>([])

  /// - Parameter answer: takes the number of the call, from 0, and its text.
  init(_ answer: @escaping @Sendable (Int, OddServer.Request) -> [OddServer.Step]) throws {
    let asked = asked
    server = try OddServer { request in answer(asked.add(request.text), request) }
  }

  /// Answers one call after the other; further ones as the last.
  convenience init(_ answers: [[OddServer.Step]]) throws {
    try self.init { number, _ in answers[min(number, answers.count - 1)] }
  }

  /// The calls so far, each with its head and body.
  var calls: [String] { asked.all }

  /// The first lines of the calls, without the version.
  var lines: [String] {
    calls.map { String($0.prefix { $0 != "\r\n" }.dropLast(" HTTP/1.1".count)) }
  }

  /// How long the store waited before each further attempt, in milliseconds.
  var pausedMilliseconds: Int { pauses.withLock { $0.reduce(0, +) } }

  /// A place at this server.
  var settings: S3Settings {
    var settings = S3Settings(bucket: "tally")
    settings.endpoint = server.url("")
    settings.credentials = S3Credentials(accessKey: "AKID", secretKey: "SECRET")
    return settings
  }

  func store(
    prefix: String = "", partBytes: Int = 1000, pageLimit: Int = 100_000,
    stallSeconds: Double = 20, totalSeconds: Double = 60
  ) throws -> S3Store {
    var options = S3Session.Options()
    options.partBytes = partBytes
    options.pageLimit = pageLimit
    options.stallSeconds = stallSeconds
    options.totalSeconds = totalSeconds
    options.leastBytesPerSecond = .max
    options.random = { 1 }
    options.sleep = { milliseconds in self.pauses.withLock { $0.append(milliseconds) } }
    var settings = settings
    settings.prefix = prefix
    return try S3Store(settings, options: options)
  }
}

extension Mailbox {
  /// - Returns: how many there were before.
  fileprivate func add(_ text: String) -> Int {
    put(text)
    return all.count - 1
  }
}

extension OddServer.Step {
  /// An answer of a server of S3 that says no.
  static func refusal(_ status: String, _ code: String, fields: String = "") -> Self {
    .answer(
      status, fields,
      body: "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>Why.</Message></Error>")
  }

  /// A page of objects of one byte each.
  static func page(_ keys: [String], next: String? = nil) -> Self {
    let contents = keys.map {
      "<Contents><Key>\($0)</Key><Size>1</Size><ETag>&quot;e&quot;</ETag></Contents>"
    }
    let more = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
    return .answer(
      "200 OK",
      body: "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>\(contents.joined())\(more)"
        + "</ListBucketResult>")
  }
}
