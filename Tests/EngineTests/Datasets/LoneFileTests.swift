import Engine
import Foundation
import Posix
import Synchronization
import Tables
import Testing

struct LoneFileTests {
  private let scratch = ScratchFolder()

  private func folder(_ name: String) throws -> Folder {
    try Folder(path: scratch.path + "/" + name, creating: true)
  }

  private func written(_ bytes: some Sequence<UInt8>) throws -> String {
    let folder = try folder("files")
    try folder.write(Array(bytes), as: "x.csv")
    return folder.path + "/x.csv"
  }

  private func read(
    _ input: borrowing InputFile, _ options: ReadOptions = ReadOptions(),
    progress: ReadingProgress? = nil
  ) throws -> PartReader.Reading {
    try LoneFile(
      name: "x", temporaryFolder: try folder("temporary"), on: .single, progress: progress
    ).read(input, options)
  }

  @Test func `a file is read where it is and nothing is kept of it`() throws {
    let reading = try read(InputFile(path: written("a;b\n1;x\n2;y\n".utf8)))
    #expect(reading.loaded.table.rowCount == 2)
    #expect(reading.loaded.table.columns.map(\.type) == [.integer, .text])
    #expect(reading.options.delimiter == ";")
    #expect(try folder("temporary").names().isEmpty)
    #expect(try folder("files").names() == ["x.csv"])
  }

  @Test func `a file of another encoding is read through a copy without a name`() throws {
    let text = "\u{FEFF}a,b\n1,é\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try read(InputFile(path: written(text)))
    #expect(reading.encoding == .utf16le)
    #expect(reading.loaded.table.columns[1].cell(at: 0) == .text(Array("é".utf8)[...]))
    #expect(try folder("temporary").names().isEmpty)
  }

  @Test func `what can be read only once is copied, and each step tells how far it is`() throws {
    let text = "a\n" + (0..<200_000).map { "\($0)\n" }.joined()
    let path = try written(text.utf8)
    let input = try InputFile(path: path)
    // Behind its first byte a file is read on like a pipe.
    #expect(try input.read(limit: 2) == Array("a\n".utf8))
    let told = Mutex<[(step: ReadingProgress.Step, total: Int?, done: Int)]>([])
    let progress = ReadingProgress { step, total in
      told.withLock { $0.append((step, total, 0)) }
    } advance: { count in
      told.withLock { $0[$0.count - 1].done += count }
    }
    let reading = try read(input, progress: progress)
    #expect(reading.loaded.table.rowCount == 199_999)
    let steps = told.withLock { $0 }
    let count = text.utf8.count - 2
    #expect(steps.map(\.step) == [.spooling, .checking, .loading])
    #expect(steps.map(\.total) == [nil, count, count])
    #expect(steps[0].done == count && steps[1].done == count)
    // The header belongs to no piece.
    #expect(steps[2].done == count - 2)
  }

  @Test func `what is no table says why`() throws {
    let path = try written("a,b\n1\n".utf8)
    #expect(throws: DatasetFailure.table(.ragged(line: 2, cells: 1, expected: 2))) {
      try read(InputFile(path: path))
    }
    #expect(throws: DatasetFailure.unusableFile(reason: "x: Is a directory")) {
      try read(InputFile(path: "/"))
    }
  }
}
