internal import CLinux

/// Whether somebody keeps the clock of the machine right.
package enum ClockDiscipline {
  /// Whether the kernel holds the clock for synchronised, as an NTP service tells it (adjtimex(2)); `nil` where it does not say.
  package static var isSynchronized: Bool? {
    switch tally_clock_is_synchronized() {
    case 0: false
    case 1: true
    default: nil
    }
  }
}
