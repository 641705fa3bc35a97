/// Which numbers of a column are asked for: those that lie in one of some intervals, or in none of them. Null never is.
struct NumberSieve: Sendable {
  /// From one value to another; `nil` is no bound.
  struct Interval: Sendable {
    var from: Quantity?
    var to: Quantity?
    /// Whether the bounds themselves lie inside.
    var isClosed = true

    /// One value alone.
    static func only(_ value: Quantity) -> Interval { Interval(from: value, to: value) }
  }

  /// Several intervals are single values.
  private let intervals: [Interval]
  private let isInverted: Bool

  init(_ intervals: [Interval], isInverted: Bool = false) {
    self.intervals = intervals
    self.isInverted = isInverted
  }

  /// Keeps the rows of a segment whose number is asked for.
  func keep(_ numbers: NumberSegment, in rows: inout SegmentBits) {
    switch numbers.values {
    case .narrow(let values):
      let reach = Int64(NumberSegment.narrowNull) + 1...Int64(Int32.max)
      let ranges = mantissas(numbers.scale, within: reach)
      keepInside(
        ranges.map { Int32($0.lowerBound)...Int32($0.upperBound) }, values, in: &rows)
    case .wide(let values):
      let ranges = mantissas(numbers.scale, within: NumberSegment.wideNull + 1...Int64.max)
      keepInside(ranges, values, in: &rows)
    case .double(let values): keepInside(doubles(), values, in: &rows)
    }
  }

  /// The mantissas that are asked for, ascending and apart.
  private func mantissas(
    _ scale: Int, within reach: ClosedRange<Int64>
  ) -> [ClosedRange<Int64>] {
    let whole = Int128(reach.lowerBound)...Int128(reach.upperBound)
    let ranges = intervals.compactMap { interval -> ClosedRange<Int128>? in
      let from = interval.from?.exact.neighbours(scale: scale)
      let to = interval.to?.exact.neighbours(scale: scale)
      let least = from.map { interval.isClosed ? $0.above : $0.below + 1 } ?? whole.lowerBound
      let greatest = to.map { interval.isClosed ? $0.below : $0.above - 1 } ?? whole.upperBound
      guard least <= greatest, whole.overlaps(least...greatest) else { return nil }
      return (least...greatest).clamped(to: whole)
    }
    return asked(ranges, of: whole, before: { $0 - 1 }, behind: { $0 + 1 })
      .map { Int64($0.lowerBound)...Int64($0.upperBound) }
  }

  private func doubles() -> [ClosedRange<Double>] {
    let whole = -Double.infinity...Double.infinity
    let ranges = intervals.compactMap { interval -> ClosedRange<Double>? in
      let from = interval.from?.nearest
      let to = interval.to?.nearest
      let least = from.map { interval.isClosed ? $0 : $0.nextUp } ?? whole.lowerBound
      let greatest = to.map { interval.isClosed ? $0 : $0.nextDown } ?? whole.upperBound
      return least <= greatest ? least...greatest : nil
    }
    return asked(ranges, of: whole, before: \.nextDown, behind: \.nextUp)
  }

  /// Puts ranges in order, each once, and takes what is between them if the sieve is inverted.
  private func asked<Bound: Comparable>(
    _ ranges: [ClosedRange<Bound>], of whole: ClosedRange<Bound>, before: (Bound) -> Bound,
    behind: (Bound) -> Bound
  ) -> [ClosedRange<Bound>] {
    var apart: [ClosedRange<Bound>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where apart.last != range {
      apart.append(range)
    }
    guard isInverted else { return apart }
    var gaps: [ClosedRange<Bound>] = []
    var next = whole.lowerBound
    for range in apart {
      if next < range.lowerBound { gaps.append(next...before(range.lowerBound)) }
      if range.upperBound == whole.upperBound { return gaps }
      next = behind(range.upperBound)
    }
    return gaps + [next...whole.upperBound]
  }
}

/// Keeps the rows whose value lies in one of some ranges, which ascend and lie apart.
private func keepInside<Value: Comparable>(
  _ ranges: [ClosedRange<Value>], _ values: [Value], in rows: inout SegmentBits
) {
  // As many passes with vectors cost less than a search for each row.
  let passLimit = 8
  guard let first = ranges.first else { return rows.removeAll() }
  if ranges.count == 1 { return keepInside(first, values, in: &rows) }
  if ranges.count <= passLimit {
    var kept = SegmentBits(none: rows.rowCount)
    for range in ranges {
      var part = rows
      keepInside(range, values, in: &part)
      kept.formUnion(part)
    }
    rows = kept
  } else {
    rows.keepRows { row in
      let value = values[row]
      var (low, high) = (0, ranges.count)
      while low < high {
        let middle = (low &+ high) / 2
        if ranges[middle].upperBound < value { low = middle &+ 1 } else { high = middle }
      }
      return low < ranges.count && ranges[low].contains(value)
    }
  }
}

private func keepInside<Value: Comparable>(
  _ range: ClosedRange<Value>, _ values: [Value], in rows: inout SegmentBits
) {
  let (least, greatest) = (range.lowerBound, range.upperBound)
  rows.keep(values) { $0 >= least && $0 <= greatest }
}
