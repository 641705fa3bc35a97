import Foundation
import Testing

@testable import Stores

struct ZipStreamTests {
  private let scratch = ScratchFolder()

  private func archive(
    _ files: [(name: String, bytes: [UInt8])], at wallNanoseconds: Int64 = 0,
    limits: ZipStream.Limits = ZipStream.Limits(), pieceBytes: Int = 1000
  ) throws -> [UInt8] {
    var zip = try #require(ZipStream(changedAt: wallNanoseconds, limits: limits))
    var bytes: [UInt8] = []
    for file in files {
      zip.begin(file.name, byteCount: file.bytes.count, to: &bytes)
      for start in stride(from: 0, to: file.bytes.count, by: pieceBytes) {
        let piece = Array(file.bytes[start..<min(start + pieceBytes, file.bytes.count)])
        let isFine = zip.append(piece, to: &bytes)
        #expect(isFine)
      }
      let isFine = zip.end(to: &bytes)
      #expect(isFine)
    }
    zip.finish(to: &bytes)
    return bytes
  }

  /// What Python's zipfile reads out of an archive: all checksums are right, and each file has a line of facts and its bytes in hexadecimal.
  private func read(_ bytes: [UInt8]) throws -> [String] {
    let path = scratch.path + "/a.zip"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as z:
          assert z.testzip() is None and z.comment == b''
          for i in z.infolist():
              date = '%04d-%02d-%02d %02d:%02d:%02d' % i.date_time
              print(ascii(i.filename), i.flag_bits, i.compress_type, date, oct(i.external_attr >> 16), i.create_system,
                    i.extract_version, i.header_offset, z.read(i).hex(), sep='|')
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Whether Info-ZIP finds nothing wrong; true where there is no such program.
  private func isFineForInfoZip() throws -> Bool {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unzip") else { return true }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    process.arguments = ["-tqq", scratch.path + "/a.zip"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String { Hexadecimal.text(of: bytes) }

  @Test func `an archive without files is what every reader knows as one`() throws {
    let bytes = try archive([])
    #expect(bytes == [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))
    #expect(try read(bytes).isEmpty)
  }

  @Test func `what went in is what others read`() throws {
    var random = SystemRandomNumberGenerator()
    let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let files: [(name: String, bytes: [UInt8])] = [
      ("manifest.json", Array(#"{"a":1}"#.utf8)), ("empty.json", []), ("noise.bin", noise),
      ("ordner/größe ☂.svg", Array(repeating: 7, count: 100_000)),
    ]
    // 2026-01-02 at 03:04:05.
    let bytes = try archive(files, at: 1_767_323_045_999_999_999)
    let lines = try read(bytes)
    let names = [
      "'manifest.json'", "'empty.json'", "'noise.bin'", #"'ordner/gr\xf6\xdfe \u2602.svg'"#,
    ]
    try #require(lines.count == files.count)
    for (place, line) in lines.enumerated() {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      #expect(
        fields.prefix(7).joined(separator: "|")
          == "\(names[place])|2056|8|2026-01-02 03:04:04|0o100644|3|20")
      #expect(fields.last.map(String.init) == hexadecimal(files[place].bytes))
    }
    #expect(try isFineForInfoZip())
    #expect(bytes.count < noise.count + 2000)
  }

  @Test func `the same files make the same bytes`() throws {
    let files = (0..<20).map { (name: "f\($0)", bytes: Array(repeating: UInt8($0), count: 5000)) }
    let bytes = try archive(files, at: 5)
    #expect(try archive(files, at: 5) == bytes)
    #expect(try archive(files, at: 1_000_000_000 * 86_400 * 365 * 20) != bytes)
  }

  @Test(arguments: [
    (Int64.min, "1980-01-01 00:00:00"), (0, "1980-01-01 00:00:00"),
    (315_532_800_000_000_000, "1980-01-01 00:00:00"),
    (951_782_399_000_000_000, "2000-02-28 23:59:58"),
    (951_868_799_000_000_000, "2000-02-29 23:59:58"),
    (4_354_819_198_000_000_000, "2107-12-31 23:59:58"), (Int64.max, "2107-12-31 23:59:58"),
  ])
  func `a time that MS-DOS cannot tell becomes the nearest that it can`(time: Int64, told: String)
    throws
  {
    let lines = try read(archive([("a", [1])], at: time))
    #expect(lines.first?.split(separator: "|").dropFirst(3).first.map(String.init) == told)
  }

  @Test(arguments: [1, 100, 500, 100_000], [0, 1, 5, 40])
  func `what is too large for its field stands in the fields of ZIP64`(bytes: Int, files: Int)
    throws
  {
    // Small limits stand for large files: readers follow the fields, whatever the numbers in them.
    var random = SystemRandomNumberGenerator()
    let sent = (0..<5).map { number in
      (
        name: "f\(number)",
        bytes: (0..<number * 60).map { _ in UInt8.random(in: 0...255, using: &random) }
      )
    }
    var limits = ZipStream.Limits()
    limits.bytes = bytes
    limits.files = files
    let archive = try archive(sent, limits: limits)
    let lines = try read(archive)
    try #require(lines.count == sent.count)
    for (line, file) in zip(lines, sent) {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      #expect(fields.last.map(String.init) == hexadecimal(file.bytes))
      let isLarge = file.bytes.count >= bytes / 16 * 15 || Int(fields[7]) ?? 0 >= bytes
      #expect(fields[6] == (isLarge ? "45" : "20"))
    }
    #expect(try isFineForInfoZip())
    let locator: [UInt8] = [0x50, 0x4B, 6, 7]
    let isLarge = archive.dropLast(22).suffix(20).starts(with: locator)
    #expect(isLarge == (bytes < 100_000 || files <= 5))
  }

  @Test func `what stands in front of a large file and behind it has the sizes of ZIP64`() throws {
    var limits = ZipStream.Limits()
    limits.bytes = 16
    let bytes = try archive([("ab", [7])], limits: limits)
    let large = try archive([("ab", Array(repeating: 7, count: 15))], limits: limits)
    // Without: a header of 30 bytes with sizes of 0, the name, no further field.
    #expect(Array(bytes[18..<32]) == [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 97, 98])
    // With: sizes of all ones, and a field of two zeros of 8 bytes.
    #expect(
      Array(large[18..<52])
        == Array(repeating: 0xFF, count: 8) + [2, 0, 20, 0, 97, 98, 1, 0, 16, 0]
        + Array(repeating: 0, count: 16))
    let mark = try #require(
      (52..<large.count - 4).first { large[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 7, 8]) })
    // The checksum, then both sizes.
    #expect(Array(large[mark + 16..<mark + 24]) == [15, 0, 0, 0, 0, 0, 0, 0])
    #expect(large[mark + 24..<mark + 28].elementsEqual([0x50, 0x4B, 1, 2]))
  }

  @Test func `a file that grows beyond its field is refused`() throws {
    var limits = ZipStream.Limits()
    limits.bytes = 100
    var zip = try #require(ZipStream(changedAt: 0, limits: limits))
    var bytes: [UInt8] = []
    zip.begin("a", byteCount: 10, to: &bytes)
    let isTaken = zip.append([UInt8](repeating: 1, count: 100), to: &bytes)
    #expect(isTaken)
    let isFine = zip.end(to: &bytes)
    #expect(!isFine)
  }

  @Test func `a long file is never held as a whole`() throws {
    var zip = try #require(ZipStream(changedAt: 0))
    var random = SystemRandomNumberGenerator()
    let piece = (0..<64 << 10).map { _ in UInt8.random(in: 0...255, using: &random) }
    var bytes: [UInt8] = []
    zip.begin("a", byteCount: 64 * piece.count, to: &bytes)
    for _ in 0..<64 {
      bytes.removeAll()
      let isFine = zip.append(piece, to: &bytes)
      #expect(isFine)
      #expect(bytes.count < 256 << 10)
    }
  }
}
