import Foundation
import Posix
import Stores
import Tables
import Testing

@testable import Engine

struct CSVFileTests {
  private let scratch = ScratchFolder()
  private var path: String { scratch.path + "/x.csv" }

  private func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func open(_ bytes: [UInt8]) throws -> CSVFile {
    try write(bytes)
    return try CSVFile(path: path, name: "the file")
  }

  @Test func `a file is loaded and its first bytes are shown`() throws {
    let file = try open(Array("n\n1\n2\n".utf8))
    #expect(try file.load(CSVOptions(), on: .single).table.texts("n") == ["1", "2"])
    #expect(file.prefix() == Array("n\n1\n2\n".utf8))
    let long = try open([UInt8](repeating: 7, count: CSVFile.prefixBytes + 1))
    #expect(long.prefix().count == CSVFile.prefixBytes)
  }

  @Test func `a digest is that of all bytes`() throws {
    for count in [0, 1, 4096, 4 << 20, 9 << 20] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let digest = try open(bytes).digest()
      #expect(digest == Hexadecimal.text(of: Digest.sha256(bytes)))
    }
  }

  @Test func `a file that is not there, or no file, is called by its name`() throws {
    #expect(throws: DatasetFailure.fileGone(path: "the file")) {
      _ = try CSVFile(path: path, name: "the file")
    }
    do {
      _ = try CSVFile(path: scratch.path, name: "the folder")
      Issue.record("it is a folder")
    } catch {
      guard case .unusableFile(let reason) = error else { throw error }
      #expect(reason.hasPrefix("the folder: "))
    }
  }

  @Test func `what cannot be loaded says where`() throws {
    let bytes = Array("a,b\n1,2\n1\n".utf8)
    var options = CSVOptions()
    options.raggedRows = .abort
    let file = try open(bytes)
    do {
      _ = try file.load(options, on: .single)
      Issue.record("line 3 is too short")
    } catch {
      #expect(error == .table(.ragged(line: 3, cells: 1, expected: 2)))
    }
    let empty = try open([])
    do {
      _ = try empty.load(options, on: .single)
      Issue.record("there is nothing")
    } catch {
      #expect(error == .table(.empty))
    }
  }

  @Test func `bytes that are no UTF-8 are found with their line, beyond the first piece too`()
    throws
  {
    try open(Array("a\nö😀\n".utf8)).checkUTF8()
    try open([]).checkUTF8()
    let lines = Array(repeating: Array("0123456789abcde\n".utf8), count: 300_000).joined()
    let file = try open(Array(lines) + [0x61, 0xFF])
    do {
      try file.checkUTF8()
      Issue.record("the last byte is no character")
    } catch {
      let expected = EncodingFailure.undefinedByte(0xFF, .utf8, offset: 4_800_001, line: 300_001)
      #expect(error == .encoding(expected))
    }
  }

  @Test(arguments: [TextEncoding.latin1, .utf16le, .utf16be, .windows1252])
  func `a text is turned to UTF-8 whole, over the ends of its pieces`(encoding: TextEncoding) throws
  {
    let text = String(repeating: "añ\n", count: 400_000) + "end"
    let folder = try Folder(path: scratch.path, creating: true)
    let draft = try folder.draft(named: "text")
    let bytes: [UInt8] =
      switch encoding {
      case .utf16le: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      case .utf16be: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      default: text.unicodeScalars.map { UInt8($0.value) }
      }
    try open(bytes).transcode(from: encoding, into: draft)
    #expect(try draft.open().read(limit: 10 << 20) == Array(text.utf8))
  }

  @Test func `a text that ends within a character is refused`() throws {
    let folder = try Folder(path: scratch.path, creating: true)
    let draft = try folder.draft(named: "text")
    let file = try open([0x61, 0, 0x62])
    do {
      try file.transcode(from: .utf16le, into: draft)
      Issue.record("half a character is left")
    } catch {
      #expect(error == .encoding(.cutCharacter(.utf16le, offset: 2, line: 1)))
    }
  }

  @Test func `a file that somebody changes meanwhile is not taken for what it was`() throws {
    let file = try open(Array("n\n1\n".utf8))
    let end = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try end.seekToEnd()
    try end.write(contentsOf: Data("2\n".utf8))
    let draft = try Folder(path: scratch.path, creating: true).draft(named: "text")
    let changed = DatasetFailure.changedWhileReading(path: "the file")
    var failures: [DatasetFailure] = []
    do { _ = try file.load(CSVOptions(), on: .single) } catch { failures.append(error) }
    do { try file.checkUTF8() } catch { failures.append(error) }
    do { _ = try file.digest() } catch { failures.append(error) }
    do { try file.transcode(from: .latin1, into: draft) } catch { failures.append(error) }
    #expect(failures == [changed, changed, changed, changed])
  }
}
