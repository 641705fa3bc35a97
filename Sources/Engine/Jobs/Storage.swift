package import Posix

/// Whether files can be kept, and whether new jobs are taken meanwhile. It decides; the engine writes, probes and refuses.
///
/// A full disk passes: jobs are refused until a probe finds room again. A failed fsync does not, because the kernel may have dropped
/// pages that were promised, and one that succeeds later proves nothing; jobs are refused until the next start. Whatever else keeps
/// a file from being written, such as a missing right, fails the job it belongs to and is probed too.
package struct Storage: Equatable, Sendable {
  /// What may be expected of the next file.
  package enum Condition: Equatable, Sendable {
    case sound
    /// The last file could not be written; the next one is tried.
    case failing
    /// There is no room.
    case full
    /// The disk lost something; nothing is promised any more.
    case broken
  }

  /// What the last file or probe has shown.
  package private(set) var condition = Condition.sound
  /// Why the last file could not be kept; `nil` while the condition is sound.
  package private(set) var reason: String?
  /// Whether a probe is under way or waits for its time.
  private var isProbing = false

  package init() {}

  /// Notes a failure.
  ///
  /// - Parameter reason: a sentence for clients and operators.
  /// - Returns: whether a probe has to be started.
  package mutating func note(_ failure: Errno, reason: String) -> Bool {
    guard condition != .broken else { return false }
    self.reason = reason
    switch failure {
    case .inputOutput: condition = .broken
    case .noSpace, .overQuota: condition = .full
    default: condition = .failing
    }
    guard condition != .broken, !isProbing else { return false }
    isProbing = true
    return true
  }

  /// Notes that a file was kept. It says nothing against a disk that has lost something.
  package mutating func noteSuccess() {
    guard condition != .broken else { return }
    condition = .sound
    reason = nil
  }

  /// Notes what a probe found.
  ///
  /// - Returns: whether another one has to follow.
  package mutating func noteProbe(_ failure: Errno?) -> Bool {
    switch failure {
    case nil: noteSuccess()
    case .inputOutput?: _ = note(.inputOutput, reason: reason ?? "The disk failed")
    case _?: break
    }
    isProbing = condition == .failing || condition == .full
    return isProbing
  }
}
