import Engine
import Stores
import Synchronization
import Testing

@testable import App

struct JobFollowerTests {
  private typealias Server = ScriptedServer

  /// Time that passes only while somebody waits, and what was waited.
  private final class Scene: Sendable {
    let time = Atomic<Int64>(0)
    let pauses = Mutex<[Int]>([])
    /// What happens at each pause, by its place among all.
    let happening: @Sendable (Int) -> Void

    init(_ happening: @escaping @Sendable (Int) -> Void = { _ in }) { self.happening = happening }

    var clock: JobFollower.Clock {
      JobFollower.Clock(
        now: { self.time.load(ordering: .relaxed) },
        pause: { milliseconds in
          self.time.add(Int64(milliseconds) * 1_000_000, ordering: .relaxed)
          let place = self.pauses.withLock {
            $0.append(milliseconds)
            return $0.count - 1
          }
          self.happening(place)
        },
        random: { 1 })
    }

    var waited: [Int] { pauses.withLock { $0 } }
  }

  private func follower(
    _ url: String, _ scene: Scene, limitMilliseconds: Int? = nil, isKnown: Bool = false,
    progress: JobProgress? = nil
  ) -> JobFollower {
    JobFollower(
      RemoteJobs(RemoteServer(url: url)), limitMilliseconds: limitMilliseconds, isKnown: isKnown,
      progress: progress, clock: scene.clock)
  }

  private static let one = "GET /api/v1/jobs/job_id_7"
  private static let events = "GET /api/v1/jobs/job_id_7/events"

  @Test func `a finished job is asked for once`() throws {
    let server = try Server { _, _ in Server.json(Server.job("succeeded", progress: 100)) }
    let scene = Scene()
    var follower = follower(server.url, scene)
    #expect(try follower.end(of: JobID(7)).state == .succeeded)
    #expect(server.lines == [Self.one] && scene.waited.isEmpty)
  }

  @Test func `events are shown, and the end is asked of the job itself`() throws {
    let server = try Server { request, place in
      if request.line == Self.events {
        return Server.events(
          Server.job("running", progress: 10, phase: "reading"),
          Server.job("running", progress: 60, phase: "grouping"),
          Server.job("succeeded", progress: 100))
      }
      return Server.json(Server.job(place == 0 ? "queued" : "failed", error: "told by itself"))
    }
    let scene = Scene()
    let written = Mutex<[String]>([])
    var time: Int64 = 0
    let progress = JobProgress(
      width: 80,
      now: {
        // Each look at the clock finds the next drawing due.
        time += 1_000_000_000
        return time
      }, write: { text in written.withLock { $0.append(text) } })
    var follower = follower(server.url, scene, progress: progress)
    let record = try follower.end(of: JobID(7))
    #expect(record.state == .failed && record.reason == "told by itself")
    #expect(server.lines == [Self.one, Self.events, Self.one])
    #expect(scene.waited.isEmpty)
    let lines = written.withLock { $0 }
    #expect(lines.first?.contains("queued") == true)
    #expect(lines.contains { $0.contains("10%  reading") })
    #expect(lines.contains { $0.contains("60%  grouping") })
    #expect(lines.last == "\r\u{1B}[K")
  }

  @Test func `a stream that breaks is taken up again after a moment`() throws {
    let server = try Server { request, place in
      if request.line == Self.events {
        return Server.events(Server.job("running", progress: place))
      }
      return Server.json(Server.job(place < 6 ? "running" : "succeeded"))
    }
    let scene = Scene()
    var follower = follower(server.url, scene)
    #expect(try follower.end(of: JobID(7)).state == .succeeded)
    #expect(
      server.lines == [
        Self.one, Self.events, Self.one, Self.events, Self.one, Self.events, Self.one,
      ])
    // News each time, so each time the first delay.
    #expect(scene.waited == [200, 200, 200])
  }

  @Test(arguments: [
    ScriptedServer.problem("404 Not Found", "{}"), ScriptedServer.answer("200 OK"), "",
    ScriptedServer.answer("405 Method Not Allowed"),
  ])
  func `a server without events is asked now and then`(answer: String) throws {
    let server = try Server { request, place in
      if request.line == Self.events { return answer }
      return Server.json(Server.job(place < 6 ? "running" : "cancelled"))
    }
    let scene = Scene()
    var follower = follower(server.url, scene)
    #expect(try follower.end(of: JobID(7)).state == .cancelled)
    #expect(scene.waited == [200, 400, 800])
  }

  @Test func `a server that is restarted is waited for`() throws {
    let first = try Server { request, _ in
      // The connection breaks in the middle of the events.
      request.line == Self.events
        ? Server.events(Server.job("running", progress: 5)) + "data: {"
        : Server.json(Server.job("running"))
    }
    let port = first.port
    let second = Mutex<ScriptedServer?>(nil)
    let scene = Scene { place in
      if place == 0 { first.close() }
      guard place == 4 else { return }
      let server = try? Server(port: port) { _, _ in Server.json(Server.job("succeeded")) }
      second.withLock { $0 = server }
    }
    var follower = follower(first.url, scene)
    #expect(try follower.end(of: JobID(7)).state == .succeeded)
    #expect(scene.waited == [200, 400, 800, 1600, 3200])
    #expect(second.withLock { $0?.lines } == [Self.one])
  }

  @Test func `a server that never answered is not waited for without a time`() throws {
    let server = try Server { _, _ in "" }
    server.close()
    let scene = Scene()
    var unknown = follower(server.url, scene)
    #expect(
      throws: RemoteFailure.unanswered(
        url: server.url, .unreachable(host: "127.0.0.1", port: server.port))
    ) { try unknown.end(of: JobID(7)) }
    #expect(scene.waited.isEmpty)
    var known = follower(server.url, scene, isKnown: true)
    #expect(throws: RemoteFailure.self) { try known.end(of: JobID(7)) }
    let waited = scene.waited.reduce(0, +)
    #expect((JobFollower.patienceMilliseconds..<JobFollower.patienceMilliseconds + 5000) ~= waited)
  }

  @Test func `with a time a server is waited for so long and no longer`() throws {
    let server = try Server { _, _ in "" }
    server.close()
    let scene = Scene()
    var follower = follower(server.url, scene, limitMilliseconds: 3000)
    #expect(throws: RemoteFailure.away(url: server.url, JobID(7), milliseconds: 3000)) {
      try follower.end(of: JobID(7))
    }
    #expect(scene.waited == [200, 400, 800, 1600])
    #expect(scene.time.load(ordering: .relaxed) == 3_000_000_000)
  }

  @Test func `a job that goes on when the time is over is told as such`() throws {
    let server = try Server { request, _ in
      request.line == Self.events
        ? Server.problem("404 Not Found", "{}") : Server.json(Server.job("running"))
    }
    let scene = Scene()
    var follower = follower(server.url, scene, limitMilliseconds: 1000)
    #expect(throws: RemoteFailure.unfinished(JobID(7), .running, milliseconds: 1000)) {
      try follower.end(of: JobID(7))
    }
    #expect(scene.waited == [200, 400, 400])
    // The time is over for all jobs, but each is looked at.
    #expect(throws: RemoteFailure.unfinished(JobID(7), .running, milliseconds: 1000)) {
      try follower.end(of: JobID(7))
    }
    #expect(scene.waited.count == 3)
  }

  @Test func `a server that is busy is asked when it wants to be`() throws {
    let server = try Server { _, place in
      place == 0
        ? Server.problem("503 Service Unavailable", "{}", "Retry-After: 7\r\n")
        : Server.json(Server.job("succeeded"))
    }
    let scene = Scene()
    var follower = follower(server.url, scene, isKnown: true)
    #expect(try follower.end(of: JobID(7)).state == .succeeded)
    #expect(scene.waited == [7000])
  }

  @Test func `what is said for good is believed at once`() throws {
    let server = try Server { _, _ in Server.problem("410 Gone", "{\"detail\":\"It is gone\"}") }
    let scene = Scene()
    var follower = follower(server.url, scene, limitMilliseconds: 9000, isKnown: true)
    let failure = try #require(throws: RemoteFailure.self) { try follower.end(of: JobID(7)) }
    #expect(failure.sentences == ["It is gone"] && scene.waited.isEmpty)
  }

  @Test func `a result is asked for again when its connection breaks`() throws {
    let server = try Server { _, place in
      place == 0
        ? "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"half\":" : Server.json("{\"whole\":1}")
    }
    let scene = Scene()
    var follower = follower(server.url, scene, isKnown: true)
    #expect(try follower.result(of: JobID(7)) == Array("{\"whole\":1}".utf8))
    #expect(scene.waited == [200])
  }
}
