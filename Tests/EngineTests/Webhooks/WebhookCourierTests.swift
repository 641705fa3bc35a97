import Foundation
import Posix
import Stores
import Testing

@testable import Engine

struct WebhookCourierTests {
  private let place: WebhookPlace

  init() throws { place = try WebhookPlace() }

  @Test func `a webhook is sent once, whole and signed`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    let courier = try place.courier()
    let body = #"{"type":"job.succeeded","data":{"id":"job_id_7"}}"#
    try place.add(7, receiver.url, body: body)
    courier.wake(added: 1)
    #expect(try place.comes { try place.count == 0 })
    let request = try #require(receiver.requests.first)
    #expect(receiver.requests.count == 1)
    #expect(request.line == "POST /hook HTTP/1.1")
    #expect(String(decoding: request.body, as: UTF8.self) == body)
    #expect(request.fields["content-type"] == "application/json")
    #expect(request.fields["user-agent"] == "tally")
    #expect(request.fields["webhook-id"] == "msg_job_id_7")
    #expect(request.fields["webhook-timestamp"] == "1700000000")
    let expected = try WebhookSignature.text(
      id: "msg_job_id_7", seconds: 1_700_000_000, body: request.body,
      secret: WebhookSecret(WebhookPlace.secretText))
    #expect(request.fields["webhook-signature"] == expected)
    #expect(place.comes { courier.figures.delivered == 1 })
    #expect(
      courier.figures
        == WebhookCourier.Figures(delivered: 1, failedAttempts: 0, givenUp: 0, waiting: 0))
    #expect(try place.comes { try place.logText().contains("webhook delivered") })
  }

  @Test func `without a secret a webhook has no signature`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(204, bodyBytes: 0) }
    let courier = try place.courier { $0.secret = nil }
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.ids == ["msg_job_id_1"])
    #expect(receiver.requests.first?.fields["webhook-signature"] == nil)
  }

  @Test func `what fails is sent again when its pause is over, with the same id and a new time`()
    throws
  {
    let receiver = try WebhookReceiver { _, count in .status(count == 0 ? 500 : 200) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    #expect(try place.comes { try place.logText().contains("The answer has the status 500") })
    place.pass(seconds: 4, courier)
    #expect(courier.figures.waiting == 1)
    place.pass(seconds: 1, courier)
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.ids == ["msg_job_id_1", "msg_job_id_1"])
    let times = receiver.requests.compactMap { $0.fields["webhook-timestamp"] }
    #expect(times == ["1700000000", "1700000005"])
    #expect(Set(receiver.requests.compactMap { $0.fields["webhook-signature"] }).count == 2)
    #expect(place.comes { courier.figures.delivered == 1 })
    #expect(courier.figures.failedAttempts == 1)
  }

  @Test func `after ten attempts a webhook is given up`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(500) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    for (number, pause) in WebhookSchedule.pausesSeconds.enumerated() {
      #expect(try place.comes { try place.attempts(of: 1) == number + 1 })
      place.pass(seconds: pause, courier)
    }
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.requests.count == 10)
    #expect(place.comes { courier.figures.givenUp == 1 })
    #expect(courier.figures.failedAttempts == 10)
    #expect(courier.figures.waiting == 0)
    #expect(try place.comes { try place.logText().contains("webhook given up") })
  }

  @Test func `who says that it is gone is not asked again`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(410) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.count == 0 })
    #expect(place.comes { courier.figures.givenUp == 1 })
    #expect(receiver.requests.count == 1)
  }

  @Test func `a receiver that wants to be left alone is`() throws {
    let receiver = try WebhookReceiver { _, count in
      count == 0 ? .status(503, fields: "Retry-After: 90\r\n") : .status(200)
    }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    #expect(try WebhookTable.nextDue(after: 0, place.database) == place.now + 90_000_000_000)
    place.pass(seconds: 90, courier)
    #expect(try place.comes { try place.count == 0 })
  }

  @Test func `a redirect is a failure, and nobody is asked where it leads`() throws {
    let other = try WebhookReceiver { _, _ in .status(200) }
    let elsewhere = other.url
    let receiver = try WebhookReceiver { _, _ in
      .status(307, fields: "Location: \(elsewhere)\r\n")
    }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    #expect(receiver.requests.count == 1)
    #expect(other.requests.isEmpty)
  }

  @Test func `an answer that never comes ends with its time`() throws {
    let receiver = try WebhookReceiver { _, count in count == 0 ? .hang : .status(200) }
    let courier = try place.courier { $0.totalSeconds = 0.2 }
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    #expect(try place.comes { try place.logText().contains("It took more than 0.2 seconds") })
    place.pass(seconds: 5, courier)
    #expect(try place.comes { try place.count == 0 })
  }

  @Test func `a torn connection is a failed attempt`() throws {
    let receiver = try WebhookReceiver { _, count in count == 0 ? .reset : .status(200) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    place.pass(seconds: 5, courier)
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.requests.count == 2)
  }

  @Test func `an answer may be long, for its status is enough`() throws {
    let receiver = try WebhookReceiver { _, _ in
      .status(200, fields: "Content-Encoding: gzip\r\n", bodyBytes: 1_000_000)
    }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.count == 0 })
    #expect(place.comes { courier.figures.delivered == 1 })
  }

  @Test func `an address of this machine is not asked unless that is allowed`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    let courier = try place.courier { $0.allowsPrivate = false }
    try place.add(1, receiver.url)
    try place.add(2, "http://localhost:\(receiver.port)/")
    try place.add(3, "nonsense")
    courier.wake(added: 3)
    #expect(try place.comes { try place.count == 0 })
    #expect(place.comes { courier.figures.givenUp == 3 })
    #expect(receiver.requests.isEmpty)
    #expect(try place.comes { try place.logText().contains("this machine itself") })
  }

  @Test func `what an earlier run has left is sent at the start`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    for number in 1...5 { try place.add(number, receiver.url) }
    let courier = try place.courier()
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.ids == (1...5).map { "msg_job_id_\($0)" })
    #expect(place.comes { courier.figures.delivered == 5 })
    #expect(courier.figures.waiting == 0)
  }

  @Test func `to stop ends a request that hangs, and the next run sends it again`() throws {
    let receiver = try WebhookReceiver { _, count in count == 0 ? .hang : .status(200) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(place.comes { receiver.requests.count == 1 })
    let start = Moment.monotonicNanoseconds()
    courier.stop()
    // It waits for no time-out.
    #expect(Moment.monotonicNanoseconds() - start < 9_000_000_000)
    #expect(try place.attempts(of: 1) == 0)
    #expect(courier.figures.failedAttempts == 0)
    let next = try place.courier()
    #expect(try place.comes { try place.count == 0 })
    #expect(receiver.ids == ["msg_job_id_1", "msg_job_id_1"])
    next.stop()
    next.stop()
  }

  @Test func `a courier that is let go ends, and lets the database go`() throws {
    weak var left: SQLiteDatabase?
    do {
      let place = try WebhookPlace()
      left = place.database
      let courier = try place.courier()
      courier.wake(added: 0)
    }
    #expect(place.comes { left == nil })
  }

  @Test func `it says when no more may wait`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(500) }
    let courier = try place.courier { $0.waitingLimit = 2 }
    #expect(courier.hasRoom)
    for number in 1...2 { try place.add(number, receiver.url) }
    courier.wake(added: 2)
    #expect(!courier.hasRoom)
    #expect(courier.figures.waiting == 2)
  }
}
