import Testing

@testable import Tables

struct FaultsTests {
  private func report<Answer>(
    of text: String, _ body: (inout FaultReport) -> Answer
  ) -> Answer {
    withInput(text) { input in
      var report = FaultReport(input, names: ["a", "b"], CSVOptions())
      return body(&report)
    }
  }

  @Test func `lines are those of an editor, in whatever order faults are told`() {
    report(of: "a,b\n1,2\n\"x\ny\",2\n3\n") { report in
      let lines = [0, 4, 8, 16, 4, 16].map {
        report.failure(Fault(offset: $0, kind: .rowTooLong))
      }
      #expect(
        lines == [1, 2, 3, 5, 2, 5].map { .rowTooLong(line: $0, limitBytes: 16 << 20) })
    }
  }

  @Test func `every fault becomes the failure of its kind`() {
    report(of: "a,b\nx\"y,z\n") { report in
      func failure(_ kind: Fault.Kind) -> TableFailure {
        report.failure(Fault(offset: 4, kind: kind, cell: 4..<7))
      }
      #expect(failure(.ragged(cells: 3)) == .ragged(line: 2, cells: 3, expected: 2))
      #expect(
        failure(.misplacedQuote(column: 0)) == .misplacedQuote(line: 2, column: "a", value: "x\"y"))
      #expect(
        failure(.badCell(column: 1, type: .date))
          == .badCell(line: 2, column: "b", value: "x\"y", type: .date))
      #expect(
        failure(.cellTooLong(column: 1))
          == .cellTooLong(line: 2, column: "b", limitBytes: CSVOptions().cellLimitBytes))
      #expect(failure(.quoteNeverClosed) == .quoteNeverClosed(line: 2))
    }
  }

  @Test func `a reject shows the beginning of its cell and says what is wrong`() {
    let long = String(repeating: "ä", count: 300)
    report(of: "a,b\n\(long),z\n") { report in
      let cell = 4..<4 + long.utf8.count
      let bad = report.reject(
        Fault(offset: 4, kind: .badCell(column: 0, type: .integer), cell: cell))
      #expect(
        bad
          == Reject(
            line: 2, column: "a", value: String(repeating: "ä", count: 100),
            reason: "is not a whole number"))
      let quote = report.reject(Fault(offset: 4, kind: .misplacedQuote(column: 1), cell: 4..<6))
      #expect(quote.column == "b" && quote.value == "ä" && quote.reason == misplacedQuoteReason)
      let ragged = report.reject(Fault(offset: 4, kind: .ragged(cells: 1)))
      #expect(
        ragged
          == Reject(line: 2, column: nil, value: "", reason: "1 cell where the header has 2"))
    }
  }

  @Test func `faults are in order by their rows, then by their cells`() {
    func fault(_ offset: Int, _ cell: Range<Int>) -> Fault {
      Fault(offset: offset, kind: .rowTooLong, cell: cell)
    }
    let faults = [fault(9, 0..<1), fault(0, 5..<6), fault(0, 2..<9), fault(3, 3..<4)]
    #expect(faults.sorted(by: Fault.comesBefore).map(\.cell.lowerBound) == [2, 5, 3, 0])
  }
}
