import Foundation
import Tables
import Testing

@testable import Statistics

struct NameSimilarityTests {
  /// What RapidFuzz finds (Tests/Golden/names.py).
  private struct Pair: Decodable {
    let asked: String
    let name: String
    let score: Double
  }

  private static func score(_ asked: String, _ name: String) -> Double {
    var similarity = NameSimilarity(to: Array(asked.utf8).span)
    return similarity.score(of: Array(name.utf8).span)
  }

  private static func closest(
    to asked: String, among names: [String], on lanes: Lanes = .single
  ) throws -> Match? {
    try NameSimilarity.closest(to: Array(asked.utf8), among: names.count, on: lanes) { row, name in
      name.append(contentsOf: names[row].utf8)
    }
  }

  @Test func `names are as alike as RapidFuzz finds them, either way round`() throws {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Golden/names.json").standardized
    let pairs = try JSONDecoder().decode([Pair].self, from: Data(contentsOf: place))
    #expect(pairs.count > 600)
    for pair in pairs {
      #expect(abs(Self.score(pair.asked, pair.name) - pair.score) < 1e-9, "\(pair)")
      #expect(abs(Self.score(pair.name, pair.asked) - pair.score) < 1e-9, "\(pair)")
    }
  }

  @Test func `a score that does not exceed what matters stays below it, any other is whole`() {
    var random = SplitMix(state: 13)
    let words = ["bay", "lantern", "of", "tides", "glass", "lamp", "a"]
    for _ in 0..<3_000 {
      let names = (0..<2).map { _ in
        (0..<Int.random(in: 1...7, using: &random)).map { _ in words.randomElement(using: &random) }
          .compactMap { $0 }.joined(separator: " ")
      }
      var similarity = NameSimilarity(to: Array(names[0].utf8).span)
      let other = Array(names[1].utf8)
      let whole = similarity.score(of: other.span)
      for least in [whole - 5, whole, whole + 5, Double.random(in: 0...100, using: &random)] {
        let score = similarity.score(of: other.span, over: max(0, least))
        #expect(least < whole ? score == whole : score <= max(0, least))
      }
    }
  }

  @Test func `one similarity serves many names, whatever came before`() {
    let names = [
      "Lantern Bay", "", "a", "Bay of Lanterns: The Long Way Home", "lantern", "??", "Bay",
    ]
    var similarity = NameSimilarity(to: Array("lantern bay".utf8).span)
    for name in names + names.reversed() {
      #expect(similarity.score(of: Array(name.utf8).span) == Self.score("lantern bay", name))
    }
  }

  @Test(arguments: [
    ("half life 2", 1), ("Half-Life 2", 2), ("life half", 0), ("orchard keeper", 3), ("ORCHARD", 3),
  ])
  func `the closest name is found, the very same one before those that only sound so`(
    asked: String, row: Int
  ) throws {
    let names = ["Half-Life", "HALF LIFE 2", "Half-Life 2", "The Orchard Keeper", "Half-Life 2"]
    #expect(try Self.closest(to: asked, among: names)?.row == row)
  }

  @Test func `of names that are as close the first one is meant`() throws {
    let names = ["bay two", "Bay One", "bay one", "BAY ONE"]
    #expect(try Self.closest(to: "bay one!", among: names) == Match(row: 1, score: 100))
    #expect(try Self.closest(to: "BAY ONE", among: names) == Match(row: 3, score: 100))
    #expect(try Self.closest(to: "zzz", among: ["a", "b"]) == Match(row: 0, score: 0))
    #expect(try Self.closest(to: "", among: ["a", "b", ""]) == Match(row: 2, score: 100))
    #expect(try Self.closest(to: "a", among: []) == nil)
  }

  @Test func `only the first 255 characters are compared, whatever a client sends`() {
    let long = String(repeating: "é", count: 255)
    #expect(Self.score(long + String(repeating: "x", count: 100_000), long + "y") == 100)
    #expect(Self.score(String(repeating: "e ", count: 5_000), "e") > 0)
  }

  @Test func `bytes that are no characters do no harm`() {
    var similarity = NameSimilarity(to: [0xFF, 0x61, 0xC3].span)
    #expect(similarity.score(of: [0x61, 0xE2, 0x82].span) == 100)
    #expect(similarity.score(of: [0xFF].span) == 0)
  }

  @Test func `any number of lanes finds the same name`() throws {
    var random = SplitMix(state: 8)
    let names = (0..<18_000).map { _ in
      "n\(Int.random(in: 0..<3_000, using: &random)) x\(Int.random(in: 0..<20, using: &random))"
    }
    let threads = Lanes(count: 3) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces, execute: body)
    }
    for asked in ["n12 x3", "X3 n12", "n30001 x"] {
      let single = try Self.closest(to: asked, among: names)
      #expect(try Self.closest(to: asked, among: names, on: threads) == single)
      let scores = names.map { $0 == asked ? 101 : Self.score(asked, $0) }
      #expect(single?.row == scores.firstIndex(of: scores.max() ?? 0))
    }
  }
}
