extension Array {
  /// How many elements are sorted or merged between two looks at whether the order is still wanted.
  private static var runLength: Int { 1 << 16 }

  /// Sorts the elements, and stops when the computation is cancelled. Equal ones keep their order.
  ///
  /// Runs of 65,536 are sorted, then merged two by two.
  ///
  /// - Throws: `Cancelled`; the elements are in any order then, and some may be there twice.
  /// - Complexity: O(*n* log *n*); needs room for as many elements again if there is more than one run.
  package mutating func sort(
    on lanes: Lanes, by precedes: (Element, Element) -> Bool
  ) throws(Cancelled) {
    try sort(indices, on: lanes, by: precedes)
  }

  /// Sorts the elements at some places in the same way.
  mutating func sort(
    _ range: Range<Int>, on lanes: Lanes, by precedes: (Element, Element) -> Bool
  ) throws(Cancelled) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.runLength) {
      try lanes.check()
      self[start..<Swift.min(start + Self.runLength, range.upperBound)].sort(by: precedes)
    }
    var length = Self.runLength
    if range.count > length {
      var spare = Array(self[range])
      var isInSpare = true
      while length < range.count {
        if isInSpare {
          try spare.merge(0..<range.count, length, into: &self, range.lowerBound, lanes, precedes)
        } else {
          try merge(range, length, into: &spare, 0, lanes, precedes)
        }
        isInSpare.toggle()
        length *= 2
      }
      if isInSpare { replaceSubrange(range, with: spare) }
    }
  }

  /// Merges each two neighbouring runs.
  ///
  /// - Parameters:
  ///   - length: of each run but the last.
  ///   - target: takes the longer runs, from `first` on.
  private func merge(
    _ range: Range<Int>, _ length: Int, into target: inout [Element], _ first: Int,
    _ lanes: Lanes, _ precedes: (Element, Element) -> Bool
  ) throws(Cancelled) {
    var place = first
    for start in stride(from: range.lowerBound, to: range.upperBound, by: length * 2) {
      let middle = Swift.min(start + length, range.upperBound)
      let end = Swift.min(middle + length, range.upperBound)
      var (left, right) = (start, middle)
      while left < middle || right < end {
        try lanes.check()
        let stop = Swift.min(place + Self.runLength, first + end - range.lowerBound)
        while place < stop {
          if left < middle && (right == end || !precedes(self[right], self[left])) {
            target[place] = self[left]
            left += 1
          } else {
            target[place] = self[right]
            right += 1
          }
          place += 1
        }
      }
    }
  }
}
