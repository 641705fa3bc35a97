import JSON
import Testing

@testable import Engine

struct JobEndingTests {
  @Test func `an answer is kept as it is`() {
    let ending = JobEnding.succeeded([1, 2, 3])
    #expect(ending.state == .succeeded && ending.reason == nil)
    #expect(ending.answer == [1, 2, 3] && ending.byteCount == 3)
  }

  @Test(arguments: [
    (JobEnding.failed("it \"broke\""), JobState.failed, "it \"broke\""),
    (.cancelled, .cancelled, "cancelled"),
  ])
  func `a job without an answer has a file that says why`(
    ending: JobEnding, state: JobState, reason: String
  ) throws {
    #expect(ending.state == state && ending.reason == reason)
    let answer = try #require(ending.answer)
    #expect(ending.byteCount == answer.count)
    let value = try JSONParser.parse(answer)
    #expect(value["status"] == .string("error"))
    #expect(value["reason"] == .string(reason))
  }
}
