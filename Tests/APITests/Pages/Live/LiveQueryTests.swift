import Statistics
import Engine
import HTTP
import Testing

@testable import API

struct LiveQueryTests {
  private func query(_ items: [(String, String)], retentionSeconds: Int64 = 3600) throws(Failure)
    -> LiveQuery
  {
    var options = EventBoard.Options()
    options.retentionNanoseconds = retentionSeconds * 1_000_000_000
    return try LiveQuery(items.map { QueryItem(name: $0.0, value: $0.1) }, options)
  }

  @Test func `an empty form shows the last quarter of an hour, or what is kept`() throws {
    let usual = try query([("series", ""), ("window", "")])
    #expect(usual.window == "15m")
    #expect(
      usual.statisticsAddress
        == "/statistics?window=15m&stats=count,mean,min,max,stddev,median,p95")
    #expect(try query([], retentionSeconds: 60).window == "1m")
  }

  @Test func `statistics are chosen one by one or in a list, each once`() throws {
    let query = try query([("stats", "p99.9"), ("stats", "mean,histogram"), ("stats", "mean")])
    #expect(query.statistics == ["p99.9", "mean"])
    #expect(query.choices.last == "p99.9")
    #expect(query.choices.count(where: { $0 == "mean" }) == 1)
  }

  @Test func `the stream tells what is drawn as well, and names are escaped`() throws {
    let query = try query([("series", "a&b"), ("stats", "mean"), ("bins", "5")])
    #expect(
      query.streamAddress
        == "/statistics/stream?series=a%26b&window=15m&stats=mean,count,min,max,histogram&bins=5"
        + "&every=1s")
    #expect(query.question.bins == 5)
    #expect(query.question.question.series == "a&b")
  }

  @Test(arguments: [("stats", "mediam"), ("window", "2h"), ("bins", "0"), ("every", "1s")])
  func `what the statistics refuse, the page refuses`(_ name: String, _ value: String) throws {
    #expect(throws: Failure.self) { try query([(name, value)]) }
  }

  @Test func `percentiles are told in words`() {
    #expect(LiveQuery.title("p95") == "95% lie below")
    #expect(LiveQuery.title("stddev") == "Standard deviation")
  }
}
