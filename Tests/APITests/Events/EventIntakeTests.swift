import Engine
import HTTP
import JSON
import Posix
import Statistics
import Testing

@testable import API

struct EventIntakeTests {
  private let now = Moment.now().wallNanoseconds

  private func line(_ series: String, _ value: String = "1", ahead seconds: Int64 = 0) -> String {
    var time: [UInt8] = []
    Timestamp(wallNanoseconds: now + seconds * 1_000_000_000).append(to: &time)
    return #"{"timestamp":"\#(String(decoding: time, as: UTF8.self))","value":\#(value),"#
      + #""series":"\#(series)"}"#
  }

  private func taken(
    _ lines: [String], in site: Site
  ) throws -> (intake: EventIntake, answer: JSONValue) {
    let batch = try EventBatch(Array(lines.joined(separator: "\n").utf8))
    var intake = EventIntake(batch, at: now)
    intake.add(to: site.engine.events, at: now, patienceMilliseconds: 1000)
    return (intake, try JSONParser.parse(intake.response.content()))
  }

  private func indices(_ answer: JSONValue) -> [Int64] {
    guard case .array(let rejected)? = answer["rejected"] else { return [] }
    return rejected.compactMap {
      if case .integer(let index)? = $0["index"] { index } else { nil }
    }
  }

  @Test func `what is wrong is told in the order of the request, whatever is wrong with it`() throws
  {
    let site = try Site(engine: { $0.events.board.seriesLimit = 1 })
    let lines = [
      line("a"), line("b"), "{}", line("a", ahead: 100), line("b"), line("a"), line("a", "null"),
    ]
    let (intake, answer) = try taken(lines, in: site)
    #expect(intake.acceptedCount == 2 && intake.response.status == .ok)
    #expect(indices(answer) == [1, 2, 3, 4, 6])
    #expect(site.engine.events.figures.events == 2)
    #expect(intake.position > 0)
  }

  @Test func `where nothing was taken the status is that of the bound, or 400`() throws {
    let site = try Site(engine: { $0.events.board.seriesLimit = 0 })
    let (bound, answer) = try taken(["{}", line("a"), line("b")], in: site)
    #expect(bound.response.status == .tooManyRequests)
    #expect(bound.response.fields[.retryAfter] == "60")
    #expect(indices(answer) == [0, 1, 2] && answer["accepted"] == .integer(0))
    guard case .string(let error)? = answer["error"] else {
      Issue.record("there is no error")
      return
    }
    #expect(error.contains("--event-series"))
    let (bad, _) = try taken(["{}", "x"], in: site)
    #expect(bad.response.status == .badRequest)
  }

  @Test func `events of series by turns all come to their own`() throws {
    let site = try Site()
    let (intake, _) = try taken((0..<90).map { line("s\($0 % 3)", "\($0)") }, in: site)
    #expect(intake.acceptedCount == 90)
    for place in 0..<3 {
      var question = EventQuestion(windowNanoseconds: 1_000_000_000)
      question.series = "s\(place)"
      let summary = site.engine.events.summary(of: question, at: now)
      #expect(summary.count == 30 && summary.min == Double(place))
    }
  }
}
