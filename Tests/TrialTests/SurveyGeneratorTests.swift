import Foundation
import Testing

@testable import Trial

struct SurveyGeneratorTests {
  private static func survey(rows: Int, seed: UInt64) -> [UInt8] {
    var generator = SurveyGenerator(seed: seed)
    var bytes: [UInt8] = []
    generator.appendHeader(to: &bytes)
    for _ in 0..<rows { generator.appendRow(to: &bytes) }
    return bytes
  }

  /// FNV-1a with 64 bits: enough to tell that not a byte has changed.
  private static func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// A row as fields; the only quoting in these files is that of a comma in a field.
  private static func fields(of line: some StringProtocol) -> [String] {
    var fields: [[UInt8]] = [[]]
    var quoted = false
    for byte in line.utf8 {
      switch byte {
      case UInt8(ascii: "\""): quoted.toggle()
      case UInt8(ascii: ",") where !quoted: fields.append([])
      default: fields[fields.count - 1].append(byte)
      }
    }
    return fields.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func rows(_ count: Int, seed: UInt64) -> [[String]] {
    let text = String(decoding: survey(rows: count, seed: seed), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map(fields(of:))
  }

  /// A file of the package, by its path from the root.
  private static func file(_ path: String) throws -> Data {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return try Data(contentsOf: root.standardized.appending(path: path))
  }

  private static func realLines() throws -> [Substring] {
    String(decoding: try file("Tests/Fixtures/survey_real_159.csv"), as: UTF8.self)
      .split(separator: "\n")
  }

  @Test func `the same seed gives the same bytes and another seed gives others`() {
    #expect(Self.digest(Self.survey(rows: 1000, seed: 1)) == 6_399_053_192_599_168_435)
    #expect(Self.survey(rows: 50, seed: 1) != Self.survey(rows: 50, seed: 2))
  }

  @Test func `the survey that ships is what the generator makes`() throws {
    let shipped = try Self.file("data/survey.csv")
    #expect([UInt8](shipped) == Self.survey(rows: 20_000, seed: 2011))
  }

  @Test func `every row has the columns of the real table`() throws {
    #expect("," + SurveyFacts.header == (try Self.realLines()[0]) + "\n")
    #expect(Self.rows(500, seed: 4).allSatisfy { $0.count == 33 })
  }

  @Test func `questions, places and groups are those of the real table`() throws {
    let real = try Self.realLines().dropFirst().map { Array(Self.fields(of: $0).dropFirst()) }
    let made = Self.rows(20_000, seed: 5)
    // Class, topic, question and their ids; category and stratum and their ids; place.
    for columns in [[5, 6, 7, 9, 24, 25, 26, 27], [29, 30, 31, 32], [2, 3]] {
      let kinds = Set(made.map { row in columns.map { row[$0] } })
      #expect(Set(real.map { row in columns.map { row[$0] } }).subtracting(kinds).isEmpty)
    }
    #expect(Set(made.map { $0[3] }).count == 55)
  }

  @Test func `a tenth of the rows has a footnote in place of figures`() {
    let rows = Self.rows(20_000, seed: 6)
    let silent = rows.filter { $0[12] == "~" }
    #expect((1600...2400).contains(silent.count))
    #expect(silent.allSatisfy { $0[10...11] == ["", ""] && $0[14...16] == ["", "", ""] })
    #expect(
      silent.allSatisfy { $0[13] == "Data not available because sample size is insufficient." })
    #expect(
      rows.allSatisfy { ($0[12] == "") == ($0[13] == "") && ($0[12] == "") != ($0[10] == "") })
  }

  @Test func `a value has one decimal and lies in its confidence interval`() throws {
    for row in Self.rows(5_000, seed: 7) where row[12] == "" {
      let figures = try [14, 10, 15].map { try #require(Double(row[$0])) }
      #expect(figures[0] < figures[1] && figures[1] < figures[2])
      #expect(figures[0] > 0 && figures[2] < 100)
      #expect(row[10] == row[11])
      #expect([14, 10, 15].allSatisfy { row[$0].split(separator: ".").last?.count == 1 })
      #expect(try #require(Int(row[16])) >= 50)
    }
  }

  @Test func `no cell comes twice before every cell has come once`() {
    let count = SurveyFacts.questions.map(\.years.count).reduce(0, +) * 55 * 28
    var generator = SurveyGenerator(seed: 8)
    let first = (0..<count).map { _ in generator.nextCell() }
    let second = (0..<count).map { _ in generator.nextCell() }
    #expect(Set(first).count == count)
    #expect(Set(first) == Set(second) && first != second)
  }
}
