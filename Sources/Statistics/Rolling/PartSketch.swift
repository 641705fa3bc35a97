/// The sketch of a part of a window: at most 65,535 values, in as little memory as a count of two bytes for each bucket allows.
struct PartSketch: Equatable, Sendable {
  /// The most octaves that are kept: 20 KiB, two thirds of a byte for each event of a full run. Numbers that are spread wider are counted when they are asked for.
  static let octaveLimit = 40

  /// The octaves that occur, ascending.
  private(set) var octaves: [UInt16] = []
  /// 256 for each octave.
  private(set) var counts: [UInt16] = []

  /// - Returns: `nil` if the values are spread over more octaves than are kept.
  init?(_ sketch: QuantileSketch) {
    let octaves = sketch.octaves
    guard octaves.count <= Self.octaveLimit else { return nil }
    self.octaves.reserveCapacity(octaves.count)
    counts.reserveCapacity(octaves.count * QuantileSketch.bucketsPerOctave)
    for (octave, numbers) in octaves {
      self.octaves.append(UInt16(octave))
      counts.append(contentsOf: numbers.lazy.map { UInt16($0) })
    }
  }

  var byteCount: Int { octaves.allocatedByteCount + counts.allocatedByteCount }

  /// Counts a value.
  ///
  /// - Returns: whether it could be; if not, the values are now spread over more octaves than are kept.
  mutating func add(_ value: Double) -> Bool {
    let bucket = QuantileSketch.bucket(of: value)
    let octave = UInt16(bucket >> 8)
    let place = octaves.firstIndex { $0 >= octave } ?? octaves.count
    let start = place * QuantileSketch.bucketsPerOctave
    if place == octaves.count || octaves[place] != octave {
      guard octaves.count < Self.octaveLimit else { return false }
      octaves.insert(octave, at: place)
      let zeros = repeatElement(UInt16(0), count: QuantileSketch.bucketsPerOctave)
      counts.insert(contentsOf: zeros, at: start)
    }
    counts[start + bucket & 255] += 1
    return true
  }
}
