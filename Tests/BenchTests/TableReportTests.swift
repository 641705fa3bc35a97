import Tables
import Testing

@testable import Bench

struct TableReportTests {
  private func line(_ answer: TableAnswer) -> String {
    let report = TableReport(
      seconds: [0.5, 0.25], rows: 3, peakResidentBytes: 4096, answer: answer)
    return String(decoding: report.line, as: UTF8.self)
  }

  private static let start = #"{"seconds":[0.5,0.25],"rows":3,"peak_resident_bytes":4096,"answer":"#

  @Test func `a report is one line of JSON with the answer in it`() {
    #expect(line(.none) == Self.start + "{}}")
    #expect(
      line(.numbers([("Ohio", 2.5), ("Iowa", nil)])) == Self.start + #"{"Ohio":2.5,"Iowa":null}}"#)
    let cells: [Cell] = [
      .integer(-7), .decimal(0.5), .boolean(true), .date(19000), .datetime(5), .null,
      .text(Array("a \"b\"\n".utf8)[...]),
    ]
    #expect(
      line(.page(count: 9, rows: [cells, []])) == Self.start
        + #"{"count":9,"rows":[[-7,0.5,true,19000,5,null,"a \"b\"\n"],[]]}}"#)
  }

  @Test func `answers are equal that say the same`() {
    let answers: [TableAnswer] = [
      .none, .numbers([("a", 1)]), .numbers([("a", nil)]), .numbers([("b", 1)]), .numbers([]),
      .page(count: 1, rows: []), .page(count: 2, rows: []), .page(count: 1, rows: [[.null]]),
    ]
    for (place, one) in answers.enumerated() {
      for (other, answer) in answers.enumerated() {
        #expect((one == answer) == (place == other))
      }
    }
  }
}
