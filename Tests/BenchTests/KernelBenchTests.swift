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
    let report = try KernelBench.measure(order)
    #expect(report.rows == 5)
    #expect(report.seconds.count == 4 && report.seconds.allSatisfy { $0 > 0 })
    let means = Dictionary(uniqueKeysWithValues: report.means.map { ($0.location, $0.mean) })
    #expect(means == ["Ohio": 2, "Iowa": 7.5])
  }

  @Test func `a report is one line of JSON with the means in it`() {
    let report = KernelBench.Report(
      seconds: [0.5], rows: 3, peakResidentBytes: 4096, means: [("Ohio", 2.5)])
    #expect(
      String(decoding: report.line, as: UTF8.self)
        == #"{"seconds":[0.5],"rows":3,"peak_resident_bytes":4096,"means":{"Ohio":2.5}}"#)
  }

  @Test func `a question that nobody asked and a table without the columns are named`() throws {
    let survey = try SurveyFile(Self.survey)
    #expect(throws: TableBenchFailure.unknownQuestion("Who?", path: survey.path)) {
      try KernelBench.measure(TableOrder(path: survey.path, question: "Who?"))
    }
    let other = try SurveyFile("Question,Price\nHow?,1\n")
    #expect(
      throws: TableBenchFailure.missingColumns(["LocationDesc", "Data_Value"], path: other.path)
    ) {
      try KernelBench.measure(TableOrder(path: other.path, question: "How?"))
    }
  }
}
