package import HTTP
package import Posix
internal import Synchronization

/// A server of HTTP/1.1 on TCP.
package final class HTTPServer: Sendable {
  /// Where to listen, and every limit and deadline.
  package struct Options: Sendable {
    /// An address or a name; `::` and `0.0.0.0` mean every address.
    package var host = "127.0.0.1"
    /// 0 lets the kernel choose.
    package var port: UInt16 = 0
    /// Loop threads, each with its own listener.
    package var loops = 1
    /// Connections that the kernel keeps until they are accepted.
    package var backlog: Int32 = 1024
    package var limits = RequestParser.Limits()
    package var connectionLimit = 10_000
    /// From the first byte of a request to the end of its head; also how long a fresh connection may be silent.
    package var headMilliseconds = 10_000
    /// Between two pieces of a body.
    package var bodyIdleMilliseconds = 30_000
    /// A body that comes slower than this in the long run is given up although it never pauses.
    package var bodyLeastBytesPerSecond = 512
    /// Between two requests.
    package var keepAliveMilliseconds = 75_000
    /// A client that takes less than `writeLeastBytesPerSecond` over this time is given up.
    package var writeMilliseconds = 30_000
    package var writeLeastBytesPerSecond = 2048
    /// After so long a silence of an event stream a line without meaning is sent.
    package var heartbeatMilliseconds = 15_000
    /// How long a connection is read on after its last answer, so that the client sees the answer and not a reset.
    package var lingerMilliseconds = 2_000
    /// Pipelined requests of one connection that are under way at once.
    package var pipelineLimit = 32
    /// Requests of one connection that are answered before others have their turn.
    package var turnLimit = 64
    /// Bytes that wait for a client; beyond them nothing is read from it and nothing made for it.
    package var outputLimitBytes = 256 * 1024
    /// The longest body that is read only to be thrown away; after a longer one the connection is closed.
    package var discardLimitBytes = 64 * 1024
    /// Uploads that are written at once, each to an open file; one more is refused with 503.
    package var spoolLimit = 256
    /// What is taken of the forms of uploads.
    package var upload = UploadReader.Limits()
    /// The shortest content that is compressed.
    package var gzipLeastBytes = 1024

    package init() {}
  }

  /// What the loops did and hold.
  package struct Counts: Sendable, Equatable {
    package var openConnections = 0
    package var acceptedConnections = 0
    /// Connections beyond the limit, or without a descriptor left for them.
    package var refusedConnections = 0
    package var requests = 0
    /// Messages that were answered with what is wrong with them.
    package var faults = 0
    /// Deadlines that ended a connection in the middle of a request or an answer.
    package var timeouts = 0

    package init() {}
  }

  private let mailboxes: [Mailbox]
  private let counters: [Counters]
  private let shared: LoopGroup
  private let loops: [Handover<Loop>]

  /// The port that the server listens on.
  package let port: UInt16

  /// Binds and listens. Connections wait in the kernel until `start`.
  ///
  /// - Throws: `Errno`, when the address cannot be had.
  package init(_ options: Options, _ service: Service) throws(Errno) {
    let count = max(1, options.loops)
    shared = try LoopGroup()
    var mailboxes: [Mailbox] = []
    var counters: [Counters] = []
    var loops: [Handover<Loop>] = []
    var port = options.port
    for _ in 0..<count {
      let listener = try Listener(
        host: options.host, port: port, backlog: options.backlog, sharesPort: count > 1)
      port = listener.port
      let mailbox = try Mailbox()
      let counts = Counters()
      loops.append(
        Handover(
          try Loop(
            listener: listener, options: options, service: service, mailbox: mailbox,
            counters: counts, shared: shared)))
      mailboxes.append(mailbox)
      counters.append(counts)
    }
    self.port = port
    self.mailboxes = mailboxes
    self.counters = counters
    self.loops = loops
  }

  /// Starts the loop threads.
  package func start() throws(Errno) {
    let shared = self.shared
    for (place, handover) in loops.enumerated() {
      shared.runningLoops.add(1, ordering: .relaxed)
      do throws(Errno) {
        try Thread.start(name: "tally-loop-\(place)") {
          if var loop = handover.take() { loop.run() }
          shared.runningLoops.subtract(1, ordering: .releasing)
          shared.ended.wake()
        }
      } catch {
        shared.runningLoops.subtract(1, ordering: .relaxed)
        throw error
      }
    }
  }

  /// Closes the listeners. Connections that are open are still served, each answer with `Connection: close`.
  package func stopAccepting() {
    for mailbox in mailboxes { mailbox.post(.stopAccepting) }
  }

  /// Ends the loops and waits for their end.
  ///
  /// Idle connections are closed at once; others when they have their answers, or when the time is over.
  package func close(afterSeconds seconds: Int = 0) {
    let deadline = Moment.now().monotonicNanoseconds + Int64(seconds) * 1_000_000_000
    for mailbox in mailboxes { mailbox.post(.close(deadline: deadline)) }
    while shared.runningLoops.load(ordering: .acquiring) > 0 {
      _ = shared.ended.wait(milliseconds: 1000)
      shared.ended.clear()
    }
  }

  /// Asks every loop for a sign of life. One that lives reads the number in one of its next turns.
  package func pulse(_ number: Int) {
    for mailbox in mailboxes { mailbox.post(.pulse(number)) }
  }

  /// The last pulse that every loop has read; 0 before the first.
  package var answeredPulse: Int {
    counters.reduce(.max) { min($0, $1.pulse.load(ordering: .relaxed)) }
  }

  /// What all loops did and hold.
  package var counts: Counts {
    var sum = Counts()
    for row in counters {
      sum.openConnections += row.open.load(ordering: .relaxed)
      sum.acceptedConnections += row.accepted.load(ordering: .relaxed)
      sum.refusedConnections += row.refused.load(ordering: .relaxed)
      sum.requests += row.requests.load(ordering: .relaxed)
      sum.faults += row.faults.load(ordering: .relaxed)
      sum.timeouts += row.timeouts.load(ordering: .relaxed)
    }
    return sum
  }
}
