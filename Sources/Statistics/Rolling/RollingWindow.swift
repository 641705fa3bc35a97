/// The events of one series in the order of their times, equal times in the order in which they came.
///
/// Events stand in chunks, chunks in runs, runs in runs of runs, and so on: a tree of fixed height whose parts know their sums. Events that come in
/// order fill a chunk that stands apart, the tail, and the tree takes it as a whole when it is full; a late event goes down the tree to its chunk, and a
/// chunk or a run that becomes too long is cut in halves. A question about a range merges what whole parts know and looks at the events of two chunks
/// at most, so it takes the same time whatever the number of events.
///
/// Sums are added to and, where parts go, made anew from the parts that stay: nothing is ever subtracted, so what went leaves no residue.
///
/// A copy is a snapshot, made in no time. What is changed after it is copied along the path to the change; without a copy nothing is.
///
/// - Source: R. Bayer, E. McCreight, Acta Informatica 1 (1972), pp. 173-189, for trees that grow by splitting.
package struct RollingWindow: Sendable {
  /// 32 runs of 32 runs of 32 chunks: 2^25 events.
  typealias Branch = EventRun<EventRun<EventRun<EventChunk>>>

  /// How many events there are.
  package private(set) var count = 0
  private let shape: WindowShape
  private(set) var branches: [Branch] = []
  /// What the branches hold beyond their structs.
  private var branchByteCount = 0
  /// The last events. It is empty only if there is no event at all.
  private(set) var tail: EventChunk

  /// A window without events.
  package init() {
    self.init(shape: WindowShape())
  }

  init(shape: WindowShape) {
    self.shape = shape
    tail = EventChunk(shape: shape)
  }

  /// The memory that the window holds, with all that it takes to hold it: never less than what was allocated.
  package var byteCount: Int {
    MemoryLayout<RollingWindow>.stride + branches.allocatedByteCount + branchByteCount
      + tail.byteCount
  }

  /// The time of the first event; `nil` if there is none.
  package var firstNanoseconds: Int64? { branches.first?.first ?? tail.times.first }

  /// The time of the last event; `nil` if there is none.
  package var lastNanoseconds: Int64? { tail.times.last }

  /// Puts an event behind all events that are not later.
  ///
  /// - Complexity: O(1) for an event that is not before the last one, in the mean; O(log *n*) for others, and a chunk of at most 1024 events is moved.
  @inline(__always)
  package mutating func insert(_ event: Event) {
    if event.nanoseconds >= tail.last, !tail.isFull {
      tail.append(event)
      count &+= 1
    } else {
      insertElsewhere(event)
    }
  }

  /// Puts in several events, one after the other.
  package mutating func insert(_ events: ArraySlice<Event>) {
    for event in events { insert(event) }
  }

  @inline(never)
  private mutating func insertElsewhere(_ event: Event) {
    if event.nanoseconds >= tail.last {
      store(tail)
      tail = EventChunk(shape: shape)
      tail.reserveLimit()
      tail.append(event)
    } else if event.nanoseconds < branches.last?.last ?? .min {
      insertLate(event)
    } else if tail.isFull {
      // Events that are late by little come near the end: what lies before them is stored, so that chunks become full all the same.
      let place = max(tail.count / 2, tail.placeAfter(event.nanoseconds))
      let rest = tail.split(at: place)
      store(tail)
      tail = rest
      return insert(event)
    } else {
      tail.place(event)
    }
    count += 1
  }

  /// Puts a chunk behind all branches.
  private mutating func store(_ chunk: EventChunk) {
    guard let end = branches.indices.last else { return add(Branch(chunk), at: 0) }
    branchByteCount -= branches[end].byteCount
    let added = branches[end].append(chunk)
    branchByteCount += branches[end].byteCount
    if let added { add(added, at: end + 1) }
  }

  private mutating func insertLate(_ event: Event) {
    let place = branches.place(for: event.nanoseconds)
    branchByteCount -= branches[place].byteCount
    let added = branches[place].insert(event)
    branchByteCount += branches[place].byteCount
    if let added { add(added, at: place + 1) }
  }

  private mutating func add(_ branch: Branch, at place: Int) {
    branchByteCount += branch.byteCount
    branches.insert(branch, at: place)
  }

  /// Whether there is a chunk whose events lie before a time.
  package func hasChunks(before nanoseconds: Int64) -> Bool {
    let first = branches.first?.lastOfFirstChunk ?? tail.times.last
    return first.map { $0 < nanoseconds } ?? false
  }

  /// Lets all chunks go whose events lie before a time, and their memory. Events before it may stay, in a chunk with later ones.
  ///
  /// - Complexity: O(1) if there is none; O(*chunks* that go) otherwise.
  package mutating func dropChunks(before nanoseconds: Int64) {
    guard let firstBranch = branches.first else {
      if tail.last < nanoseconds { self = RollingWindow(shape: shape) }
      return
    }
    guard firstBranch.lastOfFirstChunk < nanoseconds else { return }
    let kept = branches.firstIndex { $0.last >= nanoseconds } ?? branches.count
    branches.removeSubrange(..<kept)
    if branches.isEmpty {
      branches = []
      if tail.last < nanoseconds { tail = EventChunk(shape: shape) }
    } else {
      branches[0].dropChunks(before: nanoseconds)
    }
    branchByteCount = branches.indices.reduce(0) { $0 + branches[$1].byteCount }
    count = branches.indices.reduce(tail.count) { $0 + branches[$1].sums.count }
  }

  /// What belongs together of the events of a range.
  ///
  /// - Complexity: O(log *n*), a few microseconds.
  package func summary(in range: ClosedRange<Int64>) -> WindowSummary {
    WindowSummary(sums(in: range))
  }

  func sums(in range: ClosedRange<Int64>) -> WindowSums {
    var sums = WindowSums()
    read(range, into: &sums)
    return sums
  }

  /// Hands the events of a range to a reader.
  func read(_ range: ClosedRange<Int64>, into reader: inout some RangeReader) {
    branches.read(range, into: &reader)
    tail.read(range, into: &reader)
  }
}
