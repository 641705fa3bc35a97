import Foundation
import Posix
import Testing

@testable import Engine

struct ArtifactFolderTests {
  private let scratch = ScratchFolder()
  private let name: ArtifactName

  init() throws {
    name = try #require(ArtifactName("a.json"))
  }

  private func folder(failing: (@Sendable () -> Errno?)? = nil) throws -> ArtifactFolder {
    ArtifactFolder(in: try Folder(path: scratch.path, creating: true, failing: failing))
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/" + path).sorted()
  }

  private func put(_ path: String) throws {
    try Data([1]).write(to: URL(fileURLWithPath: scratch.path + "/" + path))
  }

  @Test func `an artifact is a file in the folder of its job`() throws {
    let folder = try folder()
    try folder.begin(JobID(7))
    try folder.store([1, 2, 3], as: name, of: JobID(7))
    try folder.store([4], as: .manifest, of: JobID(7))
    #expect(try names("artifacts/job_id_7") == ["a.json", "manifest.json"])
    #expect(
      try folder.files(of: JobID(7)) == [
        ArtifactFile(name: "a.json", byteCount: 3),
        ArtifactFile(name: "manifest.json", byteCount: 1),
      ])
    #expect(folder.byteCount(of: JobID(7)) == 4)
    #expect(try folder.open(name, of: JobID(7))?.read() == [1, 2, 3])
    #expect(try folder.jobs() == [JobID(7)])
  }

  @Test func `a job without artifacts has none`() throws {
    let folder = try folder()
    #expect(try folder.files(of: JobID(7)).isEmpty)
    #expect(try folder.open(name, of: JobID(7)) == nil)
    #expect(folder.byteCount(of: JobID(7)) == 0)
    #expect(try folder.jobs().isEmpty)
    folder.remove(JobID(7))
    try folder.begin(JobID(7))
    #expect(try folder.open(name, of: JobID(7)) == nil)
    #expect(try folder.files(of: JobID(7)).isEmpty)
  }

  @Test func `an attempt begins with nothing of an earlier one`() throws {
    let folder = try folder()
    try folder.begin(JobID(7))
    try folder.store([1], as: name, of: JobID(7))
    try put("artifacts/job_id_7/.b.json.1.1.draft")
    try folder.begin(JobID(7))
    #expect(try names("artifacts/job_id_7").isEmpty)
  }

  @Test func `a folder goes with its artifacts, and others stay`() throws {
    let folder = try folder()
    for id in [JobID(7), JobID(70)] {
      try folder.begin(id)
      try folder.store([1], as: name, of: id)
    }
    folder.remove(JobID(7))
    #expect(try names("artifacts") == ["job_id_70"])
    #expect(try folder.files(of: JobID(70)).count == 1)
  }

  @Test func `what is no artifact is somebody else's and stays`() throws {
    let folder = try folder()
    try folder.begin(JobID(7))
    try folder.store([1], as: name, of: JobID(7))
    for file in ["notes.txt", "A.json", "a.json.gz"] { try put("artifacts/job_id_7/" + file) }
    try folder.begin(JobID(7))
    #expect(try folder.files(of: JobID(7)).isEmpty)
    folder.remove(JobID(7))
    #expect(try names("artifacts/job_id_7") == ["A.json", "a.json.gz", "notes.txt"])
  }

  @Test func `only folders with the name of a job are taken for one`() throws {
    let folder = try folder()
    try folder.begin(JobID(12))
    for other in ["7", "job_id_07", "job_id_", "job_id_3.json", "other"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/artifacts/" + other, withIntermediateDirectories: true)
    }
    #expect(try folder.jobs() == [JobID(12)])
  }

  @Test func `a link is neither an artifact nor a folder of artifacts`() throws {
    let folder = try folder()
    try put("secret.json")
    try folder.begin(JobID(7))
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/artifacts/job_id_7/a.json",
      withDestinationPath: scratch.path + "/secret.json")
    #expect(try folder.open(name, of: JobID(7)) == nil)
    #expect(try folder.files(of: JobID(7)).isEmpty)
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/elsewhere", withIntermediateDirectories: true)
    try put("elsewhere/a.json")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/artifacts/job_id_8",
      withDestinationPath: scratch.path + "/elsewhere")
    #expect(throws: Errno.notADirectory) { try folder.open(name, of: JobID(8)) }
    #expect(throws: Errno.notADirectory) { try folder.begin(JobID(8)) }
    folder.remove(JobID(8))
    #expect(try names("elsewhere") == ["a.json"])
  }

  @Test func `a folder in the place of an artifact is none`() throws {
    let folder = try folder()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/artifacts/job_id_7/a.json", withIntermediateDirectories: true)
    #expect(try folder.open(name, of: JobID(7)) == nil)
    #expect(try folder.files(of: JobID(7)).isEmpty)
  }

  @Test func `a write that fails leaves no artifact and no draft`() throws {
    let failing = FailingFiles()
    let folder = try folder { failing.next() }
    try folder.begin(JobID(7))
    for call in 1...4 {
      failing.arm(call, .noSpace)
      #expect(throws: Errno.noSpace) { try folder.store([1], as: name, of: JobID(7)) }
      #expect(try names("artifacts/job_id_7").isEmpty)
    }
    // The file is in place by then; whether its name is on the disk is not known.
    failing.arm(5, .inputOutput)
    #expect(throws: Errno.inputOutput) { try folder.store([1], as: name, of: JobID(7)) }
  }
}
