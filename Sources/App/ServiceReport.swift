internal import Posix
internal import Server

/// Tells whoever supervises the server as a service how it stands; nothing where nobody does.
///
/// It belongs to the thread that waits for the end of the server.
final class ServiceReport {
  private let supervisor: Supervisor?
  private let server: HTTPServer
  private let log: Log
  private var watchdog: Watchdog?
  private var address = ""

  init(_ supervisor: Supervisor?, _ server: HTTPServer, _ log: Log) {
    self.supervisor = supervisor
    self.server = server
    self.log = log
    watchdog = supervisor?.watchdogMilliseconds.map { Watchdog(milliseconds: $0) }
  }

  /// The server takes requests.
  func ready(at address: String) {
    self.address = address
    tell(.ready, .status("listening on \(address)"))
  }

  /// Reads again what can be read again, and says so before and after.
  func reload(_ work: () -> Void) {
    tell(.reloading(microseconds: Moment.now().monotonicNanoseconds / 1000))
    work()
    tell(.ready, .status("listening on \(address)"))
  }

  /// No new work is taken, and so many jobs are to be finished.
  func stopping(jobs: Int) {
    tell(
      .stopping,
      .status(jobs == 0 ? "waiting for last requests" : "finishing jobs: \(jobs)"))
  }

  /// Tells the watchdog that the server lives, when it is time, if every loop has turned since it was told last.
  func beat() {
    guard
      let pulse = watchdog?.next(
        now: Moment.now().monotonicNanoseconds, answeredPulse: server.answeredPulse)
    else { return }
    tell(.alive)
    server.pulse(pulse)
  }

  private func tell(_ notices: Supervisor.Notice...) {
    guard let supervisor else { return }
    do throws(Errno) {
      try supervisor.tell(notices)
    } catch {
      log.write(.warning, at: .now(), "supervisor not told") {
        $0.add("reason", error.description)
      }
    }
  }
}

/// When a watchdog hears that the server lives: twice in each of its intervals, and only once every loop has answered the last pulse.
///
/// A loop that hangs answers none, so the watchdog hears nothing any more and has the server started anew.
struct Watchdog: Equatable {
  private let pauseNanoseconds: Int64
  private var pulse = 0
  private var due = Int64.min

  init(milliseconds: Int) {
    pauseNanoseconds = Int64(milliseconds) * 500_000
  }

  /// - Parameters:
  ///   - now: of the monotonic clock, in nanoseconds.
  ///   - answeredPulse: the last pulse that every loop has answered; 0 before the first.
  /// - Returns: if it is time to tell that the server lives, the number of the pulse to send; else `nil`.
  mutating func next(now: Int64, answeredPulse: Int) -> Int? {
    guard now >= due, answeredPulse >= pulse else { return nil }
    due = now + pauseNanoseconds
    pulse += 1
    return pulse
  }
}
