import Testing

@testable import Tables

struct RankedKeyTests {
  private func column(_ storage: Column.Storage) -> Column {
    Column(name: "c", type: .decimal, storage: storage)
  }

  private func ranks(_ column: Column, _ isDescending: Bool, of rows: Int) -> [UInt64] {
    let key = RankedKey(column, isDescending: isDescending)
    return (0..<rows).map { key.rank(of: RowPlace(segment: 0, row: $0)) }
  }

  /// Whether ranks ascend from one to the next, and those of a column that descends do so backwards, with null last in both.
  private func ascends(_ values: NumberSegment.Values, range: ClosedRange<Int64>? = nil) -> Bool {
    let segment = NumberSegment(values: values, range: range)
    let column = column(.numbers(NumberColumn([segment])))
    let up = ranks(column, false, of: segment.count)
    let down = ranks(column, true, of: segment.count)
    return zip(up, up.dropFirst()).allSatisfy { $0 < $1 } && up.last == .max
      && zip(down.dropLast(), down.dropLast().dropFirst()).allSatisfy { $0 > $1 }
      && down.last == .max && !down.dropLast().contains(.max)
  }

  @Test func `ranks ascend with numbers of every form and null is the last`() {
    #expect(ascends(.narrow([.min + 1, -1, 0, 1, .max, .min])))
    #expect(
      ascends(.wide([.min + 1, -1, 0, 1, .max, .min]), range: (.min + 1)...(.max)))
    #expect(
      ascends(
        .double([
          -.greatestFiniteMagnitude, -1, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1,
          .greatestFiniteMagnitude, .nan,
        ])))
    let zeros = column(.numbers(NumberColumn([NumberSegment(values: .double([0, -0.0]))])))
    #expect(Set(ranks(zeros, false, of: 2)).count == 1)
  }

  @Test func `mantissas of different scales are compared at the finest`() {
    let coarse = NumberSegment(values: .narrow([2, .min]), scale: 0, range: 2...2)
    let fine = NumberSegment(values: .narrow([199, 200, 201]), scale: 2, range: 199...201)
    let key = RankedKey(column(.numbers(NumberColumn([coarse, fine]))), isDescending: false)
    let two = key.rank(of: RowPlace(segment: 0, row: 0))
    let others = (0..<3).map { key.rank(of: RowPlace(segment: 1, row: $0)) }
    #expect(others[0] < two && others[1] == two && others[2] > two && key.isSettled(two))
    #expect(key.rank(of: RowPlace(segment: 0, row: 1)) == .max)
  }

  @Test func `texts of one rank are told apart by all of their bytes`() {
    let texts = ["prefixed-a", "prefixed-b", "prefixed", "", "prefixed-a", "\u{0}"]
    var spelled = SpelledSegment()
    for text in texts {
      spelled.bytes += text.utf8
      spelled.ends.append(UInt32(spelled.bytes.count))
    }
    let storage = TextColumn(segments: [.spelled(spelled)], words: WordTable())
    for isDescending in [false, true] {
      let key = RankedKey(column(.text(storage)), isDescending: isDescending)
      let places = (0..<6).map { RowPlace(segment: 0, row: $0) }
      func order(_ one: Int, _ other: Int) -> Int {
        key.order(key.text(at: places[one]), key.text(at: places[other]))
      }
      #expect(order(0, 4) == 0 && order(3, 3) == 0)
      #expect(order(0, 1) == (isDescending ? 1 : -1) && order(0, 2) == (isDescending ? -1 : 1))
      #expect(order(3, 5) == 1 && order(5, 3) == -1)
      let ranks = places.map { key.rank(of: $0) }
      #expect(ranks[0] == ranks[1] && ranks[1] == ranks[2] && ranks[3] == .max)
      let deep = places.map { key.rank(of: $0, depth: 1) }
      #expect(deep[0] == deep[4] && deep[3] == .max && (deep[0] < deep[1]) != isDescending)
      #expect(ranks.map(key.isSettled) == [false, false, false, true, false, true])
      #expect(deep.allSatisfy(key.isSettled))
    }
  }

  @Test func `words are ranked by their bytes`() {
    var words = WordTable()
    let texts = ["prefixed-b", "a", "prefixed-a", "é", "prefixed"]
    let slots = texts.map { UInt8(words.insert($0.utf8)) + 1 } + [0]
    let storage = TextColumn(segments: [.coded(.narrow(slots))], words: words)
    #expect(ranks(column(.text(storage)), false, of: 6) == [3, 0, 2, 4, 1, .max])
    let down = ranks(column(.text(storage)), true, of: 6)
    #expect(down == [4, 1, 3, 5, 2, 0].map { ~UInt64($0) })
  }

  @Test func `codes beside spelled texts have the ranks of their texts`() {
    let texts = ["prefixed-b", "", "a", "\u{0}", "prefixed-a"]
    var words = WordTable()
    var spelled = SpelledSegment()
    let slots = texts.map { $0.isEmpty ? 0 : UInt8(words.insert($0.utf8)) + 1 }
    for text in texts {
      spelled.bytes += text.utf8
      spelled.ends.append(UInt32(spelled.bytes.count))
    }
    let storage = TextColumn(segments: [.coded(.narrow(slots)), .spelled(spelled)], words: words)
    for isDescending in [false, true] {
      let key = RankedKey(column(.text(storage)), isDescending: isDescending)
      for row in texts.indices {
        let (coded, plain) = (RowPlace(segment: 0, row: row), RowPlace(segment: 1, row: row))
        for depth in 0...2 {
          #expect(key.rank(of: coded, depth: depth) == key.rank(of: plain, depth: depth))
        }
        #expect(key.text(at: coded) == Array(texts[row].utf8)[...])
      }
    }
  }

  @Test func `places ascend as rows do`() {
    let places = [(0, 0), (0, 1), (0, 0xFFFF_FFFF), (1, 0), (70_000, 3)]
      .map { RowPlace(segment: $0.0, row: $0.1) }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
    #expect(places[4].segment == 70_000 && places[4].row == 3 && places[2].row == 0xFFFF_FFFF)
  }
}
