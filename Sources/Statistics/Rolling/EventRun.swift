/// Parts that follow one another, at least one.
struct EventRun<Part: WindowPart>: WindowPart {
  private let shape: WindowShape
  private(set) var parts: [Part]
  /// What the parts hold beyond their structs.
  private var partByteCount: Int
  private(set) var first: Int64
  private(set) var last: Int64
  private(set) var sums: WindowSums
  /// Kept of a closed run of chunks.
  private(set) var sketch: PartSketch?
  /// Whether another part has begun behind this one, so that it grows by late events only.
  private var isClosed = false

  static var height: Int { Part.height + 1 }

  /// - Precondition: there is a part.
  private init(_ parts: ArraySlice<Part>, shape: WindowShape) {
    self.shape = shape
    self.parts = Array(parts)
    (partByteCount, first, last, sums) = (0, 0, 0, WindowSums())
    addUp()
  }

  init(_ chunk: EventChunk) {
    self.init([Part(chunk)], shape: chunk.shape)
  }

  /// Makes what is known of the run from what is known of its parts.
  private mutating func addUp() {
    first = parts[0].first
    last = parts[parts.count - 1].last
    partByteCount = 0
    sums = WindowSums()
    for place in parts.indices {
      partByteCount += parts[place].byteCount
      sums.add(parts[place].sums)
    }
  }

  var lastOfFirstChunk: Int64 { parts[0].lastOfFirstChunk }

  var byteCount: Int {
    partByteCount + parts.allocatedByteCount + (sketch?.byteCount ?? 0)
  }

  mutating func insert(_ event: Event) -> EventRun? {
    let place = parts.place(for: event.nanoseconds)
    partByteCount -= parts[place].byteCount
    let added = parts[place].insert(event)
    partByteCount += parts[place].byteCount
    first = Swift.min(first, event.nanoseconds)
    last = Swift.max(last, event.nanoseconds)
    sums.add(event.value)
    if sketch?.add(event.value) == false { sketch = nil }
    guard let added else { return nil }
    partByteCount += added.byteCount
    parts.insert(added, at: place + 1)
    return parts.count > Int(shape.runLimit) ? split() : nil
  }

  mutating func append(_ chunk: EventChunk) -> EventRun? {
    let end = parts.count - 1
    partByteCount -= parts[end].byteCount
    let added = parts[end].append(chunk)
    partByteCount += parts[end].byteCount
    if let added {
      guard parts.count < Int(shape.runLimit) else {
        close()
        return EventRun(chunk)
      }
      partByteCount += added.byteCount
      parts.append(added)
    }
    last = chunk.last
    sums.add(chunk.sums)
    return nil
  }

  /// Cuts the run in halves.
  ///
  /// - Returns: the second half.
  private mutating func split() -> EventRun {
    let half = parts.count / 2
    var rest = EventRun(parts[half...], shape: shape)
    if isClosed { rest.close() }
    self = EventRun(parts[..<half], shape: shape)
    close()
    return rest
  }

  /// Notes that another part follows. It is the time to sketch how the values are spread: once for all events that come in order.
  private mutating func close() {
    isClosed = true
    guard Self.height == 1 else { return }
    var sketch = QuantileSketch()
    parts.read(first...last, into: &sketch)
    self.sketch = PartSketch(sketch)
  }

  /// The sketch goes as well: the first run is opened by most questions anyway.
  mutating func dropChunks(before nanoseconds: Int64) {
    guard lastOfFirstChunk < nanoseconds else { return }
    let kept = parts.firstIndex { $0.last >= nanoseconds } ?? parts.count - 1
    parts.removeSubrange(..<kept)
    parts[0].dropChunks(before: nanoseconds)
    sketch = nil
    addUp()
  }

  func read(_ range: ClosedRange<Int64>, into reader: inout some RangeReader) {
    if lies(in: range), reader.take(self) { return }
    parts.read(range, into: &reader)
  }
}
