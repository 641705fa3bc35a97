import Tables
import Testing

@testable import Statistics

struct NearestNameTests {
  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("ab", "ba", 2),
  ])
  func `the edit distance is the least number of changes`(
    left: String, right: String, distance: Int
  ) {
    #expect(editDistance(Array(left.utf8), Array(right.utf8)) == distance)
    #expect(editDistance(Array(right.utf8), Array(left.utf8)) == distance)
  }

  @Test func `the edit distance agrees with its definition on random words`() {
    var generator = SplitMix(state: 11)
    for _ in 0..<300 {
      let words = (0..<2).map { _ in
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
          UInt8.random(in: 97...99, using: &generator)
        }
      }
      #expect(editDistance(words[0], words[1]) == plainDistance(words[0][...], words[1][...]))
    }
  }

  private func plainDistance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    guard let a = left.first, let b = right.first else { return max(left.count, right.count) }
    if a == b { return plainDistance(left.dropFirst(), right.dropFirst()) }
    return 1
      + min(
        plainDistance(left.dropFirst(), right.dropFirst()), plainDistance(left.dropFirst(), right),
        plainDistance(left, right.dropFirst()))
  }

  private func nearest(_ asked: String, among names: [String]) throws -> String? {
    let rows = names.map {
      NaiveSurvey.Row(question: "Q", state: $0, value: 1, category: "", stratum: "", year: 2011)
    }
    return nearestName(to: asked, in: try NaiveSurvey(rows: rows).survey().locations)
  }

  @Test(arguments: [
    ("Ohoi", "Ohio"), ("ohio", "Ohio"), ("OHIO", "Ohio"), ("New", "New Mexico"),
    ("new yrok", "New York"), ("Nwe Mexico", "New Mexico"),
  ])
  func `a misspelt name means the nearest one`(asked: String, meant: String) throws {
    #expect(try nearest(asked, among: ["Guam", "New York", "New Mexico", "Ohio"]) == meant)
  }

  @Test(arguments: ["", "zzzz", "Saskatchewan"])
  func `what shares less than half of its letters means none`(asked: String) throws {
    #expect(try nearest(asked, among: ["Guam", "New York", "Ohio"]) == nil)
  }

  @Test func `of two that are as near the first by name is meant`() throws {
    #expect(try nearest("bad", among: ["bat", "bag", "bar"]) == "bag")
  }

  @Test func `a beginning is nearer than one letter changed`() throws {
    #expect(try nearest("Virgini", among: ["Virgin", "Virginia Beach"]) == "Virginia Beach")
  }

  @Test func `only the first 256 bytes are compared, whatever a client sends`() throws {
    let long = String(repeating: "a", count: 256)
    #expect(
      try nearest(long + String(repeating: "x", count: 100_000), among: [long + "b"])
        == long + "b")
  }
}
