/// A timer wheel: one deadline for each slot of a table.
///
/// Moving a deadline further away, which every request does, costs one store: the slot stays where it is in the wheel and is put
/// further when its bucket comes up. Deadlines are kept to a quarter of a second and never come early.
struct Deadlines: Sendable {
  /// No deadline.
  static let never = Int64.max

  private static let tickNanoseconds: Int64 = 250_000_000
  private static let buckets = 512
  private static let none = Int32(-1)

  /// The first slot of each bucket's list.
  private var first = [Int32](repeating: none, count: buckets)
  // For each slot: its neighbours in the list, the tick it is filed under (or -1), and the deadline it really has.
  private var next: [Int32] = []
  private var previous: [Int32] = []
  private var tick: [Int64] = []
  private var due: [Int64] = []
  /// All ticks before this one have been looked at.
  private var current: Int64
  /// One bit for each bucket that holds a slot.
  private var occupied = InlineArray<8, UInt64>(repeating: 0)

  /// An empty wheel that begins to turn at a time in nanoseconds.
  init(now: Int64) {
    current = now / Self.tickNanoseconds
  }

  /// Gives a slot its deadline in place of the one it had.
  mutating func set(_ slot: Int, at deadline: Int64) {
    while due.count <= slot {
      next.append(Self.none)
      previous.append(Self.none)
      tick.append(-1)
      due.append(Self.never)
    }
    due[slot] = deadline
    guard deadline != Self.never else { return }
    let wanted = Self.tick(of: deadline)
    if tick[slot] >= 0 {
      if wanted >= tick[slot] { return }
      unlink(slot)
    }
    link(slot, at: wanted)
  }

  /// Takes a slot's deadline away.
  mutating func clear(_ slot: Int) {
    guard slot < due.count else { return }
    due[slot] = Self.never
    if tick[slot] >= 0 { unlink(slot) }
  }

  /// `false` when it is not time yet to look at the next bucket.
  func mayHaveExpired(now: Int64) -> Bool {
    current <= now / Self.tickNanoseconds
  }

  /// Appends the slots whose deadlines have passed, which then have none.
  mutating func takeExpired(now: Int64, into expired: inout [Int]) {
    let last = now / Self.tickNanoseconds
    // After a long sleep each bucket is looked at once, not once a tick.
    if last - current >= Int64(Self.buckets) { current = last - Int64(Self.buckets) + 1 }
    while current <= last {
      var slot = first[Int(current) & (Self.buckets - 1)]
      current += 1
      while slot >= 0 {
        let place = Int(slot)
        slot = next[place]
        unlink(place)
        if due[place] <= now {
          due[place] = Self.never
          expired.append(place)
        } else if due[place] != Self.never {
          link(place, at: Self.tick(of: due[place]))
        }
      }
    }
  }

  /// How long to sleep before it is worth looking again; -1 when no deadline is set.
  func millisecondsToNext(now: Int64) -> Int32 {
    let start = Int(current) & (Self.buckets - 1)
    for step in 0...8 {
      let word = (start >> 6 + step) & 7
      var bits = occupied[word]
      // The first word counts from the start on; it comes again at the end for the bits before it.
      if step == 0 { bits &= ~0 << UInt64(start & 63) }
      guard bits != 0 else { continue }
      let bucket = word << 6 + bits.trailingZeroBitCount
      let ahead = Int64((bucket - start) & (Self.buckets - 1))
      let wait = (current + ahead) * Self.tickNanoseconds - now
      return Int32(max(0, (wait + 999_999) / 1_000_000))
    }
    return -1
  }

  /// The tick in which the deadline has passed.
  private static func tick(of deadline: Int64) -> Int64 {
    deadline / tickNanoseconds + 1
  }

  private mutating func link(_ slot: Int, at wanted: Int64) {
    // A deadline beyond the wheel's horizon is filed at the horizon and put further when that comes up.
    let filedTick = min(max(wanted, current), current + Int64(Self.buckets) - 1)
    let bucket = Int(filedTick) & (Self.buckets - 1)
    let head = first[bucket]
    tick[slot] = filedTick
    previous[slot] = Self.none
    next[slot] = head
    if head >= 0 { previous[Int(head)] = Int32(slot) }
    first[bucket] = Int32(slot)
    occupied[bucket >> 6] |= 1 << UInt64(bucket & 63)
  }

  private mutating func unlink(_ slot: Int) {
    let before = previous[slot]
    let after = next[slot]
    if before >= 0 {
      next[Int(before)] = after
    } else {
      let bucket = Int(tick[slot]) & (Self.buckets - 1)
      first[bucket] = after
      if after < 0 { occupied[bucket >> 6] &= ~(1 << UInt64(bucket & 63)) }
    }
    if after >= 0 { previous[Int(after)] = before }
    next[slot] = Self.none
    previous[slot] = Self.none
    tick[slot] = -1
  }
}
