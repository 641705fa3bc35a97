/// Where each group is added up: place 0 is for rows that belong to no group, the others for groups.
///
/// As long as the number of possible groups is moderate, a group's place is its index plus one. Beyond that (a hostile file may have millions
/// of words in each of two columns) places are given as groups occur, column by column, so that they never outnumber the rows.
struct GroupPlaces: Sendable {
  /// Whether all columns are texts, so that there are groups at all.
  let isPossible: Bool
  private let columns: [[CodeSegment]]
  private let radixes: [Int]
  /// How many groups are possible; `nil` if places are given as groups occur.
  private let possibleCount: Int?
  /// For each column the place of (place so far, slot); only where places are given as groups occur.
  private var steps: [[UInt64: UInt32]]
  private var lastPlace: UInt32 = 0

  init(_ columns: [CodedText?], rowCount: Int) {
    let coded = columns.compactMap { $0 }
    isPossible = coded.count == columns.count
    self.columns = coded.map(\.segments)
    radixes = coded.map(\.words.count)
    let limit = max(1 << 16, rowCount)
    possibleCount = radixes.reduce(1) { product, radix in
      product.flatMap { product -> Int? in
        let (next, overflow) = product.multipliedReportingOverflow(by: radix)
        return overflow || next > limit ? nil : next
      }
    }
    steps = possibleCount == nil ? Array(repeating: [:], count: coded.count) : []
  }

  /// Whether the places are known before a row is seen.
  var isFixed: Bool { possibleCount != nil }

  /// How many places there are, the one for no group among them.
  var count: Int { (possibleCount ?? Int(lastPlace)) + 1 }

  /// The place of the group of this index; `nil` if there is none.
  func place(of index: Int) -> Int? {
    guard isPossible, index >= 0 else { return nil }
    if let possibleCount { return index < possibleCount ? index + 1 : nil }
    guard let codes = codes(of: index) else { return nil }
    var place: UInt32 = 1
    for (step, code) in zip(steps, codes) {
      guard let next = step[Self.key(place, UInt32(code) + 1)] else { return nil }
      place = next
    }
    return Int(place)
  }

  /// Finds the places of rows of a segment.
  mutating func find(_ segment: Int, _ rows: [UInt32], _ found: inout [UInt32]) {
    found.removeAll(keepingCapacity: true)
    found.append(contentsOf: repeatElement(1, count: rows.count))
    for (number, column) in columns.enumerated() {
      switch column[segment] {
      case .narrow(let slots): step(number, slots, rows, &found)
      case .medium(let slots): step(number, slots, rows, &found)
      case .wide(let slots): step(number, slots, rows, &found)
      }
    }
  }

  /// The places that may be taken with the codes of their groups, in the order of the codes.
  func occurring(
    of sums: GroupSums, on lanes: Lanes = .single
  ) throws(Cancelled) -> [(place: Int, codes: [Int])] {
    guard isPossible else { return [] }
    if let possibleCount {
      return (1..<possibleCount + 1).compactMap { place in
        sums.count(at: place) == 0 ? nil : codes(of: place - 1).map { (place, $0) }
      }
    }
    var reached: [UInt32: [Int]] = [1: []]
    for step in steps {
      var next: [UInt32: [Int]] = [:]
      for (number, (key, place)) in step.enumerated() {
        if number % (1 << 16) == 0 { try lanes.check() }
        if let codes = reached[UInt32(key >> 32)] {
          next[place] = codes + [Int(UInt32(truncatingIfNeeded: key)) - 1]
        }
      }
      reached = next
    }
    var groups = reached.map { (place: Int($0.key), codes: $0.value) }
    try groups.sort(on: lanes) { $0.codes.lexicographicallyPrecedes($1.codes) }
    return groups
  }

  /// The codes of an index; `nil` beyond the last group.
  private func codes(of index: Int) -> [Int]? {
    var rest = index
    var codes: [Int] = []
    for radix in radixes.reversed() {
      guard radix > 0 else { return nil }
      codes.append(rest % radix)
      rest /= radix
    }
    return rest == 0 ? codes.reversed() : nil
  }

  /// Goes from the places of the groups of the columns before to those of the groups with this column.
  ///
  /// Sound: rows ascend, and the last one is checked to be a row of the segment; places are as many as rows.
  private mutating func step<Slot: FixedWidthInteger & UnsignedInteger>(
    _ column: Int, _ slots: [Slot], _ rows: [UInt32], _ places: inout [UInt32]
  ) {
    guard possibleCount != nil else {
      for index in rows.indices {
        let slot = UInt32(truncatingIfNeeded: slots[Int(rows[index])])
        places[index] = occurring(column, places[index], slot)
      }
      return
    }
    precondition(
      rows.last.map { Int($0) < slots.count } ?? true && places.count == rows.count,
      "a column of another table")
    let radix = UInt32(truncatingIfNeeded: radixes[column])
    let isFirst = column == 0
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe places.withUnsafeMutableBufferPointer { places in
          for index in 0..<rows.count {
            let slot = unsafe UInt32(truncatingIfNeeded: slots[Int(rows[index])])
            if isFirst {
              unsafe places[index] = slot
            } else {
              let before = unsafe places[index]
              let place = (before &- 1) &* radix &+ slot
              unsafe places[index] = before == 0 || slot == 0 ? 0 : place
            }
          }
        }
      }
    }
  }

  private mutating func occurring(_ column: Int, _ before: UInt32, _ slot: UInt32) -> UInt32 {
    guard before != 0, slot != 0 else { return 0 }
    let key = Self.key(before, slot)
    if let place = steps[column][key] { return place }
    // Places of all columns are numbered apart; those of the last one are where sums stand.
    let place = UInt32(steps[column].count) + 1
    steps[column][key] = place
    if column == steps.count - 1 { lastPlace = place }
    return place
  }

  private static func key(_ place: UInt32, _ slot: UInt32) -> UInt64 {
    UInt64(place) << 32 | UInt64(slot)
  }
}
