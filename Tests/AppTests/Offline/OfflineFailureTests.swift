import Engine
import Posix
import Statistics
import Tables
import Testing

@testable import App

struct OfflineFailureTests {
  @Test(
    arguments: [
      (.usage(.missingValue("--x")), 2, "--x needs a value"),
      (.query(.unknownColumn("x", known: [])), 2, "There is no column 'x'"),
      (.aggregate(.tooManyGroups(limit: 5)), 2, "There are more than 5 groups"),
      (
        .unknownColumn("pric", nearest: "price"), 2,
        "there is no column 'pric', did you mean 'price'?"
      ),
      (.unknownColumn("x", nearest: nil), 2, "there is no column 'x'"),
      (.unopened(name: "a.csv", .notFound), 1, "a.csv: No such file or directory"),
      (
        .unread(name: "a.csv", .table(.quoteNeverClosed(line: 7))), 1,
        "a.csv: line 7: a quote is never closed"
      ),
      (
        .unread(name: "a.csv", .notText(kind: "a gzip file")), 1,
        "a.csv: no CSV file but a gzip file"
      ),
      (
        .unread(name: "a.csv", .table(.unknownColumn("z"))), 2,
        "a.csv: there is no column 'z' for --type"
      ),
      (
        .unread(name: "a.csv", .changedWhileReading(path: "b")), 1,
        "a.csv: file changed while reading"
      ),
      (.unwritten(.noSpace), 1, "standard output: No space left on device"),
    ] as [(OfflineFailure, Int32, String)])
  func `a failure is a sentence and an exit code`(
    failure: OfflineFailure, exitCode: Int32, sentence: String
  ) {
    #expect(failure.exitCode == exitCode)
    #expect(failure.sentences == [sentence])
  }

  @Test func `each mistake is a sentence of its own with what would be right`() {
    let failure = OfflineFailure.mistakes([
      QueryMistake(parameter: "--sort", value: "a,", kind: .malformed(.order)),
      QueryMistake(
        parameter: "--where", value: "prise>5", kind: .unknownColumn("prise", nearest: "price")),
    ])
    #expect(failure.exitCode == 2)
    #expect(failure.sentences.count == 2)
    #expect(failure.sentences[0].contains("--sort") && failure.sentences[0].contains("expected"))
    #expect(failure.sentences[1].contains("did you mean 'price'?"))
  }

  @Test(arguments: [
    DatasetFailure.badDelimiter("ab"), .badEncoding("x"), .badType(column: "a", "b", reason: "c"),
  ])
  func `an option of the file that makes no sense is the command line's fault`(
    failure: DatasetFailure
  ) {
    #expect(OfflineFailure.unread(name: "a.csv", failure).exitCode == 2)
  }

  @Test func `bytes of another encoding are told with the flag that names it`() {
    let failure = OfflineFailure.unread(
      name: "a.csv", .encoding(.undefinedByte(0xE9, .utf8, offset: 12, line: 3)))
    #expect(failure.exitCode == 1)
    #expect(failure.sentences.first?.contains("--encoding iso-8859-1") == true)
    #expect(failure.sentences.first?.contains("line 3") == true)
  }

  @Test func `who stops reading has read enough`() {
    #expect(OfflineFailure.unwritten(.brokenPipe).exitCode == 0)
    #expect(OfflineFailure.unwritten(.brokenPipe).sentences == [])
  }
}
