import Testing

@testable import Bench

struct TableOrderTests {
  @Test func `a file alone is loaded once on two lanes`() throws {
    let order = try TableOrder.parse(["x.csv"], takesQuestion: false, usage: "")
    #expect(order == TableOrder(path: "x.csv", lanes: 2, rounds: 1, question: ""))
  }

  @Test func `lanes, rounds and a question are read in any order`() throws {
    let arguments = ["x.csv", "--rounds", "7", "--question", "How?", "--lanes", "1"]
    let order = try TableOrder.parse(arguments, takesQuestion: true, usage: "")
    #expect(order == TableOrder(path: "x.csv", lanes: 1, rounds: 7, question: "How?"))
  }

  @Test(arguments: [
    ([], false, "the CSV file is missing"),
    (["x.csv", "--rows", "1"], false, "unknown argument \"--rows\""),
    (["x.csv", "--question", "How?"], false, "unknown argument \"--question\""),
    (["x.csv"], true, "--question is missing"),
    (["x.csv", "--lanes"], false, "a value for --lanes is missing"),
    (["x.csv", "--lanes", "0"], false, "--lanes \"0\" is not a number from 1 to 10000"),
    (["x.csv", "--rounds", "many"], false, "--rounds \"many\" is not a number from 1 to 10000"),
  ])
  func `a command line that cannot be carried out says why`(
    _ arguments: [String], _ takesQuestion: Bool, _ sentence: String
  ) {
    let failure = #expect(throws: UsageFailure.self) {
      try TableOrder.parse(arguments, takesQuestion: takesQuestion, usage: "")
    }
    #expect(failure.map { "\($0)".hasPrefix(sentence) } == true)
  }
}
