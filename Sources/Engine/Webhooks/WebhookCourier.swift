package import Posix
package import Stores
internal import Synchronization

/// Sends the webhooks of jobs that have ended, on threads of its own, until it is stopped or let go.
///
/// What has to be sent stands in the database alone, so nothing is lost with the process: what was under way is sent again, with the same id.
package final class WebhookCourier: Sendable {
  /// What is sent how.
  package struct Options: Sendable {
    /// Signs what is sent; without one it goes without a signature.
    package var secret: WebhookSecret?
    /// Whether addresses within this machine and its networks may be reached.
    package var allowsPrivate = false
    /// How many may wait; `hasRoom` tells.
    package var waitingLimit = 100_000
    /// How long an attempt may take.
    package var totalSeconds = 10.0

    /// How many attempts may be under way at once.
    var laneCount = 2
    /// How long to wait when the database fails.
    var failurePauseMilliseconds: Int32 = 1000
    var clock: @Sendable () -> Moment = { .now() }
    /// A number from 0 to 1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }

    package init() {}
  }

  /// Figures for metrics.
  package struct Figures: Equatable, Sendable {
    /// Since the start.
    package let delivered: Int
    /// Attempts that failed, since the start.
    package let failedAttempts: Int
    /// Webhooks that were given up, since the start.
    package let givenUp: Int
    /// Webhooks that wait to be delivered, at this moment.
    package let waiting: Int
  }

  private let rounds: WebhookRounds
  private let ended: Latch
  private let waitingLimit: Int

  /// Takes up what an earlier run has left, at once.
  package init(
    _ options: Options, _ database: SQLiteDatabase, log: Log
  ) throws(EngineFailure) {
    waitingLimit = options.waitingLimit
    let failedPart = "the threads that send webhooks"
    do throws(Errno) {
      rounds = try WebhookRounds(options, database, log)
      ended = try Latch()
    } catch {
      throw .folder(path: failedPart, error)
    }
    do throws(SQLiteFailure) {
      rounds.waiting.add(try WebhookTable.count(database))
    } catch {
      throw .state(file: database.path, reason: .database("\(error)"))
    }
    do throws(Errno) {
      try rounds.start(ended)
    } catch {
      rounds.stop()
      throw .folder(path: failedPart, error)
    }
  }

  deinit { rounds.stop() }

  /// To be called when webhooks were committed, with their number.
  package func wake(added count: Int) {
    rounds.waiting.add(count)
    rounds.wake()
  }

  /// Ends what is under way, without waiting for answers: it is sent again after the next start. Returns within a second.
  package func stop() {
    rounds.stop()
    let deadline = Moment.monotonicNanoseconds() + 1_000_000_000
    while true {
      let left = (deadline - Moment.monotonicNanoseconds()) / 1_000_000
      if left <= 0 || ended.wait(milliseconds: Int32(clamping: left)) { return }
    }
  }

  /// Whether one more may wait.
  package var hasRoom: Bool { rounds.waiting.value < waitingLimit }

  /// What it has done.
  package var figures: Figures {
    Figures(
      delivered: rounds.delivered.value, failedAttempts: rounds.failedAttempts.value,
      givenUp: rounds.givenUp.value, waiting: max(0, rounds.waiting.value))
  }
}
