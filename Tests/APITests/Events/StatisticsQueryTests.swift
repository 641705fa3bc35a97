import Engine
import HTTP
import Testing

@testable import API

struct StatisticsQueryTests {
  private static let second: Int64 = 1_000_000_000

  private static func query(
    _ text: String, retentionSeconds: Int64 = 7200, isStream: Bool = false
  ) throws(Failure) -> StatisticsQuery {
    var options = EventBoard.Options()
    options.retentionNanoseconds = retentionSeconds * second
    let items = Target("/statistics?" + text).queryItems
    return try StatisticsQuery(items, options, isStream: isStream)
  }

  private static func sentence(
    _ text: String, retentionSeconds: Int64 = 7200, isStream: Bool = false
  ) -> String {
    do throws(Failure) {
      _ = try query(text, retentionSeconds: retentionSeconds, isStream: isStream)
      return ""
    } catch {
      return error.account.detail
    }
  }

  @Test func `without parameters four statistics of the last hour are asked for`() throws {
    let query = try Self.query("")
    #expect(query.statistics.map(\.name) == ["count", "min", "max", "mean"])
    #expect(query.question == EventQuestion(windowNanoseconds: 3600 * Self.second))
    #expect(query.isShort && query.everyMilliseconds == 1000 && query.bins == 10)
  }

  @Test func `the usual window is no longer than events are kept`() throws {
    let query = try Self.query("", retentionSeconds: 90)
    #expect(query.question.windowNanoseconds == 90 * Self.second)
  }

  @Test(arguments: [("1s", 1), ("15m", 900), ("2h", 7200), ("90", 90), ("1500ms", 1)])
  func `a window is a time up to the retention`(text: String, seconds: Int64) throws {
    let window = try Self.query("window=" + text).question.windowNanoseconds
    #expect(window / Self.second == seconds)
  }

  @Test func `what is asked for keeps its names and its order`() throws {
    let query = try Self.query("stats=p95,mean,histogram&series=a%20b&bins=3")
    #expect(query.statistics.map(\.name) == ["p95", "mean", "histogram"])
    #expect(query.question.series == "a b" && query.bins == 3 && !query.isShort)
  }

  @Test func `a time with a plus sign in it is read, escaped or not`() throws {
    let wanted = try Self.query("as_of=2025-06-26T12:30:00Z").question.endNanoseconds
    #expect(wanted == 1_750_941_000_000_000_000)
    for text in ["2025-06-26T14:30:00%2B02:00", "2025-06-26T14:30:00+02:00", "2025-06-26+12:30"] {
      #expect(try Self.query("as_of=" + text).question.endNanoseconds == wanted, "\(text)")
    }
  }

  @Test(arguments: [
    ("window=3h", "'window' must be a time from 1s to 2h, "),
    ("window=999ms", "'window' must be a time from 1s to 2h, "),
    ("window=", "'window' must be a time from 1s to 2h, "),
    ("window=-5", "'window' must be a time from 1s to 2h, "),
    ("stats=avg", "There is no statistic 'avg'"),
    ("stats=meen", "There is no statistic 'meen'; did you mean 'mean'?"),
    ("stats=", "There is no statistic ''"), ("stats=mean,", "There is no statistic ''"),
    ("stats=mean,mean", "'stats' asks for 'mean' twice"),
    ("as_of=yesterday", "'as_of' must be a time such as 2025-06-26T14:30:00Z"),
    ("bins=0", "'bins' must be a whole number from 1 to 1000"),
    ("bins=1001", "'bins' must be a whole number from 1 to 1000"),
    ("every=1s", "There is no parameter 'every'"),
    ("widow=1h", "There is no parameter 'widow'; did you mean 'window'?"),
    ("window=1h&window=1h", "'window' may be given once"),
  ])
  func `what makes no sense is told`(text: String, start: String) {
    let sentence = Self.sentence(text)
    #expect(sentence.hasPrefix(start), "\(sentence)")
  }

  @Test func `all that is wrong is told at once`() {
    let sentence = Self.sentence("window=9h&bins=x&stats=foo")
    for word in ["window", "bins", "foo"] { #expect(sentence.contains("'\(word)'")) }
  }

  @Test func `a stream has a pace and no end`() throws {
    #expect(try Self.query("every=250ms", isStream: true).everyMilliseconds == 250)
    for text in ["every=99ms", "every=2h", "every=x"] {
      let sentence = Self.sentence(text, isStream: true)
      #expect(sentence == "'every' must be a time from 100ms to 1h, such as 1s", "\(text)")
    }
    #expect(Self.sentence("as_of=2025-06-26", isStream: true).contains("no parameter 'as_of'"))
  }

  @Test func `no more than a hundred statistics are made`() {
    let many = (0...100).map { "p\($0)" }.joined(separator: ",")
    #expect(Self.sentence("stats=" + many) == "'stats' may name 100 statistics at most")
  }
}
