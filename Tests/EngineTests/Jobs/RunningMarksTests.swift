import Foundation
import Posix
import Testing

@testable import Engine

struct RunningMarksTests {
  private let place: JobPlace
  private var path: String { place.statePath + "/running" }

  init() throws { place = try JobPlace() }

  @Test func `what is marked outlasts the process, and is taken once`() throws {
    do {
      let marks = try RunningMarks(in: place.state)
      for number in [7, 8, 9] { marks.set(JobID(number)) }
      marks.set(JobID(7))
      marks.clear(JobID(8))
      marks.clear(JobID(77))
    }
    let marks = try RunningMarks(in: place.state)
    #expect(try Set(marks.takeAll()) == [JobID(7), JobID(9)])
    #expect(try marks.takeAll() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test func `what is no mark is taken away, and marks nobody`() throws {
    let marks = try RunningMarks(in: place.state)
    for name in ["notes.txt", "job_id_07", "job_id_"] {
      try "".write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    }
    marks.set(JobID(3))
    #expect(try marks.takeAll() == [JobID(3)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test func `marks that cannot be set or read stop nothing but the start`() throws {
    let marks = try RunningMarks(in: place.state)
    try FileManager.default.removeItem(atPath: path)
    try "in the way".write(toFile: path, atomically: false, encoding: .utf8)
    marks.set(JobID(1))
    marks.clear(JobID(1))
    #expect(throws: EngineFailure.folder(path: path, .notADirectory)) { try marks.takeAll() }
    #expect(throws: EngineFailure.folder(path: path, .notADirectory)) {
      try RunningMarks(in: place.state)
    }
  }
}
