import Testing

@testable import HTTP

struct PreferencesTests {
  private func preferences(_ lines: String...) -> Preferences {
    Preferences(Fields(lines.map { ("Prefer", $0) }))
  }

  @Test(
    arguments: [
      ("wait=20", 20), ("wait=0", 0), ("Wait=20", 20), ("WAIT = 20", 20), ("wait=\"20\"", 20),
      ("wait=\"2\\0\"", 20), ("respond-async, wait=10", 10), ("return=minimal,wait=7", 7),
      ("foo; bar, wait=100; x=y", 100), ("foo=\"a, wait=1\", wait=2", 2), (",,wait=5,", 5),
      ("foo=\"\\\", wait=1\", wait=3", 3), ("wait=007", 7), ("wait=5 ; a", 5),
      ("wait=99999999999999999999", Int.max), ("priority=5, handling=lenient, wait=1", 1),
    ] as [(String, Int)])
  func `the time to wait is found among others`(line: String, seconds: Int) {
    #expect(preferences(line).waitSeconds == seconds)
  }

  @Test(arguments: [
    "", "wait", "wait=", "wait=\"\"", "wait=-1", "wait=1.5", "wait=x", "wait=1 2", "wait=\"1",
    "waiting=5", "a;wait=5", "=5", "wait 5", "foo=\"wait=5\"", "wait=\"5\"x",
  ])
  func `what is not written as a time to wait is none`(line: String) {
    #expect(preferences(line).waitSeconds == nil)
  }

  // RFC 7240, section 2: "If any preference is specified more than once, only the first instance is to be considered."
  @Test func `of two with one name the first counts, over all lines`() {
    #expect(preferences("wait=1, wait=2").waitSeconds == 1)
    #expect(preferences("respond-async", "wait=4", "wait=5").waitSeconds == 4)
    #expect(preferences("wait=x", "wait=5").waitSeconds == nil)
  }

  @Test func `a preference has its value, or none`() {
    let all = preferences("respond-async, Return=Minimal, Foo=\"a \\\" b\"; q=1")
    #expect(all["respond-async"] == [])
    #expect(all["return"] == Array("Minimal".utf8))
    #expect(all["foo"] == Array("a \" b".utf8))
    #expect(all["q"] == nil)
    #expect(Preferences(Fields())["wait"] == nil)
  }

  @Test func `random bytes are passed over`() {
    let letters = Array("wait=5\"\\;, \tx\u{7F}é".utf8)
    for _ in 0..<5000 {
      let line = (0..<Int.random(in: 0...24)).map { _ in
        letters[Int.random(in: letters.indices)]
      }
      var fields = Fields()
      fields.append("Prefer", bytes: line + Array(", wait=3".utf8))
      let seconds = Preferences(fields).waitSeconds
      // Whatever stands before it, a number that is given is made of the digits that were sent.
      #expect(seconds == nil || seconds.map { "\($0)" }?.allSatisfy { "35".contains($0) } == true)
    }
  }
}
