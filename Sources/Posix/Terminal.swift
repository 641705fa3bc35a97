internal import CLinux
internal import Glibc

/// What stands at the other end of a descriptor: a person at a terminal, or something else.
package struct Terminal: Equatable, Sendable {
  /// How many columns it has; `nil` where it does not say.
  package let columns: Int?

  package init(columns: Int?) {
    self.columns = columns
  }

  /// The terminal of a descriptor; `nil` if there is none, but a file or a pipe.
  package init?(of descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return nil }
    let count = tally_terminal_columns(descriptor)
    self.init(columns: count > 0 ? Int(count) : nil)
  }
}
