import Foundation
import Tables
import Testing

@testable import Statistics

struct TermIndexTests {
  /// What scikit-learn finds (Tests/Golden/terms.py).
  private struct Golden: Decodable {
    struct Rows: Decodable {
      let rows: [Int]
      let scores: [Double]
    }
    struct Text: Decodable {
      let text: String
      let scores: [Double]
    }
    let stopWords: [String]
    let documents: [String]
    let terms: Int
    let rows: [Rows]
    let texts: [Text]

    static func read() throws -> Golden {
      let place = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Golden/terms.json").standardized
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Golden.self, from: Data(contentsOf: place))
    }
  }

  private static func index(
    _ documents: [String], lanes: Lanes = .single, options: TermIndex.Options = .init()
  ) throws -> TermIndex {
    try TermIndex(documents: documents.count, options: options, on: lanes) { row, text in
      text.append(contentsOf: documents[row].utf8)
    }
  }

  @Test func `likeness to rows is that of scikit-learn`() throws {
    let golden = try Golden.read()
    let index = try Self.index(golden.documents)
    #expect(index.termCount == golden.terms && index.documentCount == golden.documents.count)
    for asked in golden.rows {
      let found = index.similar(to: asked.rows, limit: 100)
      #expect(
        Set(found.map(\.row)) == Set(golden.documents.indices).subtracting(asked.rows))
      for match in found {
        #expect(abs(match.score - asked.scores[match.row]) < 1e-12, "\(asked.rows) \(match)")
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.precedes($1) })
    }
  }

  @Test func `likeness to a text is that of scikit-learn, without what has nothing in common`()
    throws
  {
    let golden = try Golden.read()
    let index = try Self.index(golden.documents)
    for asked in golden.texts {
      let found = index.similar(toText: Array(asked.text.utf8), limit: 100)
      #expect(Set(found.map(\.row)) == Set(asked.scores.indices.filter { asked.scores[$0] > 0 }))
      for match in found {
        #expect(abs(match.score - asked.scores[match.row]) < 1e-12, "\(asked.text) \(match)")
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.precedes($1) })
    }
  }

  @Test func `as many rows as wanted are found, those with nothing in common in their order`()
    throws
  {
    let index = try Self.index(["red fox", "blue whale", "", "red whale", "green newt"])
    #expect(index.similar(to: [0], limit: 3).map(\.row) == [3, 1, 2])
    #expect(index.similar(to: [2], limit: 10).map(\.row) == [0, 1, 3, 4])
    #expect(index.similar(to: [0], limit: 2, excluding: [3, 1]).map(\.row) == [2, 4])
    #expect(index.similar(to: [0], limit: 0).isEmpty)
    #expect(
      index.similar(to: [7, -1], limit: 2) == [Match(row: 0, score: 0), Match(row: 1, score: 0)])
    #expect(index.similar(to: [], limit: 1) == [Match(row: 0, score: 0)])
  }

  @Test func `equal texts are wholly alike and come in the order of their rows`() throws {
    let texts = ["tide map ink", "ink map", "map tide ink", "tide map ink", "ink tide map"]
    let index = try Self.index(texts)
    let found = index.similar(to: [3], limit: 3)
    #expect(found.map(\.row) == [0, 2, 4])
    #expect(Set(found.map(\.score)).count == 1)
    #expect(abs(found[0].score - 1) < 1e-15 && found[0].score <= 1)
  }

  @Test func `no documents and documents without words are answered with nothing alike`() throws {
    #expect(try Self.index([]).similar(to: [0], limit: 5).isEmpty)
    let silent = try Self.index(["", "the", "!?"])
    #expect(silent.termCount == 0)
    #expect(silent.similar(to: [0], limit: 5).map(\.score) == [0, 0])
    #expect(silent.similar(toText: Array("anything".utf8), limit: 5).isEmpty)
  }

  @Test func `what is behind the limit of a document is not read`() throws {
    var options = TermIndex.Options()
    options.documentBytes = 8
    let index = try Self.index(["map ink tide", "tide"], options: options)
    #expect(index.termCount == 3)
    #expect(index.similar(toText: Array("tide".utf8), limit: 5).map(\.row) == [1])
    #expect(index.similar(toText: Array("xxxxxxx tide".utf8), limit: 5).isEmpty)
  }

  @Test func `more postings than are allowed are refused`() throws {
    var options = TermIndex.Options()
    options.postingLimit = 5
    #expect(try Self.index(["aa bb aa", "bb cc", "cc"], options: options).termCount == 3)
    #expect(throws: TermIndexFailure.tooManyPostings(limit: 5)) {
      try Self.index(["aa bb", "bb cc", "cc aa"], options: options)
    }
    #expect(throws: TermIndexFailure.tooManyDocuments(limit: 2_147_483_647)) {
      try TermIndex(documents: 1 << 31, on: .single) { _, _ in }
    }
  }

  /// Threads of the test's own, as many as there are pieces.
  private static func threads(_ count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces, execute: body)
    }
  }

  /// Texts of made-up words, some far more frequent than others; more than one lane's piece.
  private static func randomTexts(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...12, using: &random)).map { _ in
        let reach = Int.random(in: 1...400, using: &random)
        return "w\(Int.random(in: 0..<reach, using: &random))"
      }.joined(separator: " ")
    }
  }

  @Test func `any number of lanes makes the same index`() throws {
    let texts = Self.randomTexts(5_000, seed: 1)
    let expected = try Self.index(texts)
    for lanes in [2, 7] {
      let index = try Self.index(texts, lanes: Self.threads(lanes))
      #expect(index.byteCount == expected.byteCount)
      for row in stride(from: 0, to: 5_000, by: 499) {
        #expect(index.similar(to: [row], limit: 50) == expected.similar(to: [row], limit: 50))
      }
    }
  }

  @Test func `random texts are as alike as the definition says`() throws {
    let texts = Self.randomTexts(300, seed: 2)
    let index = try Self.index(texts)
    let vectors = Self.plainVectors(texts)
    for row in stride(from: 0, to: 300, by: 7) {
      for match in index.similar(to: [row], limit: 300) {
        let expected = vectors[row].reduce(0) { $0 + $1.value * (vectors[match.row][$1.key] ?? 0) }
        #expect(abs(match.score - expected) < 1e-12)
      }
    }
  }

  /// TF-IDF by its definition. All words of the random texts are words of the index.
  private static func plainVectors(_ texts: [String]) -> [[String: Double]] {
    let counts = texts.map { text in
      text.split(separator: " ").reduce(into: [String: Double]()) {
        $0[String($1), default: 0] += 1
      }
    }
    let frequency = counts.reduce(into: [String: Double]()) { all, one in
      for word in one.keys { all[word, default: 0] += 1 }
    }
    return counts.map { count in
      let vector = count.reduce(into: [String: Double]()) { vector, word in
        let n = Double(texts.count)
        vector[word.key] = word.value * (log((1 + n) / (1 + (frequency[word.key] ?? 0))) + 1)
      }
      let length = sqrt(vector.values.reduce(0) { $0 + $1 * $1 })
      return vector.mapValues { $0 / length }
    }
  }

  @Test func `the memory of an index grows by twelve bytes for a posting`() throws {
    let words = (0..<100).map { "w\($0)" }.joined(separator: " ")
    let one = try Self.index([words])
    let two = try Self.index([words, words])
    #expect(two.byteCount - one.byteCount == 100 * 12 + 16)
  }
}
