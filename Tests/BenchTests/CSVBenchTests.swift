import Testing

@testable import Bench

struct CSVBenchTests {
  @Test(arguments: [1, 2]) func `every round loads the whole file`(_ lanes: Int) throws {
    let file = try SurveyFile("Question,Data_Value\nHow?,1.5\n\"How, then?\",\n")
    let report = try CSVBench.measure(TableOrder(path: file.path, lanes: lanes, rounds: 3))
    #expect(report.rows == 2)
    #expect(report.seconds.count == 3 && report.seconds.allSatisfy { $0 > 0 })
    #expect(report.peakResidentBytes > 1 << 20)
  }

  @Test func `a report is one line of JSON`() throws {
    let report = CSVBench.Report(seconds: [0.5, 0.25], rows: 3, peakResidentBytes: 4096)
    #expect(
      String(decoding: report.line, as: UTF8.self)
        == #"{"seconds":[0.5,0.25],"rows":3,"peak_resident_bytes":4096}"#)
  }

  @Test func `a file that is not there is named`() {
    let failure = #expect(throws: TableBenchFailure.self) {
      try CSVBench.measure(TableOrder(path: "/nowhere/x.csv"))
    }
    #expect(failure?.description.hasPrefix("/nowhere/x.csv: ") == true)
  }

  @Test func `a file that is no table is named`() throws {
    let file = try SurveyFile("")
    let failure = #expect(throws: TableBenchFailure.self) {
      try CSVBench.measure(TableOrder(path: file.path))
    }
    #expect(failure?.description.hasPrefix("\(file.path): ") == true)
  }
}
