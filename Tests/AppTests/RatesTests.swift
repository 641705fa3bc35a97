import Engine
import Testing

@testable import App

struct RatesTests {
  @Test(arguments: [
    ("10/s", 10, 1), ("30/min", 30, 60), ("1000/h", 1000, 3600), ("1/d", 1, 86_400),
    ("1000000/s", 1_000_000, 1),
  ])
  func `a rate is a number in a time`(text: String, count: Int, seconds: Int) {
    #expect(Rates.isRate(text))
    #expect(Rates.policy("x", text) == RatePolicy(name: "x", count: count, seconds: seconds))
  }

  @Test(arguments: [
    "", "30", "/min", "0/min", "-1/s", "1.5/s", "1000001/s", "3/week", "3 /s", "x/s",
  ])
  func `what is no rate is refused`(text: String) {
    #expect(!Rates.isRate(text))
    #expect(Rates.policy("x", text) == nil)
  }

  @Test func `none is no policy`() {
    #expect(Rates.isRate("none"))
    #expect(Rates.policy("x", "none") == nil)
    #expect(Rates.policy("x", nil) == nil)
  }
}
