import API
import Engine
import Foundation
import Glibc
import HTTP
import Posix
import Statistics
import Testing

@testable import App

struct ShutdownTests {
  private let scratch = ScratchFolder()

  private func parts() throws -> (engine: TallyEngine, api: Responder, log: Log) {
    let log = try Samples.log(in: scratch)
    let engine = try Samples.engine(in: scratch, log: log)
    return (engine, Responder(engine, Responder.Options()), log)
  }

  /// Waits for the end of a server on a thread of its own, whose signals are the test's.
  private func wait(
    _ parts: (engine: TallyEngine, api: Responder, log: Log), lingerMilliseconds: Int = 0,
    hangUp: @escaping @Sendable () -> Void = {}, before: @escaping @Sendable () -> Void
  ) async -> Int32 {
    await withCheckedContinuation { answer in
      do {
        try Posix.Thread.start(name: "shutdown") {
          let signals = StopSignal()
          before()
          let shutdown = Shutdown(
            parts.engine, parts.api, parts.log, signals, hangUp: hangUp)
          answer.resume(returning: shutdown.wait(lingerMilliseconds: lingerMilliseconds))
        }
      } catch {
        answer.resume(returning: -1)
      }
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal refuses new jobs and ends the server in order`(number: Int32) async throws {
    let parts = try parts()
    let status = await wait(parts) { pthread_kill(pthread_self(), number) }
    #expect(status == 0)
    #expect(parts.engine.isDraining)
    parts.log.flush()
    #expect(scratch.text(of: "log").contains(#""message":"shutting down","jobs":0"#))
  }

  @Test func `a server that was asked to drain ends without a signal`() async throws {
    let parts = try parts()
    _ = parts.engine.drain()
    #expect(await wait(parts) {} == 0)
  }

  @Test func `accepted jobs are finished first`() async throws {
    let parts = try parts()
    let gate = DispatchSemaphore(value: 0)
    #expect(parts.engine.jobPool.offload { gate.wait() })
    let survey = try #require(parts.engine.survey).survey
    let id = try parts.engine.submitAndWait(
      Submission(
        .survey(survey.question(.init(.best5, question: "Q"))), client: JobClient("somebody")))
    _ = parts.engine.drain()
    let status = await wait(parts) { gate.signal() }
    #expect(status == 0)
    guard case .finished(.succeeded, _) = parts.engine.outcome(of: id) else {
      Issue.record("the job was left behind")
      return
    }
  }

  @Test func `a second signal ends the server at once, with its code`() async throws {
    let parts = try parts()
    let gate = DispatchSemaphore(value: 0)
    #expect(parts.engine.jobPool.offload { gate.wait() })
    let survey = try #require(parts.engine.survey).survey
    _ = try parts.engine.submitAndWait(
      Submission(
        .survey(survey.question(.init(.best5, question: "Q"))), client: JobClient("somebody")))
    _ = parts.engine.drain()
    #expect(await wait(parts) { pthread_kill(pthread_self(), SIGTERM) } == 143)
    #expect(parts.engine.unfinishedCount == 1)
    gate.signal()
  }

  @Test func `the server lingers for last polls after its last job`() async throws {
    let parts = try parts()
    _ = parts.engine.drain()
    let start = Moment.now().monotonicNanoseconds
    #expect(await wait(parts, lingerMilliseconds: 60) {} == 0)
    #expect(Moment.now().monotonicNanoseconds - start >= 60_000_000)
  }

  @Test func `a hang-up opens the log anew, does what else it should, and ends nothing`()
    async throws
  {
    let parts = try parts()
    parts.log.flush()
    try FileManager.default.moveItem(
      atPath: scratch.path + "/log", toPath: scratch.path + "/moved")
    let hangUps = Guarded(0)
    let status = await wait(parts, hangUp: { hangUps.withLock { $0 += 1 } }) {
      // Both are pending when the wait begins; the kernel gives the lower number first.
      pthread_kill(pthread_self(), SIGHUP)
      pthread_kill(pthread_self(), SIGTERM)
    }
    #expect(status == 0)
    parts.log.flush()
    #expect(hangUps.withLock { $0 } == 1)
    #expect(scratch.text(of: "log").contains("shutting down"))
    #expect(!scratch.text(of: "moved").contains("shutting down"))
  }
}
