import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct PatienceTests {
  private func patience(_ value: String) -> Patience? { Patience(Fields([("Prefer", value)])) }

  @Test func `a wait is cut to a minute`() {
    #expect(patience("wait=60")?.seconds == 60)
    #expect(patience("wait=61")?.seconds == 60)
    #expect(patience("wait=99999999999999999999")?.seconds == 60)
    #expect(patience("wait=0")?.seconds == 0)
    #expect(patience("respond-async") == nil)
    #expect(Patience(Fields()) == nil)
  }

  @Test func `the answer tells for how long it was held at most`() {
    var response = Response(.ok)
    patience("wait=100")?.tell(&response)
    #expect(response.fields["Preference-Applied"] == "wait=60")
  }

  @Test func `an answer is held until the job is finished`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let answer = try site.begin(.get, "/api/v1/jobs/1", fields: [("Prefer", "wait=25")])
    let other = try site.ask(.get, "/api/v1/jobs/1", fields: [("Prefer", "wait=0")])
    #expect(try other.value()["state"] == .string("queued"))
    #expect(other.fields["Preference-Applied"] == "wait=0")
    #expect(!answer.isThere)
    gate.signal()
    let held = try answer.take()
    #expect(held.status == .ok)
    #expect(try held.value()["state"] == .string("succeeded"))
    #expect(held.fields["Preference-Applied"] == "wait=25")
    #expect(held.fields[.retryAfter] == nil)
  }

  @Test func `an answer comes when the time is over`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let held = try site.ask(.get, "/api/v1/jobs/1", fields: [("Prefer", "wait=1")])
    #expect(held.status == .ok)
    #expect(try held.value()["state"] == .string("queued"))
    #expect(held.fields["Preference-Applied"] == "wait=1")
    #expect(held.fields[.retryAfter] != nil)
    gate.signal()
    site.settle()
  }

  @Test func `what is finished or was never given is answered at once`() throws {
    let site = try Site()
    _ = try site.finish()
    let waits: [(FieldName, String)] = [("Prefer", "wait=60")]
    #expect(try site.ask(.get, "/api/v1/jobs/1", fields: waits).status == .ok)
    #expect(try site.ask(.get, "/api/v1/jobs/2", fields: waits).status == .notFound)
  }
}
