import JSON
import Statistics
import Testing

@testable import App

struct DemoOrdersTests {
  private static let today = CivilDay(year: 2026, month: 3, day: 1)

  @Test func `every body is JSON, and one job is taken back`() throws {
    let orders = DemoOrders.first(today: Self.today)
    for order in orders where !order.body.isEmpty {
      _ = try JSONParser.parse(Array(order.body.utf8))
    }
    #expect(orders.filter(\.isTakenBack).count == 1)
  }

  @Test func `days are collected backwards from yesterday, and then again`() {
    let path = { (number: Int) in DemoOrders.collection(number, today: Self.today).path }
    #expect(path(0) == "/process-request?date=2026-02-28")
    #expect(path(1) == "/process-request?date=2026-02-27")
    #expect(path(DemoOrders.dayCount - 1) == path(0))
    #expect(Set((0..<500).map(path)).count == DemoOrders.dayCount - 1)
  }

  @Test func `events are three readings of a moment, and the past is full of them`() throws {
    var events = DemoEvents()
    let lines = events.lines(at: 1_790_000_000_250_000_000).split(separator: "\n")
    let values = try lines.map { try JSONParser.parse(Array($0.utf8)) }
    #expect(values.map { $0["series"] } == [.string("kitchen"), .string("cellar"), nil])
    #expect(values.allSatisfy { $0["timestamp"] == .string("2026-09-21T14:13:20.250Z") })
    let past = events.past(before: 1_790_000_000_000_000_000).split(separator: "\n")
    #expect(past.count == 3 * DemoEvents.pastSeconds / 3)
    #expect(past.first?.contains("2026-09-21T13:58:20.000Z") == true)
    var again = DemoEvents()
    #expect(again.lines(at: 1_790_000_000_250_000_000).split(separator: "\n") == lines)
  }
}
