internal import Posix

/// Whether the machine has what the settings ask for. Pure: what was seen comes in.
enum MachineChecks {
  /// What the server needs beside its events: threads, buffers, a table or two.
  static let leastOwnBytes = 128 << 20
  /// A release is not used before it was made.
  static let firstYear = 2025
  /// Two clocks that differ by more deserve a look.
  static let warnSkewSeconds: Int64 = 60
  /// S3 refuses requests that are signed by a clock that is further off.
  static let failSkewSeconds: Int64 = 900
  /// How far the two clocks of this machine may go apart while it is looked at.
  static let jumpNanoseconds: Int64 = 500_000_000

  /// Descriptors against connections.
  ///
  /// - Parameters:
  ///   - wanted: how many connections are to be served at once.
  ///   - possible: how many the limit leaves room for.
  static func descriptors(limit: Int, wanted: Int, possible: Int) -> Finding {
    let name = "descriptors"
    guard possible < wanted else {
      return .ok(name, "\(limit) may be open, enough for \(wanted) connections")
    }
    let needed = limit + wanted - possible
    return .warn(
      name, "\(limit) may be open, enough for \(possible) connections and not for \(wanted)",
      mend:
        "LimitNOFILE=\(needed) in the unit, ulimit -Hn \(needed) in a shell, or --connections \(possible)"
    )
  }

  /// Memory against that of live events.
  static func memory(availableBytes: Int?, eventBytes: Int) -> Finding {
    let name = "memory"
    guard let availableBytes else { return .ok(name, "this system does not say how much is left") }
    let needed = eventBytes + leastOwnBytes
    let left = ByteText.text(availableBytes)
    guard availableBytes < needed else { return .ok(name, "\(left) are left") }
    return .warn(
      name,
      "\(left) are left, and \(ByteText.text(needed)) may be needed when live events fill theirs",
      mend: "--event-memory \(max(1, (availableBytes - leastOwnBytes) >> 20))MiB, or more memory")
  }

  /// What was seen of the clock.
  struct ClockSight: Equatable {
    var before: Moment
    /// Somewhat later.
    var after: Moment
    var isSynchronized: Bool?
    /// What other servers' clocks said at the time of this one's: by name, how far this one is ahead.
    var skewSeconds: [(name: String, seconds: Int64)] = []

    static func == (left: ClockSight, right: ClockSight) -> Bool {
      left.before == right.before && left.after == right.after
        && left.isSynchronized == right.isSynchronized
        && left.skewSeconds.elementsEqual(right.skewSeconds, by: ==)
    }
  }

  /// The clock, against sense, itself, those who keep it and those of others.
  static func clock(_ sight: ClockSight) -> Finding {
    let name = "clock"
    let mend = "sudo timedatectl set-ntp true"
    let time = text(of: sight.after.wallNanoseconds)
    let year = Timestamp(wallNanoseconds: sight.after.wallNanoseconds).year
    guard (firstYear...firstYear + 100).contains(year) else {
      return .fail(name, "it says \(time), which cannot be", mend: mend)
    }
    if let (other, seconds) = sight.skewSeconds.max(by: {
      $0.seconds.magnitude < $1.seconds.magnitude
    }),
      seconds.magnitude > warnSkewSeconds
    {
      let way = seconds > 0 ? "ahead of" : "behind"
      let found = "it says \(time), \(seconds.magnitude) s \(way) that of the \(other)"
      return seconds.magnitude > failSkewSeconds
        ? .fail(name, found, mend: mend) : .warn(name, found, mend: mend)
    }
    let wall = sight.after.wallNanoseconds - sight.before.wallNanoseconds
    let steady = sight.after.monotonicNanoseconds - sight.before.monotonicNanoseconds
    if (wall - steady).magnitude > jumpNanoseconds {
      return .warn(
        name, "it says \(time), and was set by \((wall - steady) / 1_000_000) ms while this looked",
        mend: "timedatectl timesync-status")
    }
    switch sight.isSynchronized {
    case true?: return .ok(name, "it says \(time), and is kept right by a time service")
    case nil:
      return .ok(name, "it says \(time); this system does not say whether a time service keeps it")
    case false?:
      return .warn(name, "it says \(time), and no time service keeps it right", mend: mend)
    }
  }

  private static func text(of wallNanoseconds: Int64) -> String {
    var bytes: [UInt8] = []
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
