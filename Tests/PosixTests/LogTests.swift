import Foundation
import Posix
import Testing

struct LogTests {
  private let scratch = ScratchFolder()
  private let moment = Moment(wallNanoseconds: 1_767_323_045_678_000_000, monotonicNanoseconds: 0)

  private func log(
    format: Log.Format = .json, level: Log.Level = .info, rotateBytes: Int = 1 << 20,
    keptCount: Int = 2, bufferBytes: Int = 1 << 20
  ) throws -> Log {
    var options = Log.Options()
    options.destination = .file(
      path: scratch.path + "/log", rotateBytes: rotateBytes, keptCount: keptCount)
    options.format = format
    options.level = level
    options.bufferBytes = bufferBytes
    return try Log(options)
  }

  private func content(_ name: String = "log") -> String {
    (try? String(contentsOfFile: scratch.path + "/" + name, encoding: .utf8)) ?? ""
  }

  @Test func `a line is one JSON object with its time, level, message and fields`() throws {
    let log = try log()
    log.write(.info, at: moment, "request ended") { fields in
      fields.add("path", "/a\"b\\c\n\u{7F}é")
      fields.add("status", 200)
      fields.add("ms", 1.5)
      fields.add("nothing", Double.nan)
    }
    log.flush()
    #expect(
      content() == #"{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"request ended","#
        + #""path":"/a\"b\\c\u000a\u007fé","status":200,"ms":1.5,"nothing":null}"# + "\n")
  }

  @Test func `the text format is for people`() throws {
    let log = try log(format: .text)
    log.write(.warning, at: moment, "row left out") { fields in
      fields.add("file", "a b")
      fields.add("line", 7)
    }
    log.flush()
    #expect(content() == "2026-01-02T03:04:05.678Z warning row left out file=\"a b\" line=7\n")
  }

  @Test func `a level that is off costs nothing`() throws {
    let log = try log(level: .warning)
    #expect(!log.isOn(.info))
    log.write(.info, at: moment, "no") { _ in Issue.record("fields were made for nothing") }
    log.write(.error, at: moment, "yes")
    log.flush()
    #expect(content().contains(#""level":"error""#))
    #expect(!content().contains("no\""))
  }

  @Test func `a full file is put aside and only so many old ones are kept`() throws {
    let log = try log(rotateBytes: 200, keptCount: 2)
    for number in 0..<8 {
      log.write(.info, at: moment, "line") { $0.add("number", number) }
      log.flush()
    }
    let all = content("log.2") + content("log.1") + content()
    #expect(content().contains("\"number\":7"))
    #expect(content("log.1").contains("\"number\":5"))
    #expect(all.split(separator: "\n").count == 6)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/log.3"))
  }

  @Test func `with no old files kept a full file starts anew`() throws {
    let log = try log(rotateBytes: 100, keptCount: 0)
    for number in 0..<3 {
      log.write(.info, at: moment, "line") { $0.add("number", number) }
      log.flush()
    }
    #expect(content().split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/log.1"))
  }

  @Test func `after the file was moved away a reopened log writes a new one`() throws {
    let log = try log()
    log.write(.info, at: moment, "before")
    log.flush()
    try FileManager.default.moveItem(
      atPath: scratch.path + "/log", toPath: scratch.path + "/moved")
    log.reopen()
    log.write(.info, at: moment, "after")
    log.flush()
    #expect(content("moved").contains("before"))
    #expect(content().contains("after"))
  }

  @Test func `what does not fit the buffer is counted and the count is a line`() throws {
    let log = try log(bufferBytes: 300)
    for _ in 0..<10_000 { log.write(.info, at: moment, "line") }
    log.flush()
    log.flush()
    #expect(content().contains("log lines dropped"))
  }

  @Test func `lines of many threads are whole`() async throws {
    let log = try log()
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask { [moment] in
          for number in 0..<500 {
            log.write(.info, at: moment, "line") { fields in
              fields.add("thread", thread)
              fields.add("number", number)
            }
          }
        }
      }
    }
    log.flush()
    let lines = content().split(separator: "\n")
    #expect(lines.count == 2000)
    #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test func `a place that cannot be opened is a failure`() {
    var options = Log.Options()
    options.destination = .file(path: scratch.path + "/none/log", rotateBytes: 1, keptCount: 1)
    #expect(throws: Errno.notFound) { try Log(options) }
  }
}
