package import Posix

/// Why a server outside gave no answer that can be used.
package enum OutboundFailure: Error, Equatable, Sendable {
  /// The text is no URL that may be fetched.
  case badURL(String, URLFault)
  /// The host is, or has only, an address that must not be reached.
  case forbiddenAddress(host: String, InternetAddress, AddressGuard.Reason)
  /// The name has no address.
  case unresolved(host: String)
  /// Nobody listens there, or no way leads there.
  case unreachable(host: String, port: Int)
  /// It took too long.
  case timedOut(OutboundWait, seconds: Double)
  /// The body, or its length as it was announced, is longer than may be.
  case tooLarge(limitBytes: Int)
  /// The answers led on and on.
  case tooManyRedirects(limit: Int)
  /// The answer leads nowhere: it names no place, or one that may not be fetched.
  case badRedirect(to: String, URLFault)
  /// No secure connection came to be; libcurl's sentence.
  case tls(String)
  /// The answer says no, with this status.
  case status(Int)
  /// The body is compressed, though nobody asked for it.
  case encoded(String)
  /// The connection ended before the answer did, or the answer is not HTTP; libcurl's sentence.
  case brokenOff(String)
  /// A field of the request cannot be sent.
  case badField(String)
  /// The asker did not want it any more.
  case cancelled
  /// The asker could not take the bytes.
  case sinkFailed
  /// The file that was to be sent could not be read, or is shorter than it was.
  case sourceFailed(Errno)
  /// libcurl failed otherwise: its number (libcurl-errors(3)) and its sentence.
  case failed(code: Int, String)
}

/// What took too long.
package enum OutboundWait: Equatable, Hashable, Sendable {
  /// The name, the connection, and its security.
  case connecting
  /// No byte came or went.
  case stalled
  /// All of it together, with every redirect.
  case total
}

/// What is wrong with a URL.
package enum URLFault: Error, Equatable, Hashable, Sendable {
  /// It cannot be read as one.
  case malformed
  case tooLong(limitBytes: Int)
  /// Only http and https are fetched.
  case scheme(String)
  /// It holds a name or a password.
  case userInfo
  case noHost
  /// From https it leads to http.
  case downgrade
}
