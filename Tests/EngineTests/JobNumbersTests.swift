import Engine
import Foundation
import Posix
import Testing

struct JobNumbersTests {
  private let scratch = ScratchFolder()

  private func store() throws -> JobNumberStore {
    JobNumberStore(folder: try Folder(path: scratch.path, creating: false))
  }

  private var note: String {
    (try? String(contentsOfFile: scratch.path + "/job_numbers.json", encoding: .utf8)) ?? ""
  }

  @Test func `the first run begins at 1 and notes a block before it gives a number`() throws {
    let numbers = try store().open(greatestSeen: 0, count: 100)
    #expect(numbers == JobNumbers(next: 1, reservedEnd: 101))
    #expect(note == "{\"next_free\":101}\n")
  }

  @Test func `a later run goes on behind the note`() throws {
    try store().reserve(upTo: 500)
    #expect(try store().open(greatestSeen: 7, count: 100).next == 500)
    #expect(try store().open(greatestSeen: 0, count: 100).next == 600)
  }

  @Test func `a file with a greater number than the note wins`() throws {
    try store().reserve(upTo: 500)
    #expect(try store().open(greatestSeen: 500, count: 100).next == 501)
    #expect(try store().open(greatestSeen: 90_000, count: 100).next == 90_001)
  }

  @Test func `the greatest number that a file may bear ends no later start`() throws {
    let first = try store().open(greatestSeen: JobNumbers.end - 1, count: 100)
    #expect(first.next == JobNumbers.end)
    #expect(
      try store().open(greatestSeen: JobNumbers.end - 1, count: 100).next == first.reservedEnd)
  }

  @Test(arguments: [
    "", "null", "[]", "{}", #"{"next_free":0}"#, #"{"next_free":-5}"#, #"{"next_free":"7"}"#,
    #"{"next_free":1.5}"#, #"{"next_free":2000000000000000}"#, "{\"next_free\":7",
  ])
  func `a note that makes no sense is not taken for none`(text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path + "/job_numbers.json"))
    #expect(throws: EngineFailure.state(file: "job_numbers.json", reason: .unreadable)) {
      try store().open(greatestSeen: 0, count: 100)
    }
    #expect(note == text)
  }

  @Test func `a note that cannot be read or written is a failure of its file`() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/job_numbers.json/inner", withIntermediateDirectories: true)
    let failure = #expect(throws: EngineFailure.self) {
      try store().open(greatestSeen: 0, count: 100)
    }
    guard case .state(file: "job_numbers.json", reason: .system)? = failure else {
      Issue.record("\(String(describing: failure)) does not name the file")
      return
    }
    #expect(throws: EngineFailure.self) { try store().reserve(upTo: 7) }
  }

  @Test func `what is left lies before the end of the block`() {
    #expect(JobNumbers(next: 1, reservedEnd: 101).left == 100)
    #expect(JobNumbers(next: 101, reservedEnd: 101).left == 0)
  }
}
