import Engine
import Testing

@testable import App

struct RetentionsTests {
  @Test func `an age, a number and a size are read`() throws {
    let retention = try #require(Retentions.retention("30d,100000,10GB"))
    #expect(retention == Retention())
    let short = try #require(Retentions.retention("90s,1,1"))
    #expect(short.ageNanoseconds == 90_000_000_000)
    #expect(short.count == 1)
    #expect(short.bytes == 1)
  }

  @Test(arguments: [
    "", "30d", "30d,5", "30d,0,1GB", "30d,1000001,1GB", "0d,5,1GB", "30d,5,0", "-1d,5,1GB",
    "30d,5,1GB,", "d,5,1GB", "30 d,5,1GB", "99999999999999999999d,5,1GB", "36601d,5,1GB",
  ])
  func `what is none is refused`(text: String) {
    #expect(Retentions.retention(text) == nil)
  }
}
