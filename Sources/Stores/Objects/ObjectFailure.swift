package import Posix

/// Why a store did not do what was asked of it.
package enum ObjectFailure: Error, Equatable, Sendable {
  /// The object is another one by now, or gone.
  case changed
  /// Nobody wants it any more.
  case cancelled
  /// The asker could not take the bytes.
  case sinkFailed
  /// A file or a folder on this machine.
  case disk(Errno, path: String)
  /// The store could not be reached, or gave no answer that can be read.
  case outbound(OutboundFailure)
  /// There are no credentials to sign with.
  case noCredentials
  /// The store knows no such key, or the secret is another one; what it calls that.
  case wrongCredentials(code: String)
  /// These credentials may not do that.
  case denied(code: String)
  /// The bucket is not there.
  case noBucket(String)
  /// The bucket is in another region, which the store may name.
  case wrongRegion(String?)
  /// The clock of this machine differs too much from the store's; by how many seconds, if it is known (this clock less the store's).
  case clockSkew(seconds: Int?)
  /// The store refuses for another reason: its status, code and message.
  case refused(status: Int, code: String, message: String)
  /// An answer makes no sense; which, in a word.
  case malformedAnswer(String)
}
