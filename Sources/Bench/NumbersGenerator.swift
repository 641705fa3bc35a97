internal import Trial

/// A synthetic column of measured numbers of which hardly one comes twice, the same bytes for the same seed on every machine.
///
/// They lie evenly between 0 and 1000, written with as many digits as it takes to read the same double back.
struct NumbersGenerator: RowGenerator {
  private var random: SplitMix64
  private var rows = 0

  init(seed: UInt64) {
    random = SplitMix64(state: seed)
  }

  func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "reading,value\n".utf8)
  }

  mutating func appendRow(to bytes: inout [UInt8]) {
    let value = Double(random.next() >> 11) * 0x1p-53 * 1000
    bytes.append(contentsOf: "\(rows),\(value)\n".utf8)
    rows += 1
  }
}
