import Testing

@testable import Tables

struct GroupPlacesTests {
  /// A column of so many words, in one segment.
  private func column(words: Int, _ slots: [UInt32]) -> CodedText {
    var table = WordTable()
    for word in 0..<words { _ = table.insert("w\(word)".utf8) }
    var segment = CodeSegment.empty
    segment.append(slots, greatest: UInt32(words))
    return CodedText(words: table, segments: [segment])
  }

  private func find(_ places: inout GroupPlaces, rows: Int) -> [UInt32] {
    var found: [UInt32] = [9, 9]
    places.find(0, (0..<UInt32(rows)).map { $0 }, &found)
    return found
  }

  @Test func `few possible groups have the places of their indexes`() {
    var places = GroupPlaces(
      [column(words: 2, [1, 2, 0, 1, 2]), column(words: 3, [3, 1, 1, 0, 2])], rowCount: 5)
    #expect(places.count == 7)
    #expect(find(&places, rows: 5) == [3, 4, 0, 0, 5])
    #expect((0..<6).map { places.place(of: $0) } == [1, 2, 3, 4, 5, 6])
    #expect(places.place(of: 6) == nil && places.place(of: -1) == nil)
  }

  @Test(arguments: [300, 70_000])
  func `too many possible groups get places as they occur`(_ words: Int) {
    let last = UInt32(words)
    var places = GroupPlaces(
      [column(words: words, [last, 1, 0, last, 1]), column(words: words, [1, last, 1, last, 1])],
      rowCount: 5)
    #expect(places.count == 1)
    #expect(find(&places, rows: 5) == [1, 2, 0, 3, 4])
    #expect(places.count == 5)
    #expect(places.place(of: (words - 1) * words) == 1)
    #expect(places.place(of: words - 1) == 2 && places.place(of: 0) == 4)
    #expect(places.place(of: 1) == nil && places.place(of: words * words) == nil)
  }

  @Test func `a product of words that fits no integer is no crash`() {
    let many = column(words: 70_000, [1, 70_000])
    var places = GroupPlaces(Array(repeating: many, count: 5), rowCount: 2)
    #expect(find(&places, rows: 2) == [1, 2])
    #expect(places.place(of: .max) == nil)
  }

  @Test func `without columns all rows are one group, and numbers make none`() {
    var places = GroupPlaces([], rowCount: 3)
    #expect(places.isPossible && find(&places, rows: 3) == [1, 1, 1] && places.place(of: 0) == 1)
    let impossible = GroupPlaces([nil, column(words: 1, [1])], rowCount: 1)
    #expect(!impossible.isPossible && impossible.place(of: 0) == nil)
  }

  @Test func `a column without words has no groups`() {
    var places = GroupPlaces(
      [column(words: 0, [0, 0]), column(words: 2, [1, 2])], rowCount: 2)
    #expect(places.count == 1 && find(&places, rows: 2) == [0, 0] && places.place(of: 0) == nil)
  }

  @Test func `a column of a shorter table ends the process before it is read`() async {
    await #expect(processExitsWith: .failure) {
      var table = WordTable()
      _ = table.insert("w".utf8)
      let column = CodedText(words: table, segments: [.narrow([1])])
      var places = GroupPlaces([column], rowCount: 2)
      var found: [UInt32] = []
      places.find(0, [0, 1], &found)
    }
  }
}
