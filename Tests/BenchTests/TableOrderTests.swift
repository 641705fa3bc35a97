import Tables
import Testing

@testable import Bench

struct TableOrderTests {
  @Test func `a file alone is loaded once on two lanes`() throws {
    let order = try TableOrder.parse(["x.csv"], for: .load)
    #expect(order == TableOrder(path: "x.csv", lanes: 2, rounds: 1))
  }

  @Test func `lanes, rounds and a question are read in any order`() throws {
    let arguments = ["x.csv", "--rounds", "7", "--question", "How?", "--lanes", "1"]
    let order = try TableOrder.parse(arguments, for: .group)
    #expect(order == TableOrder(path: "x.csv", lanes: 1, rounds: 7, question: "How?"))
  }

  @Test func `conditions and columns to show may be several`() throws {
    let arguments = [
      "x.csv", "--where", #"["About, the game","contains","\"x\""]"#, "--show", "a", "--limit", "5",
      "--where", #"["Price","between","1","2"]"#, "--show", "b,c",
    ]
    let order = try TableOrder.parse(arguments, for: .page)
    #expect(
      order.conditions == [
        Filter.Condition("About, the game", .contains, ["\"x\""]),
        Filter.Condition("Price", .between, ["1", "2"]),
      ])
    #expect(order.shown == ["a", "b,c"] && order.limit == 5)
  }

  @Test(
    arguments: [
      ([], .load, "the CSV file is missing"),
      (["x.csv", "--rows", "1"], .load, "unknown argument \"--rows\""),
      (["x.csv", "--question", "How?"], .load, "unknown argument \"--question\""),
      (["x.csv"], .answer, "--question is missing"),
      (["x.csv", "--where", #"["a","isnull"]"#], .filter, "--column is missing"),
      (["x.csv", "--lanes"], .load, "a value for --lanes is missing"),
      (["x.csv", "--lanes", "0"], .load, "--lanes \"0\" is not a number from 1 to 10000"),
      (["x.csv", "--rounds", "many"], .load, "--rounds \"many\" is not a number from 1 to 10000"),
      (["x.csv", "--where", "a>1"], .filter, "--where \"a>1\" is not a JSON array of a column"),
      (["x.csv", "--where", #"["a"]"#], .filter, #"--where "["a"]" is not a JSON array"#),
      (["x.csv", "--where", #"["a","near","1"]"#], .page, #"--where "["a","near","1"]" is not"#),
      (["x.csv", "--where", #"["a","gt",1]"#], .filter, #"--where "["a","gt",1]" is not"#),
    ] as [([String], TableCommand, String)])
  func `a command line that cannot be carried out says why`(
    _ arguments: [String], _ command: TableCommand, _ sentence: String
  ) {
    let failure = #expect(throws: UsageFailure.self) {
      try TableOrder.parse(arguments, for: command)
    }
    #expect(failure?.description.hasPrefix(sentence) == true)
  }
}
