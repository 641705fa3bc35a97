package import Posix

/// Whether files can be kept, and whether new jobs are taken meanwhile. It decides; the engine writes, probes and refuses.
///
/// A full disk passes: jobs are refused until a probe finds room again. A failed fsync does not, because the kernel may have dropped
/// pages that were promised, and one that succeeds later proves nothing; jobs are refused until the next start. Whatever else keeps
/// a file from being written, such as a missing right, is probed too, and jobs are taken. No job is begun in any of these.
package struct Storage: Equatable, Sendable {
  /// Where files are kept. Each may be on a disk of its own.
  package enum Place: CaseIterable, Sendable {
    case results, ledger
  }

  /// What may be expected of the next file.
  package enum Condition: Int, Comparable, Sendable {
    case sound
    /// The last file could not be written; the next one is tried.
    case failing
    /// There is no room.
    case full
    /// The disk lost something; nothing is promised any more.
    case broken

    package static func < (left: Condition, right: Condition) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  private struct Trouble: Equatable, Sendable {
    let condition: Condition
    let reason: String
  }

  private var troubles: [Place: Trouble] = [:]
  /// Whether a probe is under way or waits for its time.
  private var isProbing = false

  package init() {}

  private var worst: Trouble? {
    troubles.values.max { $0.condition < $1.condition }
  }

  /// What the last files and probes have shown.
  package var condition: Condition { worst?.condition ?? .sound }

  /// Why the last file could not be kept; `nil` while the condition is sound.
  package var reason: String? { worst?.reason }

  /// Notes a failure.
  ///
  /// - Parameter reason: a sentence for clients and operators.
  /// - Returns: whether a probe has to be started.
  package mutating func note(_ condition: Condition, at place: Place, reason: String) -> Bool {
    guard self.condition != .broken else { return false }
    troubles[place] = Trouble(condition: condition, reason: reason)
    guard condition != .broken, !isProbing else { return false }
    isProbing = true
    return true
  }

  /// Notes that a file was kept. It says nothing against a disk that has lost something.
  package mutating func noteSuccess(at place: Place) {
    guard condition != .broken else { return }
    troubles[place] = nil
  }

  /// Notes what a probe of all places found.
  ///
  /// - Returns: whether another one has to follow.
  package mutating func noteProbe(_ found: Condition) -> Bool {
    switch found {
    case .sound: for place in Place.allCases { noteSuccess(at: place) }
    case .broken: _ = note(.broken, at: .results, reason: reason ?? "The disk failed")
    case .failing, .full: break
    }
    isProbing = condition == .failing || condition == .full
    return isProbing
  }
}

extension Storage.Condition {
  /// What a failed call to the kernel tells of a disk.
  package init(_ failure: Errno) {
    switch failure {
    case .inputOutput: self = .broken
    case .noSpace, .overQuota, .fileTooLarge: self = .full
    default: self = .failing
    }
  }
}
