import Posix
import Stores
import Testing

@testable import Engine

struct WebhookRoundsTests {
  private let place: WebhookPlace

  init() throws { place = try WebhookPlace() }

  @Test func `a receiver that hangs with many webhooks does not keep another waiting`() throws {
    let hanging = try WebhookReceiver { _, _ in .hang }
    let living = try WebhookReceiver { _, _ in .status(200) }
    for number in 1...200 { try place.add(number, hanging.url) }
    let courier = try place.courier { $0.totalSeconds = 30 }
    #expect(place.comes { hanging.requests.count == 1 })
    for number in 201...220 { try place.add(number, living.url) }
    courier.wake(added: 20)
    #expect(try place.comes { try place.count == 200 })
    #expect(hanging.requests.count == 1)
    #expect(living.ids == (201...220).map { "msg_job_id_\($0)" })
  }

  @Test func `however many receivers hang, a lane is left for the living`() throws {
    let hanging = try (0..<4).map { _ in try WebhookReceiver { _, _ in .hang } }
    let living = try WebhookReceiver { _, _ in .status(200) }
    let stuck = try place.courier { $0.totalSeconds = 0.2 }
    for (number, receiver) in hanging.enumerated() { try place.add(number + 1, receiver.url) }
    stuck.wake(added: 4)
    #expect(
      try place.comes { try (1...4).allSatisfy { try place.attempts(of: $0) == 1 } })
    // All of them are due at once, and known to be silent; the next attempts hang for as long as it takes.
    place.pass(seconds: 5, stuck)
    for number in 11...30 { try place.add(number, living.url) }
    stuck.wake(added: 20)
    #expect(place.comes { living.requests.count == 20 })
    #expect(place.comes { stuck.figures.delivered == 20 })
  }

  @Test func `what waits for a server that is not there fails together, at one attempt`() throws {
    let (url, address) = try vacancy()
    for number in 1...500 { try place.add(number, url) }
    let courier = try place.courier()
    #expect(
      try place.comes {
        try WebhookTable.due(
          at: address, by: place.now, limit: 1, place.database
        ).isEmpty
      })
    #expect(place.comes { courier.figures.failedAttempts == 1 })
    for number in [1, 250, 500] { #expect(try place.attempts(of: number) == 1) }
    #expect(try place.comes { try place.logText().contains(#""also_waiting":499"#) })
    for pause in WebhookSchedule.pausesSeconds {
      let before = courier.figures.failedAttempts
      place.pass(seconds: pause, courier)
      #expect(place.comes { courier.figures.failedAttempts == before + 1 })
    }
    #expect(try place.comes { try place.count == 0 })
    #expect(place.comes { courier.figures.givenUp == 500 })
    #expect(courier.figures.failedAttempts == 10)
    #expect(courier.figures.waiting == 0)
  }

  @Test func `what one server does to one webhook is not the failure of the others`() throws {
    let receiver = try WebhookReceiver { request, _ in
      request.fields["webhook-id"] == "msg_job_id_1" ? .reset : .status(200)
    }
    for number in 1...20 { try place.add(number, receiver.url) }
    let courier = try place.courier()
    #expect(try place.comes { try place.count == 1 })
    #expect(try place.attempts(of: 1) == 1)
    #expect(place.comes { courier.figures.delivered == 19 })
  }

  @Test func `a delivery that the database cannot note is not sent again meanwhile`() throws {
    let receiver = try WebhookReceiver { [failing = place.failing] _, _ in
      failing.arm(1)
      return .status(200)
    }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(place.comes { courier.figures.delivered == 1 })
    #expect(place.failing.isSpent)
    #expect(receiver.requests.count == 1)
    #expect(try place.count == 0)
    #expect(try place.comes { try place.logText().contains("webhooks wait for the database") })
  }

  @Test(arguments: 1...12)
  func `a call to the database may fail, and the webhook is delivered all the same`(
    _ number: Int
  ) throws {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    place.failing.arm(number)
    courier.wake(added: 1)
    #expect(place.comes { courier.figures.delivered == 1 && place.failing.isSpent })
    place.failing.disarm()
    #expect(try place.count == 0)
    #expect(receiver.requests.count == 1)
    #expect(courier.figures.waiting == 0)
  }

  @Test func `a clock that is set back does not keep a webhook for ever`() throws {
    let receiver = try WebhookReceiver { _, count in .status(count == 0 ? 500 : 200) }
    let courier = try place.courier()
    try place.add(1, receiver.url)
    courier.wake(added: 1)
    #expect(try place.comes { try place.attempts(of: 1) == 1 })
    place.pass(seconds: -7 * 86_400, courier)
    #expect(try place.comes { try place.count == 0 })
  }

  /// A URL of this machine where nobody listens, and its place.
  private func vacancy() throws -> (url: String, place: String) {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    return (receiver.url, receiver.place)
  }
}
