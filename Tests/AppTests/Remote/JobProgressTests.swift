import JSON
import Testing

@testable import App

struct JobProgressTests {
  /// A clock that stands still until it is set, and what was written meanwhile.
  private final class Scene {
    var time: Int64 = 0
    var written: [String] = []

    func progress(width: Int = 80) -> JobProgress {
      JobProgress(width: width, now: { self.time }, write: { self.written.append($0) })
    }

    func pass(milliseconds: Int64) { time += milliseconds * 1_000_000 }
  }

  private func record(
    _ number: Int, _ state: String, progress: Int = 0, phase: String? = nil
  ) throws -> JobRecord {
    let text = ScriptedServer.job(number, state, progress: progress, phase: phase)
    let description = try JSONParser.parse(Array(text.utf8))
    return try #require(JobRecord(description))
  }

  private func record(
    _ state: String, progress: Int = 0, phase: String? = nil
  ) throws -> JobRecord {
    try record(7, state, progress: progress, phase: phase)
  }

  private func line(
    _ record: JobRecord, isAway: Bool = false, seconds: Int = 12, width: Int = 80
  ) -> String {
    JobProgress.line(record, isAway: isAway, seconds: seconds, width: width)
  }

  @Test func `a running job is a bar with its percent and phase`() throws {
    #expect(
      line(try record("running", progress: 45, phase: "grouping"))
        == "job_id_7 aggregate  █████████░░░░░░░░░░░   45%  grouping  12s")
    #expect(
      line(try record("running"), seconds: 0)
        == "job_id_7 aggregate  ░░░░░░░░░░░░░░░░░░░░    0%  0s")
    #expect(
      line(try record("running", progress: 100), seconds: 200)
        == "job_id_7 aggregate  ████████████████████  100%  3m 20s")
  }

  @Test func `a job that waits tells its place and when it will begin`() throws {
    let queued = #"{"id":"7","state":"queued","queue_position":3,"expected_wait_seconds":12.34}"#
    let record = try #require(JobRecord(try JSONParser.parse(Array(queued.utf8))))
    #expect(line(record) == "job_id_7  queued, place 3, begins in about 12s  12s")
    #expect(line(try self.record("queued")) == "job_id_7 aggregate  queued  12s")
  }

  @Test func `a server that is away is told`() throws {
    #expect(
      line(try record("running", progress: 9), isAway: true)
        == "job_id_7 aggregate  no server answers, trying again  12s")
  }

  @Test func `the line fits whatever the server says`() throws {
    let long = String(repeating: "wide 漢字 ", count: 30)
    for width in 0...100 {
      for isAway in [true, false] {
        for state in ["running", "queued"] {
          let record = try record(state, progress: 45, phase: long)
          let line = line(record, isAway: isAway, width: width)
          #expect(ShownText(line).width <= max(0, width - 1), "\(width): \(line)")
        }
      }
    }
  }

  @Test func `words give way before the label, and that before the bar`() throws {
    let record = try record("running", progress: 45, phase: "grouping by state")
    #expect(
      line(record, width: 60) == "job_id_7 aggregate  █████████░░░░░░░░░░░   45%  group…  12s")
    #expect(line(record, width: 45) == "job_id_7 a…  █████████░░░░░░░░░░░   45%  12s")
    #expect(line(record, width: 20) == "█████████░░░░░░░░░░")
  }

  @Test func `a phase cannot steer the terminal`() throws {
    #expect(line(try record("running", phase: #"a\u001b[2J"#)).contains("  a\\u{1b}[2J  "))
  }

  @Test func `a job that is quick shows nothing`() throws {
    let scene = Scene()
    let progress = scene.progress()
    progress.show(try record("running"))
    scene.pass(milliseconds: 499)
    progress.tick()
    progress.end()
    #expect(scene.written.isEmpty)
  }

  @Test func `a job that takes long is drawn when something is new, and erased at its end`() throws
  {
    let scene = Scene()
    let progress = scene.progress()
    progress.show(try record("running", progress: 1))
    scene.pass(milliseconds: 500)
    progress.tick()
    progress.show(try record("running", progress: 50))
    scene.pass(milliseconds: 99)
    progress.tick()
    #expect(scene.written.count == 1)
    scene.pass(milliseconds: 1)
    progress.tick()
    scene.pass(milliseconds: 300)
    progress.tick()
    #expect(scene.written.count == 2)
    scene.pass(milliseconds: 100)
    progress.tick()
    scene.pass(milliseconds: 100)
    progress.showAway()
    scene.pass(milliseconds: 100)
    progress.show(try record("running", progress: 51))
    progress.end()
    progress.end()
    let written = scene.written
    #expect(written.count == 6)
    #expect(written[0].hasPrefix("\rjob_id_7 ") && written[0].hasSuffix("  0s\u{1B}[K"))
    #expect(written[1].contains("  50%  0s"))
    #expect(written[2].contains("  50%  1s"))
    #expect(written[3].contains("no server answers"))
    #expect(written[4].contains("  51%  1s"))
    #expect(written[5] == "\r\u{1B}[K")
  }

  @Test func `the next job has its own time`() throws {
    let scene = Scene()
    let progress = scene.progress()
    progress.show(try record(7, "running"))
    scene.pass(milliseconds: 3000)
    progress.tick()
    progress.end()
    progress.show(try record(8, "running"))
    scene.pass(milliseconds: 400)
    progress.tick()
    #expect(scene.written.count == 2)
    scene.pass(milliseconds: 100)
    progress.tick()
    #expect(scene.written.last?.contains("job_id_8") == true)
    #expect(scene.written.last?.contains("  0s") == true)
  }

  @Test func `without a job nothing is drawn`() {
    let scene = Scene()
    let progress = scene.progress()
    scene.pass(milliseconds: 9000)
    progress.showAway()
    progress.end()
    #expect(scene.written.isEmpty)
  }
}
