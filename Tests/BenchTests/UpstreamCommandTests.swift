import Testing
import Trial

@testable import Bench

struct UpstreamCommandTests {
  @Test func `without options a small upstream that behaves is meant`() throws {
    let order = try UpstreamCommand.parse([])
    #expect(order == UpstreamOrder())
    #expect(order.cities == 30 && order.countries == 6 && order.rows == 100 && order.port == 0)
    #expect(order.errorPercent == 0 && order.garbagePercent == 0 && order.delayMilliseconds == 0)
  }

  @Test func `each option goes to its place`() throws {
    let order = try UpstreamCommand.parse([
      "--port", "9000", "--cities", "5", "--countries", "2", "--rows", "3000", "--delay", "40",
      "--errors", "20", "--garbage", "7", "--seed", "11",
    ])
    var wanted = UpstreamOrder()
    wanted.port = 9000
    wanted.cities = 5
    wanted.countries = 2
    wanted.rows = 3000
    wanted.delayMilliseconds = 40
    wanted.errorPercent = 20
    wanted.garbagePercent = 7
    wanted.seed = 11
    #expect(order == wanted)
  }

  @Test(arguments: [
    (["--town"], "unknown argument \"--town\""), (["--port"], "a value for --port is missing"),
    (["--port", "65536"], "--port \"65536\" is not a whole number from 0 to 65535"),
    (["--errors", "101"], "--errors \"101\" is not a whole number from 0 to 100"),
    (["--rows", "-1"], "--rows \"-1\" is not a whole number from 0 to 10000000"),
    (["--countries", "0"], "--countries \"0\" is not a whole number from 1 to 1000"),
    (["--seed", "x"], "--seed \"x\" is not a whole number from 0 to"),
  ])
  func `a command line that cannot be carried out says why`(
    _ arguments: [String], _ sentence: String
  ) {
    let failure = #expect(throws: UsageFailure.self) { try UpstreamCommand.parse(arguments) }
    #expect(failure.map { "\($0)".hasPrefix(sentence) } == true)
  }

  @Test func `every option stands in the usage`() {
    for word in [
      "--port", "--cities", "--countries", "--rows", "--delay", "--errors", "--garbage", "--seed",
    ] {
      #expect(UpstreamCommand.usage.contains("[\(word) "))
    }
  }
}
