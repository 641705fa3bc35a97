import Foundation
import JSON
import Posix
import Testing

@testable import Engine

struct ResultFolderTests {
  private let scratch = ScratchFolder()

  private func folder() throws -> ResultFolder {
    ResultFolder(folder: try Folder(path: scratch.path, creating: true))
  }

  @Test func `an answer is a file of the job's name and is opened again whole`() throws {
    let folder = try folder()
    let answer = JobAnswer.done { $0.integer(7) }
    try folder.store(answer, of: JobID(12))
    #expect(
      try String(contentsOfFile: scratch.path + "/job_id_12.json", encoding: .utf8)
        == #"{"status":"done","data":7}"#)
    let stored = try #require(try folder.open(JobID(12)))
    #expect(stored.byteCount == answer.count)
    var read: [UInt8] = []
    #expect(try readFile(stored.descriptor, from: 0, count: 100, into: &read) == answer.count)
    #expect(read == answer)
    #expect(try folder.open(JobID(13)) == nil)
  }

  @Test func `jobs are found with how each ended`() throws {
    let folder = try folder()
    try folder.store(JobAnswer.done { $0.null() }, of: JobID(10))
    try folder.store(JobAnswer.error("no \"value\""), of: JobID(9))
    try folder.store(JobAnswer.error("cancelled"), of: JobID(100))
    #expect(try folder.names().sorted() == [JobID(9), JobID(10), JobID(100)])
    let failed = try #require(try folder.ending(of: JobID(9)))
    #expect(failed.state == .failed)
    #expect(failed.reason == "no \"value\"")
    #expect(try folder.ending(of: JobID(10))?.state == .succeeded)
    #expect(try folder.ending(of: JobID(10))?.byteCount == 29)
    #expect(try folder.ending(of: JobID(100))?.state == .cancelled)
    #expect(try folder.ending(of: JobID(11)) == nil)
  }

  @Test func `files of other names, or without an answer, are nobody's and stay`() throws {
    let strangers = [
      "notes.txt": "x", "job_id_1.json": "", "job_id_2.json": "{}",
      "job_id_03.json": #"{"status":"done","data":1}"#,
      "job_id_4.txt": #"{"status":"done","data":1}"#,
    ]
    for (name, text) in strangers {
      try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path + "/" + name))
    }
    let folder = try folder()
    for id in try folder.names() { #expect(try folder.ending(of: id) == nil) }
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: scratch.path))
        == Set(strangers.keys))
  }

  @Test func `removed answers are gone, and one that was gone already is no failure`() throws {
    let folder = try folder()
    try folder.store(JobAnswer.error("x"), of: JobID(1))
    try folder.store(JobAnswer.error("x"), of: JobID(2))
    folder.remove([JobID(1), JobID(5)])
    #expect(try folder.names() == [JobID(2)])
  }

  @Test func `an opened answer stays whole when its file is removed or replaced`() throws {
    let folder = try folder()
    try folder.store(JobAnswer.error("first"), of: JobID(1))
    let stored = try #require(try folder.open(JobID(1)))
    folder.remove([JobID(1)])
    try folder.store(JobAnswer.error("second"), of: JobID(1))
    var read: [UInt8] = []
    _ = try readFile(stored.descriptor, from: 0, count: 100, into: &read)
    #expect(read == JobAnswer.error("first"))
  }

  @Test func `texts are escaped in an answer`() throws {
    let answer = try JSONParser.parse(JobAnswer.error("a \"b\"\n"))
    #expect(answer["status"] == .string("error"))
    #expect(answer["reason"] == .string("a \"b\"\n"))
  }
}
