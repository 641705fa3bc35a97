/// Events that lie one behind the other in memory.
struct EventChunk: WindowPart {
  let shape: WindowShape
  private(set) var times: [Int64] = []
  private(set) var values: [Double] = []
  private(set) var sums = WindowSums()
  /// The greatest time as long as there is no event, so that none lies in a range.
  private(set) var first = Int64.max
  private(set) var last = Int64.min

  static var height: Int { 0 }

  init(shape: WindowShape) {
    self.shape = shape
  }

  init(_ chunk: EventChunk) {
    self = chunk
  }

  private init(_ times: ArraySlice<Int64>, _ values: ArraySlice<Double>, shape: WindowShape) {
    self.shape = shape
    self.times = Array(times)
    self.values = Array(values)
    sums = WindowSums(values)
    first = times.first ?? .max
    last = times.last ?? .min
  }

  var count: Int { times.count }
  var limit: Int { Int(shape.chunkLimit) }
  var isFull: Bool { times.count >= limit }
  var lastOfFirstChunk: Int64 { last }
  var byteCount: Int { times.allocatedByteCount + values.allocatedByteCount }
  var sketch: PartSketch? { nil }

  /// Makes room for as many events as the chunk may hold.
  mutating func reserveLimit() {
    times.reserveCapacity(limit)
    values.reserveCapacity(limit)
  }

  /// Puts an event behind all others.
  ///
  /// - Precondition: the chunk is not full, and the event is not before the last one.
  @inline(__always)
  mutating func append(_ event: Event) {
    makeRoom()
    times.append(event.nanoseconds)
    values.append(event.value)
    first = Swift.min(first, event.nanoseconds)
    last = event.nanoseconds
    sums.add(event.value)
  }

  /// Puts an event behind those that are not later.
  ///
  /// - Precondition: the chunk is not full.
  mutating func place(_ event: Event) {
    makeRoom()
    let place = placeAfter(event.nanoseconds)
    times.insert(event.nanoseconds, at: place)
    values.insert(event.value, at: place)
    first = Swift.min(first, event.nanoseconds)
    last = Swift.max(last, event.nanoseconds)
    sums.add(event.value)
  }

  /// Room grows by a quarter, since of many half full chunks in an old window most would never use more. Smaller steps would leave holes in the memory
  /// of the program instead, where events come in reverse.
  @inline(__always)
  private mutating func makeRoom() {
    if times.count == times.capacity || values.count == values.capacity { grow() }
  }

  @inline(never)
  private mutating func grow() {
    let capacity = Swift.min(times.count + Swift.max(4, times.count / 4), limit)
    times.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// Cuts the chunk in two.
  ///
  /// - Returns: the events from a place on, which do not stay in this chunk.
  mutating func split(at place: Int) -> EventChunk {
    let rest = EventChunk(times[place...], values[place...], shape: shape)
    self = EventChunk(times[..<place], values[..<place], shape: shape)
    return rest
  }

  mutating func insert(_ event: Event) -> EventChunk? {
    guard isFull else {
      place(event)
      return nil
    }
    var rest = split(at: count / 2)
    if event.nanoseconds < rest.first { place(event) } else { rest.place(event) }
    return rest
  }

  mutating func append(_ chunk: EventChunk) -> EventChunk? { chunk }

  mutating func dropChunks(before nanoseconds: Int64) {}

  func read(_ range: ClosedRange<Int64>, into reader: inout some RangeReader) {
    guard lies(in: range) else {
      let inside = placeBefore(range.lowerBound)..<placeAfter(range.upperBound)
      if !inside.isEmpty { reader.take(values[inside]) }
      return
    }
    if !reader.take(self) { reader.take(values[...]) }
  }

  /// How many events are not later than a time.
  func placeAfter(_ nanoseconds: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) >> 1
      if times[middle] <= nanoseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many events are before a time.
  private func placeBefore(_ nanoseconds: Int64) -> Int {
    nanoseconds == .min ? 0 : placeAfter(nanoseconds - 1)
  }
}
