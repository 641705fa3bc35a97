/// Takes the values of some rows out of a column of numbers, in the order of the rows.
struct PresentNumbers: Sendable {
  private let numbers: NumberColumn

  init(of numbers: NumberColumn) {
    self.numbers = numbers
  }

  /// The mantissas of the selected rows of a segment that have a value, at the scale of the column.
  func mantissas(of segment: Int, in selection: Selection) -> [Int64] {
    let held = numbers.segments[segment]
    let factor = powersOfTen[numbers.scale - held.scale]
    let words = selection.words(of: segment)
    switch held.values {
    case .narrow(let values):
      return present(values, words, { $0 != NumberSegment.narrowNull }) { Int64($0) &* factor }
    case .wide(let values):
      return present(values, words, { $0 != NumberSegment.wideNull }) { $0 &* factor }
    case .double: preconditionFailure("doubles have no mantissas")
    }
  }

  /// The doubles of the selected rows of a segment that have a value.
  func doubles(of segment: Int, in selection: Selection) -> [Double] {
    guard case .double(let values) = numbers.segments[segment].values else {
      preconditionFailure("a column is all mantissas or all doubles")
    }
    return present(values, selection.words(of: segment), { !$0.isNaN }) { $0 }
  }

  /// The mantissas of those of the rows that have a value, at the scale of the column.
  func mantissas(at rows: ArraySlice<UInt32>) -> [Int64] {
    var all: [Int64] = []
    all.reserveCapacity(rows.count)
    numbers.forEachSegment(of: rows) { segment, rows, first in
      let held = numbers.segments[segment]
      let factor = powersOfTen[numbers.scale - held.scale]
      switch held.values {
      case .narrow(let values):
        for row in rows where values[Int(row) - first] != NumberSegment.narrowNull {
          all.append(Int64(values[Int(row) - first]) &* factor)
        }
      case .wide(let values):
        for row in rows where values[Int(row) - first] != NumberSegment.wideNull {
          all.append(values[Int(row) - first] &* factor)
        }
      case .double: preconditionFailure("doubles have no mantissas")
      }
    }
    return all
  }

  /// The doubles of those of the rows that have a value.
  func doubles(at rows: ArraySlice<UInt32>) -> [Double] {
    nearestDoubles(at: rows).filter { !$0.isNaN }
  }

  /// The double next to the value of each row; NaN for null.
  func nearestDoubles(at rows: ArraySlice<UInt32>) -> [Double] {
    doubles(at: rows) { mantissa, scale, _ in nearestDouble(mantissa, scale: scale) }
  }

  /// The value of each row, multiplied by ten to the scale of the column; NaN for null.
  func multiples(at rows: ArraySlice<UInt32>) -> [Double] {
    doubles(at: rows) { mantissa, _, factor in Double(mantissa &* factor) }
  }

  /// A double for each row: what is made of a mantissa, its scale and its factor to the scale of the column; the double itself; NaN for null.
  @inline(__always)
  private func doubles(
    at rows: ArraySlice<UInt32>, _ double: (Int64, Int, Int64) -> Double
  ) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(rows.count)
    numbers.forEachSegment(of: rows) { segment, rows, first in
      let scale = numbers.segments[segment].scale
      let factor = powersOfTen[numbers.scale - scale]
      switch numbers.segments[segment].values {
      case .narrow(let values):
        for row in rows {
          let value = values[Int(row) - first]
          all.append(value == NumberSegment.narrowNull ? .nan : double(Int64(value), scale, factor))
        }
      case .wide(let values):
        for row in rows {
          let value = values[Int(row) - first]
          all.append(value == NumberSegment.wideNull ? .nan : double(value, scale, factor))
        }
      case .double(let values):
        for row in rows { all.append(values[Int(row) - first]) }
      }
    }
    return all
  }

  /// Sound: the bits of the words are rows of the segment, since a selection has no bits beyond, and there is room for each of them.
  @inline(__always)
  private func present<Value, Number>(
    _ values: [Value], _ words: ArraySlice<UInt64>, _ isPresent: (Value) -> Bool,
    _ number: (Value) -> Number
  ) -> [Number] {
    precondition((values.count + 63) / 64 == words.count, "a column of another table")
    let selected = words.reduce(0) { $0 + $1.nonzeroBitCount }
    return unsafe values.withUnsafeBufferPointer { values in
      unsafe .filling(selected) { numbers, count in
        var base = 0
        for word in words {
          if word == .max {
            for row in base..<base &+ 64 {
              let value = unsafe values[row]
              unsafe numbers.initializeElement(at: count, to: number(value))
              count &+= isPresent(value) ? 1 : 0
            }
          } else {
            var rest = word
            while rest != 0 {
              let value = unsafe values[base &+ rest.trailingZeroBitCount]
              unsafe numbers.initializeElement(at: count, to: number(value))
              count &+= isPresent(value) ? 1 : 0
              rest &= rest &- 1
            }
          }
          base &+= 64
        }
      }
    }
  }
}

extension Selection {
  /// The bits of the rows of a segment.
  func words(of segment: Int) -> ArraySlice<UInt64> {
    let start = segmentStarts[segment]
    return words[start..<start + (segmentRows[segment] + 63) / 64]
  }
}

extension NumberColumn {
  /// The least and the greatest mantissa at the scale of the column; `nil` if it has none.
  var range: ClosedRange<Int64>? {
    guard !isInexact else { return nil }
    var all: ClosedRange<Int64>?
    for segment in segments {
      guard let range = segment.range else { continue }
      let factor = powersOfTen[scale - segment.scale]
      let (least, greatest) = (range.lowerBound * factor, range.upperBound * factor)
      all = min(all?.lowerBound ?? least, least)...max(all?.upperBound ?? greatest, greatest)
    }
    return all
  }

  /// Cuts row numbers of the table, which ascend, into those of each segment: the segment, its rows, the number of its first row.
  func forEachSegment(
    of rows: ArraySlice<UInt32>, _ body: (Int, ArraySlice<UInt32>, Int) -> Void
  ) {
    var rest = rows
    var first = 0
    for (index, segment) in segments.enumerated() {
      guard let next = rest.first else { return }
      let end = first + segment.count
      if next < end {
        // The rows of a group are often few and far between: most of them are found at the first look.
        let part = rest.prefix { $0 < end }
        body(index, part, first)
        rest = rest[part.endIndex...]
      }
      first = end
    }
    precondition(rest.isEmpty, "rows of another table")
  }
}
