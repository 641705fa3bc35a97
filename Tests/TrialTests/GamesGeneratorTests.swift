import Foundation
import Testing

@testable import Trial

struct GamesGeneratorTests {
  private static func games(rows: Int, seed: UInt64) -> [UInt8] {
    var generator = GamesGenerator(seed: seed)
    var bytes: [UInt8] = []
    generator.appendHeader(to: &bytes)
    for _ in 0..<rows { generator.appendRow(to: &bytes) }
    return bytes
  }

  /// The records of a CSV text, by RFC 4180.
  private static func records(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let isDoubled = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\"")
      switch byte {
      case UInt8(ascii: "\"") where quoted && isDoubled:
        field.append(byte)
        place += 1
      case UInt8(ascii: "\""): quoted.toggle()
      case UInt8(ascii: ",") where !quoted, UInt8(ascii: "\n") where !quoted:
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == UInt8(ascii: "\n") {
          records.append(record)
          record = []
        }
      default: field.append(byte)
      }
      place += 1
    }
    return records
  }

  private static func rows(_ count: Int, seed: UInt64) -> [[String]] {
    Array(records(games(rows: count, seed: seed)).dropFirst())
  }

  /// FNV-1a with 64 bits: enough to tell that not a byte has changed.
  private static func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  @Test func `the same seed gives the same bytes and another seed gives others`() {
    #expect(Self.digest(Self.games(rows: 1000, seed: 1)) == 5_004_703_040_865_252_528)
    #expect(Self.games(rows: 50, seed: 1) != Self.games(rows: 50, seed: 2))
  }

  @Test func `the games that ship are what the generator makes`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let shipped = try Data(contentsOf: root.standardized.appending(path: "data/games.csv"))
    #expect([UInt8](shipped) == Self.games(rows: 500, seed: 2008))
    #expect(shipped.count < 1_000_000)
  }

  @Test func `every row has twenty columns, the first of which counts`() {
    let records = Self.records(Self.games(rows: 500, seed: 3))
    #expect(records[0][0] == "" && records[0][1] == "AppID" && records[0][19] == "Tags")
    #expect(records.allSatisfy { $0.count == 20 })
    #expect(records.dropFirst().map { $0[0] } == (0..<500).map(String.init))
  }

  @Test func `no game has the number of another`() {
    let numbers = Self.rows(4_000, seed: 4).map { $0[1] }
    #expect(Set(numbers).count == 4_000)
    #expect(numbers.allSatisfy { Int($0).map { $0 > 0 && $0 % 10 == 0 } == true })
  }

  @Test func `cells are of the shapes of such catalogs`() throws {
    let rows = Self.rows(2_000, seed: 5)
    let day = /(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([1-9]|1\d|2[0-8]), (20[0-2]\d)/
    let month = /(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (20[0-2]\d)/
    for row in rows {
      #expect(try day.wholeMatch(in: row[3]) != nil || month.wholeMatch(in: row[3]) != nil)
      #expect(["0", "13", "17", "18"].contains(row[4]))
      #expect(try row[5] == "0" || /\d+\.\d\d/.wholeMatch(in: row[5]) != nil)
      #expect(try /\[('[^']+'(, '[^']+')*)?\]/.wholeMatch(in: row[8]) != nil)
      #expect(row[9...11].allSatisfy { ["TRUE", "FALSE"].contains($0) } && row[9] == "TRUE")
      #expect([6, 12, 13].allSatisfy { Int(row[$0]).map { $0 >= 0 } == true })
      #expect(["", "97", "98", "99", "100"].contains(row[14]))
      #expect(!row[2].isEmpty && !row[15].isEmpty && !row[18].isEmpty)
      #expect(row[17].hasPrefix("Single-player"))
      let tags = row[19].split(separator: ",")
      #expect(Set(tags).count == tags.count)
    }
  }

  @Test func `what makes CSV hard is there`() {
    let rows = Self.rows(500, seed: 2008)
    let texts = rows.map { $0[7] }
    #expect(texts.contains("") && texts.contains { $0.contains("\n") && $0.contains("\"") })
    #expect(texts.contains { $0.utf8.count > 2_000 })
    #expect(rows.contains { $0[2].contains("\"") } && rows.contains { $0[2].contains(",") })
    #expect(rows.contains { $0[2].utf8.count > $0[2].count + 5 })
    for column in [14, 16, 19] { #expect(rows.contains { $0[column].isEmpty }) }
    #expect(rows.contains { $0[3].count == 8 } && rows.contains { $0[8] == "[]" })
    #expect(texts.allSatisfy { !$0.contains("{") && !$0.contains("}") })
  }

  @Test func `every slot of every sentence is filled`() {
    // A slot that nothing fills would end the program.
    let texts = Self.rows(2_000, seed: 6).map { $0[7] }
    #expect(texts.allSatisfy { !$0.contains("{") && !$0.contains("}") })
  }
}
