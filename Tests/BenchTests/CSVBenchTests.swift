import Tables
import Testing

@testable import Bench

struct CSVBenchTests {
  private static let survey = """
    Question,LocationDesc,Other,Data_Value
    How?,Ohio,"a ""b"", c",1.5
    How?,Ohio,,2.5
    Why?,Ohio,d,90.5

    """

  @Test(arguments: [1, 2]) func `every round loads the whole file`(_ lanes: Int) throws {
    let file = try SurveyFile("Question,Data_Value\nHow?,1.5\n\"How, then?\",\n")
    let report = try CSVBench.loads(TableOrder(path: file.path, lanes: lanes, rounds: 3))
    #expect(report.rows == 2)
    #expect(report.seconds.count == 3 && report.seconds.allSatisfy { $0 > 0 })
    #expect(report.peakResidentBytes > 1 << 20)
    #expect(report.answer == .none)
  }

  @Test func `an answer from the file is the answer from the table`() throws {
    let file = try SurveyFile(Self.survey)
    let order = TableOrder(path: file.path, rounds: 2, question: "How?")
    let report = try CSVBench.answers(order)
    #expect(report.rows == 3 && report.seconds.count == 2)
    #expect(report.answer == .numbers([("Ohio", 2)]))
    #expect(try KernelBench.measure(.group, order).answer == report.answer)
  }

  @Test func `an answer from the file needs no more than its columns`() throws {
    let file = try SurveyFile(Self.survey)
    let table = try CSVBench.load(
      TableOrder(path: file.path), columns: Set(KernelBench.surveyColumns))
    #expect(table.columns.map(\.name) == KernelBench.surveyColumns)
  }

  @Test func `a file that is not there is named`() {
    let failure = #expect(throws: TableBenchFailure.self) {
      try CSVBench.loads(TableOrder(path: "/nowhere/x.csv"))
    }
    #expect(failure?.description.hasPrefix("/nowhere/x.csv: ") == true)
  }

  @Test func `a file that is no table is named`() throws {
    let file = try SurveyFile("")
    let failure = #expect(throws: TableBenchFailure.self) {
      try CSVBench.loads(TableOrder(path: file.path))
    }
    #expect(failure?.description.hasPrefix("\(file.path): ") == true)
  }
}
