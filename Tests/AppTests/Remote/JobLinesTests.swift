import JSON
import Testing

@testable import App

struct JobLinesTests {
  private typealias Server = ScriptedServer

  private func lines(
    isJSON: Bool = false, _ style: TerminalStyle = .plain, pages: [[String]]
  ) throws -> String {
    let now = try #require(WrittenMoment.milliseconds("2026-01-01T01:00:00Z"))
    var lines = JobLines(isJSON: isJSON, style, now: now)
    var bytes: [UInt8] = []
    for page in pages {
      bytes += lines.text(
        of: try page.map {
          try #require(JobRecord(try JSONParser.parse(Array($0.utf8))))
        })
    }
    bytes += lines.end()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let running = Server.job(
    12, "running", progress: 45,
    more: #","created":"2026-01-01T00:56:40Z","started":"2026-01-01T00:59:58.800Z""#)
  private static let failed = Server.job(
    3, "failed", progress: 10, error: "There is no column 'x'",
    more: #","created":"2026-01-01T00:00:00Z","started":"2026-01-01T00:00:00Z","#
      + #""finished":"2026-01-01T00:00:00.350Z""#)

  @Test func `jobs are a table`() throws {
    #expect(
      try lines(pages: [[Self.running, Self.failed]]) == """
        id         type       state    progress     age  duration  error
        job_id_12  aggregate  running       45%  3m 20s      1.2s
        job_id_3   aggregate  failed        10%      1h     350ms  There is no column 'x'

        """)
    #expect(
      try lines(pages: [[Server.job("queued")]]) == """
        id        type       state   progress  age  duration  error
        job_id_7  aggregate  queued        0%

        """)
    #expect(
      try lines(pages: [[]]) == "id  type  state  progress  age  duration  error\n")
  }

  @Test func `a narrow terminal cuts errors first and ids never`() throws {
    var style = TerminalStyle.plain
    style.width = 60
    let narrow = try lines(style, pages: [[Self.running, Self.failed]])
    #expect(narrow.contains("job_id_12  aggregate  running"))
    #expect(narrow.hasSuffix("(and 1 more: error)\n"))
    style.width = 74
    #expect(
      try lines(style, pages: [[Self.running, Self.failed]]) == """
        id         type       state    progress     age  duration  error
        job_id_12  aggregate  running       45%  3m 20s      1.2s
        job_id_3   aggregate  failed        10%      1h     350ms  There is no co…

        """)
  }

  @Test func `pages of JSON are one text`() throws {
    let one = Server.job(2, "queued")
    let two = Server.job(1, "succeeded")
    #expect(try lines(isJSON: true, pages: []) == "[]\n")
    #expect(try lines(isJSON: true, pages: [[]]) == "[]\n")
    #expect(
      try lines(isJSON: true, pages: [[one], [two, one]]) == "[\n\(one),\n\(two),\n\(one)\n]\n")
  }
}
