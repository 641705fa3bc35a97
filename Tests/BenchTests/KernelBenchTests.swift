import Tables
import Testing

@testable import Bench

struct KernelBenchTests {
  private static let survey = """
    Question,LocationDesc,Data_Value
    How?,Ohio,1.5
    How?,Ohio,2.5
    Why?,Ohio,90.5
    How?,Utah,
    How?,Iowa,7.5

    """

  @Test func `the means are those of the rows of the question that have a value`() throws {
    let file = try SurveyFile(Self.survey)
    let order = TableOrder(path: file.path, lanes: 2, rounds: 4, question: "How?")
    let report = try KernelBench.measure(.group, order)
    #expect(report.rows == 5)
    #expect(report.seconds.count == 4 && report.seconds.allSatisfy { $0 > 0 })
    #expect(report.answer == .numbers([("Ohio", 2), ("Iowa", 7.5)]))
  }

  @Test func `ten statistics are those of the values that are there`() throws {
    let file = try SurveyFile("v,w\n4,a\n1,b\n,c\n2,d\n1,e\n2,f\n")
    let report = try KernelBench.measure(
      .statistics, TableOrder(path: file.path, column: "v"))
    guard case .numbers(let numbers) = report.answer else {
      Issue.record("no numbers")
      return
    }
    // Squares of the differences come to 6, cubes to 6, fourth powers to 18.
    let expected: [(name: String, number: Double)] = [
      ("count", 5), ("mean", 2), ("deviation", 1.5.squareRoot()),
      ("skewness", 1 / 1.2.squareRoot()), ("kurtosis", -0.5), ("least", 1), ("lower quartile", 1),
      ("median", 2), ("upper quartile", 2), ("greatest", 4),
    ]
    #expect(numbers.map(\.name) == expected.map(\.name))
    for (found, wanted) in zip(numbers, expected) {
      let number = try #require(found.number)
      #expect(abs(number - wanted.number) < 1e-12, "\(found.name)")
    }
  }

  @Test func `a mean of filtered rows keeps to every condition`() throws {
    let file = try SurveyFile("v,w\n10,1\n20,2\n,2\n30,3\n44,4\n")
    let conditions = [
      Filter.Condition("w", .between, ["2", "4"]), Filter.Condition("v", .lt, ["40"]),
    ]
    let order = TableOrder(path: file.path, column: "v", conditions: conditions)
    #expect(
      try KernelBench.measure(.filter, order).answer == .numbers([("count", 2), ("mean", 25)]))
    let nobody = TableOrder(
      path: file.path, column: "v", conditions: [Filter.Condition("w", .gt, ["9"])])
    #expect(
      try KernelBench.measure(.filter, nobody).answer == .numbers([("count", 0), ("mean", nil)]))
  }

  @Test func `a page counts all rows and shows the first`() throws {
    let file = try SurveyFile("id,about\n1,a Dragon\n2,none\n3,dragons\n4,\n5,undragoned\n")
    let order = TableOrder(
      path: file.path, conditions: [Filter.Condition("about", .contains, ["dragon"])],
      shown: ["about", "id"], limit: 2)
    let rows: [[Cell]] = [
      [.text(Array("a Dragon".utf8)[...]), .integer(1)],
      [.text(Array("dragons".utf8)[...]), .integer(3)],
    ]
    #expect(try KernelBench.measure(.page, order).answer == .page(count: 3, rows: rows))
  }

  @Test func `a question that nobody asked and a table without the columns are named`() throws {
    let survey = try SurveyFile(Self.survey)
    #expect(throws: TableBenchFailure.unknownQuestion("Who?", path: survey.path)) {
      try KernelBench.measure(.group, TableOrder(path: survey.path, question: "Who?"))
    }
    let other = try SurveyFile("Question,Price\nHow?,1\n")
    #expect(
      throws: TableBenchFailure.missingColumns(["LocationDesc", "Data_Value"], path: other.path)
    ) {
      try KernelBench.measure(.group, TableOrder(path: other.path, question: "How?"))
    }
    #expect(throws: TableBenchFailure.noNumbers(column: "Question", path: other.path)) {
      try KernelBench.measure(.statistics, TableOrder(path: other.path, column: "Question"))
    }
    let failure = #expect(throws: TableBenchFailure.self) {
      let condition = Filter.Condition("Price", .gt, ["cheap"])
      return try KernelBench.measure(
        .filter, TableOrder(path: other.path, column: "Price", conditions: [condition]))
    }
    #expect(failure?.description.hasPrefix("\(other.path) cannot be asked so: ") == true)
  }
}
