package import HTTP

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
    package var headSeconds = 10
    /// Between two pieces of a body.
    package var bodyIdleSeconds = 30
    /// A body that comes slower than this in the long run is given up although it never pauses.
    package var bodyLeastBytesPerSecond = 512
    /// Between two requests.
    package var keepAliveSeconds = 75
    /// A client that takes less than `writeLeastBytesPerSecond` over this time is given up.
    package var writeSeconds = 30
    package var writeLeastBytesPerSecond = 2048
    /// How long a connection is read on after its last answer, so that the client sees the answer and not a reset.
    package var lingerSeconds = 2
    /// Pipelined requests of one connection that are under way at once.
    package var pipelineLimit = 32
    /// Requests of one connection that are answered before others have their turn.
    package var turnLimit = 64
    /// Bytes that wait for a client; beyond them nothing is read from it and nothing made for it.
    package var outputLimitBytes = 256 * 1024
    /// The longest body that is read only to be thrown away; after a longer one the connection is closed.
    package var discardLimitBytes = 64 * 1024
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
}
