import Engine
import HTTP
import Statistics
import Testing

@testable import API

struct StatisticsAnswerTests {
  private static let always = Int64.min...Int64.max

  private func text(_ values: [Double], _ query: String) throws -> String {
    var window = RollingWindow()
    for (place, value) in values.enumerated() {
      window.insert(Event(nanoseconds: Int64(place), value: value))
    }
    let query = try StatisticsQuery(
      Target("/statistics?" + query).queryItems, EventBoard.Options(), isStream: false)
    let answer =
      query.isShort
      ? StatisticsAnswer(window.summary(in: Self.always))
      : StatisticsAnswer(window, in: Self.always, query)
    return String(decoding: answer.text(query), as: UTF8.self)
  }

  @Test func `names stand as they were asked for, in that order`() throws {
    #expect(
      try text([3, 1, 2], "stats=max,p50,count,median,min")
        == #"{"max":3.0,"p50":2.0,"count":3,"median":2.0,"min":1.0,"exact":true}"#)
  }

  @Test func `what is beyond the doubles is null, and what is not is there`() throws {
    let huge = Double.greatestFiniteMagnitude
    #expect(
      try text([huge, huge, -huge, huge], "stats=sum,mean,range,variance,max")
        == #"{"sum":null,"mean":8.988465674311579e+307,"range":null,"variance":null,"#
        + #""max":1.7976931348623157e+308}"#)
  }

  @Test func `without events all but counts are null`() throws {
    #expect(
      try text([], "stats=count,range,p1,histogram")
        == #"{"count":0,"range":null,"p1":null,"histogram":{"edges":[],"counts":[]},"exact":true}"#)
  }

  @Test func `only percentiles can be inexact, so only they say so`() throws {
    #expect(try text([1], "stats=mean") == #"{"mean":1.0}"#)
    #expect(!(try text([1], "stats=histogram").contains("exact")))
  }
}
