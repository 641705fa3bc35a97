import Testing

@testable import Engine

struct JobNameTests {
  @Test(arguments: [
    "a", "incidents-2024-05", "A.b_c-D", "_", "-", "7a", "job_id_", "job_id_7x", "JOB_ID_7", "1.0",
    String(repeating: "x", count: 128),
  ])
  func `letters, digits and three signs make a name`(text: String) {
    #expect(JobName(text)?.description == text)
  }

  @Test(arguments: [
    "", ".", "..", ".a", "../x", "a/b", "a b", "a\u{0}", "a\n", "é", "a%2F", "a\\b",
    String(repeating: "x", count: 129),
  ])
  func `what could lead a path astray is no name`(text: String) {
    #expect(JobName(text) == nil)
    #expect(!JobName.isWellFormed(text))
  }

  @Test(arguments: ["7", "0", "007", "job_id_7", "job_id_007", "99999999999999999999999"])
  func `what reads as a number of this server is no name, though its letters are right`(
    text: String
  ) {
    #expect(JobName(text) == nil)
    #expect(JobName.isWellFormed(text))
  }

  @Test func `the pattern that people are told says the same`() throws {
    let pattern = try Regex(JobName.pattern)
    var generator = SplitMix(state: 3)
    let letters = Array("aZ09._-/ \né")
    for _ in 0..<5000 {
      let length = Int.random(in: 0..<6, using: &generator)
      let text = String((0..<length).compactMap { _ in letters.randomElement(using: &generator) })
      // `$` lets a line feed follow; a whole match does not.
      let fits = try pattern.wholeMatch(in: text) != nil
      #expect(JobName.isWellFormed(text) == fits, "\(text.debugDescription)")
    }
  }
}
