import Foundation
import HTTP
import Harness
import JSON
import Server
import Statistics
import Testing

@testable import Trial

struct UpstreamTests {
  private static func order(_ change: (inout UpstreamOrder) -> Void = { _ in }) -> UpstreamOrder {
    var order = UpstreamOrder()
    change(&order)
    return order
  }

  private static let day = CivilDay(year: 2024, month: 5, day: 1)

  @Test func `cities and their days are served, each as it is made`() throws {
    let server = try Upstream(Self.order { $0.rows = 2_000 }).start()
    defer { server.close() }
    let client = try HTTPConnection(port: server.port)
    let cities = UpstreamCity.all(30, countries: 6)
    let list = try client.request("GET", "/cities")
    #expect(list.status == 200 && list.body == UpstreamCity.json(of: cities))
    #expect(list["content-type"] == "application/json")
    for city in [cities[0], cities[3], cities[5]] {
      let id = PercentCoding.encoded(path: city.id)
      let day = try client.request("GET", "/cities/\(id)/stats?date=2024-05-01T00:00:00Z")
      var bytes: [UInt8] = []
      var producer = UpstreamDay(city: city, day: Self.day, rows: 2_000, seed: 1)
      while producer.next(into: &bytes) == .more {}
      #expect(day.status == 200 && day.body == bytes)
    }
    #expect(try client.request("GET", "/healthz").status == 200)
  }

  @Test(arguments: [
    ("GET", "/cities/31/stats?date=2024-05-01", 404), ("GET", "/cities/1/stats", 400),
    ("GET", "/cities/1/stats?date=2024-02-30", 400), ("GET", "/cities/1/stats?date=today", 400),
    ("GET", "/cities/1", 404), ("GET", "/", 404), ("POST", "/cities", 405),
  ])
  func `what cannot be answered is refused`(method: String, target: String, status: Int) throws {
    let server = try Upstream(Self.order()).start()
    defer { server.close() }
    let answer = try HTTPConnection(port: server.port).request(method, target)
    #expect(answer.status == status)
    #expect(answer["content-type"] == "application/json")
    guard case .object(let members) = try JSONParser.parse(answer.body) else {
      Issue.record("it is no object")
      return
    }
    #expect(members.map(\.key) == ["detail"])
  }

  @Test(arguments: [
    "2024-05-01", "2024-05-01T00:00:00Z", "2024-05-01t23:59:59z", "2024-05-01T00:00:00.000Z",
    "2024-05-01T10:00:00+02:00",
  ])
  func `the day of a date or moment is known`(text: String) {
    #expect(Upstream.day(text) == Self.day)
  }

  @Test(arguments: [
    "", "2024-05", "2024-5-1", "2024-05-32", "2023-02-29", "2024-05-01T", "2024-05-01T24:00:00Z",
    "2024-05-01T00:00Z", "2024-05-01T00:00:00", "2024-05-01 00:00:00Z", "x2024-05-01",
    "2024-05-01Z", "２０２４-05-01",
  ])
  func `what is no date has no day`(text: String) {
    #expect(Upstream.day(text) == nil)
  }

  @Test func `a share of the requests fails, in four ways, and the same ones each time`() {
    let upstream = Upstream(Self.order { $0.errorPercent = 20 })
    let again = Upstream(Self.order { $0.errorPercent = 20 })
    var kinds: [String: Int] = [:]
    for place in 0..<100 {
      for attempt in 0..<40 {
        let trouble = upstream.trouble(city: place, day: 19_844, attempt: attempt)
        #expect(trouble == again.trouble(city: place, day: 19_844, attempt: attempt))
        kinds["\(trouble.map { "\($0)" } ?? "none")", default: 0] += 1
      }
    }
    #expect((3_000...3_400).contains(kinds["none"] ?? 0))
    #expect(kinds.count == 5 && kinds.values.allSatisfy { $0 > 120 })
    // Whoever tries again comes through.
    for place in 0..<100 {
      #expect((0..<12).contains { upstream.trouble(city: place, day: 1, attempt: $0) == nil })
    }
  }

  @Test func `a share of the days is no good, each time`() {
    let upstream = Upstream(Self.order { $0.garbagePercent = 20 })
    let moods = (0..<1_000).map { upstream.mood(city: $0 / 30, day: Int64($0 % 30)) }
    #expect((600...960).contains(moods.count { $0 == .well }))
    #expect(moods.count { $0 == .truncated } > 50 && moods.count { $0 == .badDelay } > 50)
    #expect(moods == (0..<1_000).map { upstream.mood(city: $0 / 30, day: Int64($0 % 30)) })
    let never = Upstream(Self.order())
    #expect((0..<1_000).allSatisfy { never.mood(city: 1, day: $0) == .well })
    #expect((0..<1_000).allSatisfy { never.trouble(city: 1, day: 2, attempt: $0) == nil })
    let always = Upstream(Self.order { ($0.errorPercent, $0.garbagePercent) = (100, 100) })
    #expect((0..<1_000).allSatisfy { always.mood(city: 1, day: $0) != .well })
    #expect((0..<1_000).allSatisfy { always.trouble(city: 1, day: 2, attempt: $0) != nil })
  }

  @Test func `failures come as they are told: statuses with when to try again, and cut answers`()
    throws
  {
    let server = try Upstream(
      Self.order {
        $0.errorPercent = 100
        $0.rows = 3_000
      }
    ).start()
    defer { server.close() }
    var seen: Set<String> = []
    for target in ["/cities", "/cities/1/stats?date=2024-05-01"] {
      for _ in 0..<40 {
        let answer = try HTTPConnection(port: server.port).request("GET", target)
        let retryAfter = answer["retry-after"] ?? "-"
        guard answer.status == 200 else {
          seen.insert("\(target) \(answer.status) \(retryAfter)")
          continue
        }
        #expect(throws: JSONFailure.self) { _ = try JSONParser.parse(answer.body) }
        seen.insert("\(target) cut")
      }
    }
    let wanted = ["500 -", "503 1", "429 1", "cut"]
    #expect(
      seen
        == Set(
          ["/cities", "/cities/1/stats?date=2024-05-01"].flatMap { target in
            wanted.map { "\(target) \($0)" }
          }))
  }

  @Test func `an answer is held back as long as was asked for, several at once`() throws {
    let server = try Upstream(Self.order { $0.delayMilliseconds = 200 }).start()
    defer { server.close() }
    let port = server.port
    let start = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        #expect(try HTTPConnection(port: port).request("GET", "/cities").status == 200)
      } catch {
        Issue.record(error)
      }
    }
    #expect(ContinuousClock.now - start >= .milliseconds(200))
  }

  @Test func `a port that is taken is told of`() throws {
    let server = try Upstream(Self.order()).start()
    defer { server.close() }
    let failure = #expect(throws: Upstream.Failure.self) {
      _ = try Upstream(Self.order { $0.port = Int(server.port) }).start()
    }
    let sentence = failure.map { "\($0)" }
    #expect(sentence == "cannot listen on 127.0.0.1:\(server.port): Address already in use")
  }
}
