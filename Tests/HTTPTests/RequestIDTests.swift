import Testing

@testable import HTTP

struct RequestIDTests {
  @Test(arguments: ["a", "my-request.1", "A_Z.09-", String(repeating: "x", count: 128)])
  func `a client's own name is taken`(name: String) {
    #expect(RequestID(given: Array(name.utf8)[...])?.description == name)
  }

  @Test(arguments: ["", "a b", "a\"b", "ä", "a/b", "a\n", String(repeating: "x", count: 129)])
  func `a name that would break a log line or a field is not`(name: String) {
    #expect(RequestID(given: Array(name.utf8)[...]) == nil)
  }

  // RFC 9562, section 5.4: version 4, variant 10.
  @Test func `a made id is a random UUID in lower case`() {
    #expect(
      RequestID(random: 0, 0).description == "00000000-0000-4000-8000-000000000000")
    #expect(
      RequestID(random: .max, .max).description == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    #expect(
      RequestID(random: 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210).description
        == "01234567-89ab-4def-bedc-ba9876543210")
  }

  @Test func `ids of one generator differ, and those of two seeds too`() {
    var first = RequestIDGenerator(seed: 1)
    var second = RequestIDGenerator(seed: 2)
    let ids = (0..<5000).flatMap { _ in [first.next(), second.next()] }
    #expect(Set(ids).count == 10_000)
    var again = RequestIDGenerator(seed: 1)
    #expect(again.next() == ids[0])
    var machine = RequestIDGenerator()
    #expect(machine.next() != machine.next())
  }
}
