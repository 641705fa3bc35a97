import Engine
import Statistics
import Testing

@testable import API

struct CoverageTextTests {
  @Test func `no day is an empty object`() {
    #expect(CoverageText.text(of: []) == Array("{}".utf8))
  }

  @Test func `each day has its state, its counts and its job`() throws {
    let first = try #require(CivilDay("2024-05-01"))
    let second = try #require(CivilDay("2024-05-02"))
    let text = CoverageText.text(of: [
      DayCoverage(day: first, state: .partial, cities: 30, stored: 28, failed: 2, job: JobID(9)),
      DayCoverage(day: second, state: .missing, cities: nil, stored: 0, failed: 0, job: nil),
    ])
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"2024-05-01":{"status":"partial","cities":30,"stored":28,"failed":2,"job_id":"job_id_9"},"#
        + #""2024-05-02":{"status":"missing","cities":null,"stored":0,"failed":0,"job_id":null}}"#)
  }

  @Test(
    arguments: zip(
      DayCoverage.State.allCases, ["missing", "fetching", "stored", "partial", "failed"]))
  func `a state is told by its word`(state: DayCoverage.State, word: String) throws {
    let day = try #require(CivilDay("2024-05-01"))
    let text = CoverageText.text(of: [
      DayCoverage(day: day, state: state, cities: 1, stored: 0, failed: 0, job: nil)
    ])
    #expect(String(decoding: text, as: UTF8.self).contains(#""status":"\#(word)""#))
  }
}
