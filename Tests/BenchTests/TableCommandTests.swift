import Testing

@testable import Bench

struct TableCommandTests {
  @Test func `a line of usage names the file and what must be said beside it`() {
    #expect(TableCommand.load.usage == "tally-bench load FILE [--lanes N] [--rounds N]")
    #expect(
      TableCommand.filter.usage == "tally-bench filter FILE --column NAME "
        + #"--where '["NAME","OPERATION","VALUE",...]' [--lanes N] [--rounds N]"#)
  }

  @Test func `each command measures its own`() throws {
    let file = try SurveyFile("Question,LocationDesc,Data_Value\nHow?,Ohio,1.5\nHow?,Ohio,2.5\n")
    let order = TableOrder(
      path: file.path, rounds: 2, question: "How?", column: "Data_Value", shown: ["Question"])
    for command in TableCommand.allCases {
      let report = try command.measure(order)
      #expect(report.rows == 2 && report.seconds.count == 2 && report.peakResidentBytes > 0)
      switch (command, report.answer) {
      case (.load, .none): break
      case (.answer, .numbers(let numbers)), (.group, .numbers(let numbers)):
        #expect(numbers.map(\.name) == ["Ohio"])
      case (.statistics, .numbers(let numbers)): #expect(numbers.count == 10)
      case (.filter, .numbers(let numbers)): #expect(numbers.map(\.name) == ["count", "mean"])
      case (.page, .page(let count, _)): #expect(count == 2)
      default: Issue.record("\(command) answers \(report.answer)")
      }
    }
  }
}
