import Testing

@testable import Trial

struct IncidentsGeneratorTests {
  private static func incidents(rows: Int, seed: UInt64) -> [UInt8] {
    var generator = IncidentsGenerator(seed: seed)
    var bytes: [UInt8] = []
    generator.appendHeader(to: &bytes)
    for _ in 0..<rows { generator.appendRow(to: &bytes) }
    return bytes
  }

  /// The fields of the rows; the only quoting in these files is that of a comma in a field.
  private static func rows(_ count: Int, seed: UInt64) -> [[String]] {
    let text = String(decoding: incidents(rows: count, seed: seed), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      var fields = [""]
      var quoted = false
      for letter in line {
        switch letter {
        case "\"": quoted.toggle()
        case "," where !quoted: fields.append("")
        default: fields[fields.count - 1].append(letter)
        }
      }
      return fields
    }
  }

  /// FNV-1a with 64 bits: enough to tell that not a byte has changed.
  private static func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  @Test func `the same seed gives the same bytes and another seed gives others`() {
    #expect(Self.digest(Self.incidents(rows: 1000, seed: 1)) == 12_813_827_360_006_992_273)
    #expect(Self.incidents(rows: 50, seed: 1) != Self.incidents(rows: 50, seed: 2))
  }

  @Test func `every row has the twenty columns of the header`() {
    #expect(IncidentsFacts.header.split(separator: ",").count == 20)
    #expect(Self.rows(500, seed: 2).allSatisfy { $0.count == 20 })
  }

  @Test func `cells are of the shapes of such files`() throws {
    let moment = /202[1-4]-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d/
    let day = /202[1-4]-[01]\d-[0-3]\d/
    let words = Set(IncidentsFacts.offences.map(\.name))
    for row in Self.rows(2_000, seed: 3) {
      #expect(try /C-\d{7}/.wholeMatch(in: row[0]) != nil)
      #expect(try row[1].isEmpty || moment.wholeMatch(in: row[1]) != nil)
      #expect(try day.wholeMatch(in: row[2]) != nil)
      #expect(try row[3].isEmpty || day.wholeMatch(in: row[3]) != nil)
      #expect(row[3].isEmpty || row[3] >= row[2])
      #expect(row[1].isEmpty || row[2] >= row[1].prefix(10))
      #expect(words.contains(row[9]))
      #expect([5, 12, 17].allSatisfy { Int(row[$0]).map { $0 > 0 } == true })
      #expect([13, 14].allSatisfy { row[$0].isEmpty || Int(row[$0]).map { $0 > 0 } == true })
      #expect(try row[15].isEmpty || /\d+\.\d\d/.wholeMatch(in: row[15]) != nil)
      #expect(try row[16].isEmpty || /\d+\.\d/.wholeMatch(in: row[16]) != nil)
      #expect(row[18...19].allSatisfy { ["true", "false"].contains($0) })
    }
  }

  @Test func `places lie in one city but for a few that are not known`() throws {
    let rows = Self.rows(20_000, seed: 4)
    let known = rows.filter { !["", "0"].contains($0[7]) }
    #expect((40...220).contains(rows.count - known.count))
    for row in known {
      #expect((47.19...47.36).contains(try #require(Double(row[7]))))
      #expect(((-27.46)...(-27.20)).contains(try #require(Double(row[8]))))
    }
    #expect(Set(known.map { $0[4] }).count == 25)
  }

  @Test func `most columns miss some values`() {
    let rows = Self.rows(20_000, seed: 5)
    let missing = (0..<20).filter { column in rows.contains { $0[column].isEmpty } }
    #expect(missing == [1, 3, 7, 8, 10, 11, 13, 14, 15, 16])
  }

  @Test func `some hours, places and kinds have many more incidents than others`() {
    let rows = Self.rows(20_000, seed: 6)
    let hours = Dictionary(grouping: rows) { $0[1].dropFirst(11).prefix(2) }.mapValues(\.count)
    #expect(hours["18", default: 0] > 3 * hours["05", default: 0])
    for column in [4, 9] {
      let counts = Dictionary(grouping: rows) { $0[column] }.values.map(\.count)
      #expect((counts.max() ?? 0) > 8 * (counts.min() ?? 0))
    }
  }

  @Test func `no two incidents bear the same number`() {
    #expect(Set(Self.rows(3_000, seed: 7).map { $0[0] }).count == 3_000)
  }
}
