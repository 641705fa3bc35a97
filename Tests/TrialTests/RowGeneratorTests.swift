import Testing
import Trial

struct RowGeneratorTests {
  @Test func `a file is the names and the rows that come next`() {
    var counting = Counting()
    #expect(String(decoding: counting.file(rows: 3), as: UTF8.self) == "n\n0\n1\n2\n")
    #expect(String(decoding: counting.file(rows: 1), as: UTF8.self) == "n\n3\n")
    #expect(String(decoding: counting.file(rows: 0), as: UTF8.self) == "n\n")
  }

  private struct Counting: RowGenerator {
    var next = 0

    func appendHeader(to bytes: inout [UInt8]) { bytes += Array("n\n".utf8) }

    mutating func appendRow(to bytes: inout [UInt8]) {
      bytes += Array("\(next)\n".utf8)
      next += 1
    }
  }
}
