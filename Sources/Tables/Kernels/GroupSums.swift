/// Counts and sums, one for each place of `GroupPlaces`.
struct GroupSums: Sendable {
  /// Sums of mantissas that fit 64 bits whatever the order.
  private struct Small {
    var count = 0
    var sum: Int64 = 0
  }

  /// Sums of mantissas in 128 bits.
  private struct Large {
    var count = 0
    var sum: Int128 = 0
  }

  private enum Held {
    case small([Small])
    case large([Large])
    case inexact([CompensatedSum])
  }

  private let segments: [NumberSegment]
  private let scale: Int
  private var held: Held

  init(_ numbers: NumberColumn?, rowCount: Int, placeCount: Int) {
    segments = numbers?.segments ?? []
    scale = numbers?.scale ?? 0
    let (most, overflow) = (numbers?.magnitude ?? 0)
      .multipliedReportingOverflow(by: UInt64(rowCount))
    if numbers?.isInexact ?? false {
      held = .inexact(Array(repeating: CompensatedSum(), count: placeCount))
    } else if overflow || most > UInt64(Int64.max) {
      held = .large(Array(repeating: Large(), count: placeCount))
    } else {
      held = .small(Array(repeating: Small(), count: placeCount))
    }
  }

  /// Whether sums do not depend on the order in which rows are added.
  var isExact: Bool {
    if case .inexact = held { false } else { true }
  }

  func count(at place: Int) -> Int {
    switch held {
    case .small(let sums): sums[place].count
    case .large(let sums): sums[place].count
    case .inexact(let sums): sums[place].count
    }
  }

  func mean(at place: Int) -> Double? {
    switch held {
    case .small(let sums): mean(Int128(sums[place].sum), sums[place].count)
    case .large(let sums): mean(sums[place].sum, sums[place].count)
    case .inexact(let sums): sums[place].mean
    }
  }

  /// The sum of the mantissas of a place; 0 for doubles.
  func exactSum(at place: Int) -> Int128 {
    switch held {
    case .small(let sums): Int128(sums[place].sum)
    case .large(let sums): sums[place].sum
    case .inexact: 0
    }
  }

  /// All places from one on together: 1 for all groups, 0 for the rows of no group as well.
  func total(from first: Int) -> (count: Int, mean: Double?) {
    switch held {
    case .small(let sums):
      let count = sums.dropFirst(first).reduce(0) { $0 + $1.count }
      return (count, mean(sums.dropFirst(first).reduce(0) { $0 + Int128($1.sum) }, count))
    case .large(let sums):
      let count = sums.dropFirst(first).reduce(0) { $0 + $1.count }
      return (count, mean(sums.dropFirst(first).reduce(0) { $0 + $1.sum }, count))
    case .inexact(let sums):
      var all = CompensatedSum()
      for sum in sums.dropFirst(first) { all.add(sum) }
      return (all.count, all.mean)
    }
  }

  /// Makes room for places that were given meanwhile.
  mutating func grow(to count: Int) {
    switch held {
    case .small(var sums):
      guard sums.count < count else { return }
      held = .small([])
      sums.append(contentsOf: repeatElement(Small(), count: count - sums.count))
      held = .small(sums)
    case .large(var sums):
      guard sums.count < count else { return }
      held = .large([])
      sums.append(contentsOf: repeatElement(Large(), count: count - sums.count))
      held = .large(sums)
    case .inexact(var sums):
      guard sums.count < count else { return }
      held = .inexact([])
      sums.append(contentsOf: repeatElement(CompensatedSum(), count: count - sums.count))
      held = .inexact(sums)
    }
  }

  /// Adds the sums of other rows of the same column at the same places.
  mutating func add(_ other: GroupSums) {
    switch (held, other.held) {
    case (.small(var sums), .small(let others)):
      held = .small([])
      for (place, sum) in others.enumerated() {
        sums[place].count &+= sum.count
        sums[place].sum &+= sum.sum
      }
      held = .small(sums)
    case (.large(var sums), .large(let others)):
      held = .large([])
      for (place, sum) in others.enumerated() {
        sums[place].count &+= sum.count
        sums[place].sum &+= sum.sum
      }
      held = .large(sums)
    case (.inexact(var sums), .inexact(let others)):
      held = .inexact([])
      for (place, sum) in others.enumerated() { sums[place].add(sum) }
      held = .inexact(sums)
    default: preconditionFailure("sums of another column")
    }
  }

  /// Adds rows of a segment to their places.
  mutating func add(_ segment: Int, _ rows: [UInt32], _ places: [UInt32]) {
    let numbers = segments[segment]
    let factor = powersOfTen[scale - numbers.scale]
    switch (held, numbers.values) {
    case (.small(var sums), .narrow(let values)):
      held = .small([])
      add(values, rows, places, &sums) { sum, value in
        sum.count &+= value == .min ? 0 : 1
        sum.sum &+= value == .min ? 0 : Int64(value) &* factor
      }
      held = .small(sums)
    case (.small(var sums), .wide(let values)):
      held = .small([])
      add(values, rows, places, &sums) { sum, value in
        sum.count &+= value == .min ? 0 : 1
        sum.sum &+= value == .min ? 0 : value &* factor
      }
      held = .small(sums)
    case (.large(var sums), .narrow(let values)):
      held = .large([])
      add(values, rows, places, &sums) { sum, value in
        sum.count &+= value == .min ? 0 : 1
        sum.sum &+= value == .min ? 0 : Int128(Int64(value) &* factor)
      }
      held = .large(sums)
    case (.large(var sums), .wide(let values)):
      held = .large([])
      add(values, rows, places, &sums) { sum, value in
        sum.count &+= value == .min ? 0 : 1
        sum.sum &+= value == .min ? 0 : Int128(value &* factor)
      }
      held = .large(sums)
    case (.inexact(var sums), .double(let values)):
      held = .inexact([])
      add(values, rows, places, &sums) { sum, value in
        if !value.isNaN { sum.add(value) }
      }
      held = .inexact(sums)
    default: preconditionFailure("a column is all mantissas or all doubles")
    }
  }

  /// Sound: rows ascend, and the last one is checked to be a row of the segment; places come from `GroupPlaces`, whose count `grow(to:)`
  /// has followed.
  @inline(__always)
  private func add<Value, Sum>(
    _ values: [Value], _ rows: [UInt32], _ places: [UInt32], _ sums: inout [Sum],
    _ addOne: (inout Sum, Value) -> Void
  ) {
    precondition(
      rows.last.map { Int($0) < values.count } ?? true && places.count == rows.count,
      "a column of another table")
    unsafe values.withUnsafeBufferPointer { values in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe places.withUnsafeBufferPointer { places in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            for index in 0..<rows.count {
              unsafe addOne(&sums[Int(places[index])], values[Int(rows[index])])
            }
          }
        }
      }
    }
  }

  private func mean(_ sum: Int128, _ count: Int) -> Double? {
    guard count > 0 else { return nil }
    return nearestDouble(sum, over: UInt128(count) * UInt128(powersOfTen[scale]))
  }
}

/// A sum of doubles that carries its rounding errors along, of terms of any size: the largest are added up apart, in a smaller unit, so
/// that no sum of them is infinite.
///
/// - Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974), pp. 39-51.
struct CompensatedSum: Sendable {
  /// From here on a term is large. So many rows that their other terms add up to infinity do not fit any memory.
  private static let large = 0x1p900
  private static let largeUnit = 0x1p128

  private(set) var count = 0
  private var small = Part()
  /// In `largeUnit`s.
  private var large = Part()

  private struct Part {
    var sum = 0.0
    var lost = 0.0

    mutating func add(_ value: Double) {
      let next = sum + value
      lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      sum = next
    }

    /// The sum divided, with the rest of the division made good.
    func divided(by divisor: Double) -> Double {
      let quotient = sum / divisor
      return quotient + (sum.addingProduct(-quotient, divisor) + lost) / divisor
    }
  }

  mutating func add(_ value: Double) {
    count += 1
    if value.magnitude < Self.large {
      small.add(value)
    } else {
      large.add(value / Self.largeUnit)
    }
  }

  mutating func add(_ other: CompensatedSum) {
    count += other.count
    small.add(other.small.sum)
    small.add(other.small.lost)
    large.add(other.large.sum)
    large.add(other.large.lost)
  }

  var mean: Double? {
    if count == 0 { return nil }
    let mean =
      large.divided(by: Double(count)) * Self.largeUnit + small.divided(by: Double(count))
    // Between the least and the greatest value, whatever the last rounding makes of it.
    return max(-.greatestFiniteMagnitude, min(mean, .greatestFiniteMagnitude))
  }
}
