import CScan
import Testing

@testable import Tables

struct CSVScannerTests {
  private struct Scan: Equatable {
    let behind: [UInt32]
    let newlines: [UInt32]
    let isOpen: Bool
    let isDoubled: Bool
    let isMisplaced: Bool
  }

  private typealias Function = (
    UnsafePointer<UInt8>?, Int, UInt8, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?
  ) -> tally_scan

  private func scan(_ bytes: [UInt8], _ function: Function) -> Scan {
    let padded = bytes + [UInt8](repeating: UInt8(ascii: "\""), count: 64)
    var behind = [UInt32](repeating: 0, count: bytes.count + 8)
    var newlines = [UInt32](repeating: 0, count: bytes.count)
    let found = function(padded, bytes.count, UInt8(ascii: ","), &behind, &newlines)
    return Scan(
      behind: Array(behind[..<Int(found.separators)]),
      newlines: Array(newlines[..<Int(found.newlines)]), isOpen: found.is_open != 0,
      isDoubled: found.is_doubled != 0, isMisplaced: found.is_misplaced != 0)
  }

  @Test func `the vector scan finds what the plain scan finds`() {
    var random = Seeded(1)
    let letters = Array("a,\"\nbcdefg".utf8)
    for length in (0..<200).flatMap({ Array(repeating: $0, count: 60) }) {
      let kinds = Int.random(in: 1...letters.count, using: &random)
      let bytes = (0..<length).map { _ in letters[Int.random(in: 0..<kinds, using: &random)] }
      #expect(scan(bytes, tally_scan_block) == scan(bytes, tally_scan_block_plainly))
    }
  }

  @Test func `the vector scan never misses a misplaced quote before a carriage return`() {
    var random = Seeded(2)
    let letters = Array("\r\n\"a,".utf8)
    for length in (0..<150).flatMap({ Array(repeating: $0, count: 60) }) {
      let bytes = (0..<length).map { _ in letters[Int.random(in: 0..<5, using: &random)] }
      let (fast, plain) = (scan(bytes, tally_scan_block), scan(bytes, tally_scan_block_plainly))
      #expect(fast.behind == plain.behind && fast.newlines == plain.newlines)
      #expect(fast.isMisplaced || !plain.isMisplaced)
    }
  }

  @Test func `both count a byte alike`() {
    var random = Seeded(3)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) }
      let count = bytes.count { $0 == 2 }
      #expect(tally_count(bytes, length, 2) == count)
      #expect(tally_count_plainly(bytes, length, 2) == count)
    }
  }

  private static let quotes: [(String, misplaced: Bool, doubled: Bool)] = [
    ("a,b\n", false, false), ("\"a\",\"b\"\n", false, false), ("\"a\"\"b\"\n", false, true),
    ("\"\",\"\"\n", false, false), ("\"\"\"\"\n", false, true), ("a\"b\n", true, false),
    ("\"a\"b\n", true, false), (" \"a\"\n", true, false), ("\"a\" \n", true, false),
    ("\"a\"\r\n", false, false), ("\"a\"\rb\n", true, false), ("a,\"b\nc\"\n", false, false),
    ("\"a\"", false, false), ("a\"\"b,c\n", true, false),
  ]

  @Test(arguments: quotes)
  func `quotes stand around a cell or are noticed`(
    _ text: String, misplaced: Bool, doubled: Bool
  ) {
    let plain = scan(Array(text.utf8), tally_scan_block_plainly)
    #expect(plain.isMisplaced == misplaced && plain.isDoubled == doubled)
    #expect(scan(Array(text.utf8), tally_scan_block) == plain)
  }
}
