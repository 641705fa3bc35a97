/// A row and its rank by the key that is looked at.
struct RankedRow: Comparable, Sendable {
  var rank: UInt64
  let place: RowPlace

  @inline(__always)
  static func < (left: RankedRow, right: RankedRow) -> Bool {
    left.rank == right.rank ? left.place < right.place : left.rank < right.rank
  }
}

extension [RankedRow] {
  /// Puts rows, with their ranks by the first key, in the order of all keys; rows that agree in all of them in the order of the file.
  ///
  /// Only ranks are compared. Rows of the same rank get the rank of what counts next: the following bytes of a text, or the next key.
  ///
  /// - Complexity: O(*rows* x log *rows*), and each row's rank is asked once for each 7 bytes by which it is like its neighbours.
  mutating func sort(by keys: [RankedKey], on lanes: Lanes = .single) throws(Cancelled) {
    try sort(on: lanes, by: <)
    var open = [(range: 0..<count, key: 0, depth: 0)]
    while let (range, key, depth) = open.popLast() {
      try lanes.check()
      for run in runsOfEqualRank(range) {
        var next = (range: run, key: key, depth: depth + 1)
        if keys[key].isSettled(self[run.lowerBound].rank) { next = (run, key + 1, 0) }
        guard next.key < keys.count else { continue }
        for index in run {
          if index % (1 << 16) == 0 { try lanes.check() }
          self[index].rank = keys[next.key].rank(of: self[index].place, depth: next.depth)
        }
        try sort(run, on: lanes, by: <)
        open.append(next)
      }
    }
  }

  /// The longest ranges of more than one row with the same rank.
  private func runsOfEqualRank(_ range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, self[end].rank == self[start].rank { end += 1 }
      if end - start > 1 { runs.append(start..<end) }
      start = end
    }
    return runs
  }
}
