import Foundation
import Posix
import Stores

@testable import Engine

/// A database with webhooks for one test, a clock that stands still, and a courier that goes by them.
final class WebhookPlace: Sendable {
  static let secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  private let path: String
  let database: SQLiteDatabase
  let log: Log
  /// Fails calls to the database.
  let failing = FailingCalls()
  private let time = Guarded<Int64>(1_700_000_000_000_000_000)

  init() throws {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var logOptions = Log.Options()
    logOptions.destination = .file(path: path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    log = try Log(logOptions)
    var options = SQLiteDatabase.Options()
    options.failing = { [failing] in failing.next() }
    database = try SQLiteDatabase(
      path: path + "/test.sqlite",
      schema: SQLiteSchema(applicationID: 1, steps: [WebhookTable.schema]), options: options)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var now: Int64 { time.withLock { $0 } }

  func courier(
    _ change: (inout WebhookCourier.Options) -> Void = { _ in }
  ) throws -> WebhookCourier {
    var options = WebhookCourier.Options()
    options.secret = try WebhookSecret(Self.secretText)
    options.allowsPrivate = true
    options.failurePauseMilliseconds = 1
    options.random = { 0.5 }
    options.clock = { [time] in
      Moment(wallNanoseconds: time.withLock { $0 }, monotonicNanoseconds: 0)
    }
    change(&options)
    return try WebhookCourier(options, database, log: log)
  }

  /// Adds a webhook that is due, as the end of a job does.
  func add(_ number: Int, _ url: String, body: String = "{}") throws {
    let now = now
    try database.transaction { () throws(SQLiteFailure) in
      try WebhookTable.insert(
        JobID(number), url: url, body: Array(body.utf8), due: now, database)
    }
  }

  /// Sets the clock.
  func pass(seconds: Double, _ courier: WebhookCourier) {
    time.withLock { $0 += Int64(seconds * 1e9) }
    courier.wake(added: 0)
  }

  var count: Int { get throws { try WebhookTable.count(database) } }

  func attempts(of number: Int) throws -> Int? {
    try WebhookTable.delivery(of: JobID(number), database)?.attempts
  }

  func logText() throws -> String {
    log.flush()
    return try String(contentsOfFile: path + "/log", encoding: .utf8)
  }

  /// Waits until something is so, ten seconds at most.
  func comes(_ isSo: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<60_000 {
      if try isSo() { return true }
      Posix.Thread.sleep(milliseconds: 2)
    }
    return false
  }
}
