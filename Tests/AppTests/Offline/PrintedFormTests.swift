import Posix
import Testing

@testable import App

struct PrintedFormTests {
  @Test func `people read tables and programs lines`() {
    #expect(PrintedForm.usual(on: Terminal(columns: 80)) == .table)
    #expect(PrintedForm.usual(on: nil) == .csv)
  }
}
