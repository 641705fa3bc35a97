import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct StagingFolderTests {
  private let scratch = ScratchFolder()
  private let city = StagedCity(digest: String(repeating: "ab", count: 20), rows: 3)

  private var staging: StagingFolder {
    get throws { StagingFolder(in: try Folder(path: scratch.path, creating: true, mode: 0o700)) }
  }

  private func gathered(_ job: Int = 7) throws -> StagedDay {
    let stage = try staging.begin(JobID(job))
    let draft = try stage.draft()
    try draft.append(Array("x".utf8))
    try stage.keep(draft, as: city)
    return stage
  }

  @Test func `what a job gathers is there for its next attempt`() throws {
    _ = try gathered()
    let again = try staging.begin(JobID(7))
    #expect(try again.cities() == [city])
    #expect(try again.open(city.fileName)?.read(limit: 10) == Array("x".utf8))
    #expect(try again.open("other") == nil && again.publication() == nil)
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: staging.path(of: JobID(7)))[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func `drafts of a killed process are gone with the next attempt`() throws {
    let stage = try gathered()
    let path = try staging.path(of: JobID(7)) + "/.city.1.2.draft"
    try Data("half".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try staging.begin(JobID(7)).folder.names() == [city.fileName])
    #expect(try stage.cities() == [city])
  }

  @Test func `what was decided is read back`() throws {
    let stage = try gathered()
    var publication = Publication(day: CollectorPlace.day, round: 2)
    publication.puts = [
      .init(file: city.fileName, key: try #require(ObjectKey("F/2024-05-01/P.csv")))
    ]
    try stage.decide(publication)
    #expect(try staging.stage(of: JobID(7)).publication() == publication)
    #expect(try stage.cities() == [city])
  }

  @Test func `a decision that could not be read again is not written`() throws {
    let publication = Publication(day: CollectorPlace.day, round: 2)
    for (limit, isWritten) in [(publication.encoded.count, true), (1, false)] {
      var staging = try staging
      staging.readyLimitBytes = limit
      let stage = try staging.begin(JobID(limit))
      if isWritten {
        try stage.decide(publication)
        #expect(try stage.publication() == publication)
        #expect(stage.decidedDay() == CollectorPlace.day)
      } else {
        #expect(throws: Errno.fileTooLarge) { try stage.decide(publication) }
        #expect(try stage.publication() == nil && stage.decidedDay() == nil)
      }
    }
  }

  @Test func `a decision that cannot be read is no reason to forget it`() throws {
    let stage = try gathered()
    try Data("{".utf8).write(to: URL(fileURLWithPath: stage.folder.path + "/ready"))
    #expect(throws: Errno.invalid) { try stage.publication() }
  }

  @Test func `jobs are told in the order of their numbers, and nobody else`() throws {
    #expect(try staging.jobs().isEmpty)
    for job in [12, 3, 7] { _ = try gathered(job) }
    for name in ["other", "job_id_x", "job_id_007"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/collecting/" + name, withIntermediateDirectories: true)
    }
    #expect(try staging.jobs() == [JobID(3), JobID(7), JobID(12)])
  }

  @Test func `the decision is the first that is removed`() throws {
    var step = 0
    var isDone = false
    repeat {
      step += 1
      let stage = try gathered()
      try stage.decide(Publication(day: CollectorPlace.day, round: 1))
      var failing = try staging
      let left = Guarded(step)
      failing.failing = {
        left.withLock { left in
          left -= 1
          return left == 0 ? .inputOutput : nil
        }
      }
      do throws(Errno) {
        try failing.stage(of: JobID(7)).remove()
        isDone = true
      } catch {
        #expect(error == .inputOutput)
        let names = try stage.folder.names()
        #expect(!names.isEmpty == (step < 4), "step \(step): \(names)")
        #expect(names.contains("ready") == (step == 1))
      }
    } while !isDone
    #expect(step == 5)
    #expect(try staging.jobs().isEmpty)
  }

  @Test func `what is gone already need not be removed`() throws {
    try staging.stage(of: JobID(99)).remove()
    #expect(throws: Errno.notFound) { try staging.stage(of: JobID(99)).cities() }
  }
}
