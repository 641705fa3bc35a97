import Engine
import Foundation
import HTTP
import JSON
import Posix
import Testing

@testable import API

struct EventsTests {
  private static let second: Int64 = 1_000_000_000
  /// When requests come.
  private let now = Moment.now().wallNanoseconds / second * second

  private func time(_ secondsAgo: Int64) -> String {
    var text: [UInt8] = []
    Timestamp(wallNanoseconds: now - secondsAgo * Self.second).append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func body(_ value: String, _ secondsAgo: Int64 = 0, more: String = "") -> String {
    #"{"timestamp":"\#(time(secondsAgo))","value":\#(value)\#(more)}"#
  }

  private func text(_ site: Site, _ target: String, at later: Int64 = 0) throws -> String {
    let answer = try site.ask(.get, target, atWall: now + later * Self.second)
    return String(decoding: try answer.content(), as: UTF8.self)
  }

  private func add(_ site: Site, _ path: String, _ body: String) throws -> (Int, JSONValue) {
    let answer = try site.ask(.post, path, body, atWall: now)
    return (answer.status.code, try JSONParser.parse(answer.content()))
  }

  @Test func `a window moves with the clock, and as_of looks back`() throws {
    let site = try Site()
    for (value, ago) in [("1", 0), ("2", 100), ("4", 1000)] as [(String, Int64)] {
      #expect(try add(site, "/event", body(value, ago)).0 == 201)
    }
    #expect(try text(site, "/statistics?stats=sum") == #"{"sum":7.0}"#)
    #expect(try text(site, "/statistics?stats=sum&window=100s") == #"{"sum":3.0}"#)
    #expect(try text(site, "/statistics?stats=sum&window=100s", at: 50) == #"{"sum":1.0}"#)
    #expect(try text(site, "/statistics?stats=sum&window=100s", at: 200) == #"{"sum":null}"#)
    let end = time(50)
    #expect(try text(site, "/statistics?stats=sum&window=100s&as_of=\(end)") == #"{"sum":2.0}"#)
  }

  @Test func `an event may be a minute ahead of the clock, and not more`() throws {
    let site = try Site()
    #expect(try add(site, "/event", body("1", -59)).0 == 201)
    let (status, answer) = try add(site, "/event", body("1", -62))
    #expect(status == 400)
    #expect("\(answer)".contains("ahead"))
    #expect(try text(site, "/statistics?stats=count") == #"{"count":1}"#)
    let (taken, many) = try add(site, "/events", "[\(body("1", -62)),\(body("1"))]")
    #expect(taken == 200 && many["accepted"] == .integer(1))
    #expect(try text(site, "/statistics?stats=count") == #"{"count":2}"#)
  }

  @Test func `one that is too old is taken and never counts`() throws {
    let site = try Site()
    #expect(try add(site, "/event", body("1", 3700)).0 == 201)
    #expect(try text(site, "/statistics?stats=count") == #"{"count":0}"#)
    #expect(site.engine.events.figures.late == 1)
  }

  @Test func `ten tenths have a mean of a tenth after any history`() throws {
    let site = try Site()
    for value in ["1e300", "-1e300", "12345.678", "3e-300"] {
      _ = try add(site, "/event", body(value, 3000))
    }
    for _ in 0..<10 { _ = try add(site, "/event", body("0.1", 5)) }
    let target = "/statistics?window=1m&stats=count,mean,sum,variance,stddev,range"
    #expect(
      try text(site, target)
        == #"{"count":10,"mean":0.1,"sum":1.0,"variance":0.0,"stddev":0.0,"range":0.0}"#)
  }

  @Test func `a window without events has no statistics but a count`() throws {
    let site = try Site()
    let target = "/statistics?stats=count,sum,variance,stddev,median,range,histogram"
    #expect(
      try text(site, target)
        == #"{"count":0,"sum":null,"variance":null,"stddev":null,"median":null,"range":null,"#
        + #""histogram":{"edges":[],"counts":[]},"exact":true}"#)
  }

  @Test func `long bodies go to a lane and give the same answer`() throws {
    let site = try Site()
    let line = body("0.25", 3, more: #","series":"x""#)
    let lines = String(repeating: line + "\n", count: 500)
    #expect(lines.utf8.count > 4096)
    let (status, answer) = try add(site, "/events", lines)
    #expect(status == 200 && answer["accepted"] == .integer(500))
    #expect(try text(site, "/statistics?series=x&stats=sum") == #"{"sum":125.0}"#)
  }

  @Test func `what nobody may send is refused as the family does it`() throws {
    let site = try Site()
    for (method, path, status, error) in [
      (HTTP.Method.get, "/event/x", 404, "Endpoint not found"),
      (.get, "/statistics/", 404, "Endpoint not found"),
      (.get, "/events", 405, "Method not allowed"),
      (.post, "/health", 405, "Method not allowed"),
    ] {
      let answer = try site.ask(method, path)
      #expect(answer.status.code == status)
      #expect(String(decoding: try answer.content(), as: UTF8.self) == #"{"error":"\#(error)"}"#)
    }
    let coded = try site.ask(
      .post, "/event", body("1"), fields: [("Content-Encoding", "gzip")], atWall: now)
    #expect(coded.status == .unsupportedMediaType)
  }

  @Test func `a whole request that makes no sense keeps nothing`() throws {
    let site = try Site()
    for (sent, start) in [
      ("[{]", "Request body must be JSON"), ("[", "Request body must be JSON"),
      (String(repeating: "{}\n", count: 10_001), "Too many events"),
    ] {
      let (status, answer) = try add(site, "/events", sent)
      guard case .string(let error)? = answer["error"] else {
        Issue.record("there is no error")
        continue
      }
      #expect(status == 400 && error.hasPrefix(start), "\(error)")
    }
    #expect(site.engine.events.figures.accepted == 0)
  }

  @Test func `a query names the series of events that name none`() throws {
    let site = try Site()
    let named = body("1", more: #","series":"a""#)
    #expect(try add(site, "/events?series=q", "[\(body("1")),\(named)]").0 == 200)
    #expect(try add(site, "/event?series=q", body("1")).0 == 201)
    for (series, count) in [("q", 2), ("a", 1), ("", 0)] {
      #expect(
        try text(site, "/statistics?stats=count&series=\(series)") == #"{"count":\#(count)}"#)
    }
    for query in ["series=", "series=a%00b", "window=1h"] {
      #expect(try add(site, "/events?" + query, "[\(body("1"))]").0 == 400, "\(query)")
      #expect(try add(site, "/event?" + query, body("1")).0 == 400, "\(query)")
    }
  }

  @Test func `a server that shuts down takes no event, and is not kept from it`() throws {
    let site = try Site()
    _ = try add(site, "/event", body("1"))
    _ = try text(site, "/statistics")
    #expect(site.api.lastRequestNanoseconds == 0)
    _ = site.engine.drain()
    #expect(try add(site, "/event", body("1")).0 == 503)
    #expect(try add(site, "/events", "[\(body("1"))]").0 == 503)
    #expect(try text(site, "/statistics?stats=count") == #"{"count":1}"#)
  }
}
