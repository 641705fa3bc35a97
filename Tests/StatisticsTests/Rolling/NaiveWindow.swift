@testable import Statistics

/// The events of a series in the most obvious way: one array, kept in order; every question looks at all of them.
struct NaiveWindow {
  private(set) var events: [Event] = []

  mutating func insert(_ event: Event) {
    let place = events.firstIndex { $0.nanoseconds > event.nanoseconds } ?? events.count
    events.insert(event, at: place)
  }

  mutating func drop(before nanoseconds: Int64) {
    events.removeAll { $0.nanoseconds < nanoseconds }
  }

  func values(in range: ClosedRange<Int64>) -> [Double] {
    events.filter { range.contains($0.nanoseconds) }.map(\.value)
  }
}

/// The moments of at most 1,000 values that are whole multiples, below 2^53, of a power of two: whole numbers of 128 bits hold their sums.
struct ExactMoments {
  let sum: Double
  let mean: Double
  let variance: Double

  init(_ values: [Double], quantum: Double) {
    let multiples = values.map { Int128($0 / quantum) }
    let count = Int128(values.count)
    let first = multiples.reduce(0, +)
    let second = multiples.reduce(0) { $0 + $1 * $1 }
    sum = Double(first) * quantum
    mean = Double(first) / Double(count) * quantum
    variance = Double(count * second - first * first) / Double(count * count) * quantum * quantum
  }
}

extension Double {
  /// Whether the number is another one but for a share of that.
  func isNear(_ other: Double, within share: Double = 1e-12) -> Bool {
    self == other || (self - other).magnitude <= share * other.magnitude
  }
}

/// A stream of events as they may come.
struct SampleStream {
  let events: [Event]
  /// All values are whole multiples of it.
  let quantum: Double

  private static let exponents = [0, -23, 30, -52, -440, -1074, 450, 470, 900, -500]

  init(_ random: inout Seeded, count: Int) {
    let quantum = Double(
      sign: .plus, exponent: Self.exponents.randomElement(using: &random) ?? 0, significand: 1)
    self.quantum = quantum
    let bits = Int.random(in: 1...50, using: &random)
    let level = Bool.random(using: &random) ? Int64.random(in: 0...1 << 51, using: &random) : 0
    let noise = -(Int64(1) << bits)...Int64(1) << bits
    let values = (0..<count).map { _ in
      Double(level + Int64.random(in: noise, using: &random)) * quantum
    }
    let times: [Int64] =
      switch Int.random(in: 0...5, using: &random) {
      case 0: (0..<Int64(count)).map { $0 * 3 }
      case 1: (0..<Int64(count)).map { -$0 }
      case 2: (0..<count).map { _ in .random(in: .min ... .max, using: &random) }
      case 3: (0..<count).map { _ in .random(in: 0...9, using: &random) }
      case 4: (0..<count).map { _ in [.min, .max, 0].randomElement(using: &random) ?? 0 }
      // In order but for a little.
      default: (0..<Int64(count)).map { $0 + .random(in: 0...6, using: &random) }
      }
    events = zip(times, values).map { Event(nanoseconds: $0, value: $1 + 0) }
  }

  /// A range between two times of the stream or their neighbours to the nanosecond.
  func range(_ random: inout Seeded) -> ClosedRange<Int64> {
    var edges: [Int64] = [.min, .max].shuffled(using: &random)
    for place in edges.indices where Int.random(in: 0...3, using: &random) > 0 {
      let time = events.randomElement(using: &random)?.nanoseconds ?? 0
      let (edge, isBeyond) = time.addingReportingOverflow(.random(in: -1...1, using: &random))
      edges[place] = isBeyond ? time : edge
    }
    return min(edges[0], edges[1])...max(edges[0], edges[1])
  }
}
