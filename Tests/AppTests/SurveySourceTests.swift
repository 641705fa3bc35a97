import Engine
import Posix
import Statistics
import Tables
import Testing

@testable import App

struct SurveySourceTests {
  private let scratch = ScratchFolder()
  private static let header =
    "Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1\n"

  private func source(_ log: Log? = nil) throws -> SurveySource {
    SurveySource(
      dataFolder: scratch.path, lanes: .single, log: try log ?? Samples.log(in: scratch))
  }

  @Test(arguments: ["survey.csv", "deeper/survey.csv", "survey"])
  func `a file from anywhere is named by its stem`(name: String) throws {
    let path = try scratch.write(Samples.survey, to: name)
    let loaded = try source().load(path: path)
    #expect(loaded.name == "survey")
    #expect(loaded.survey.rowCount == 2)
  }

  @Test func `a survey is the same as long as its file is`() throws {
    let path = try scratch.write(Samples.survey, to: "survey.csv")
    let first = try source().load(path: path).identity
    #expect(!first.isEmpty)
    #expect(try source().load(path: path).identity == first)
    _ = try scratch.write(Samples.survey + "\n", to: "survey.csv")
    #expect(try source().load(path: path).identity != first)
  }

  @Test func `columns far behind in a long header are read as a survey's all the same`() throws {
    let names = (0..<2000).map { "a_column_with_a_name_of_some_forty_bytes_\($0)" }
    let others = names.joined(separator: ",") + ","
    let blanks = String(repeating: ",", count: names.count)
    let path = try scratch.write(
      others + Self.header + blanks + "1,7,2,3,4\n", to: "survey.csv")
    #expect(try source().load(path: path).survey.knownStates == ["7"])
    #expect(try source().loadFirst()?.name == "survey")
  }

  @Test(
    arguments: [
      ("", "the file is empty: line 1 should name the columns"),
      (header + "Q,Ohio,1,a,b\nQ,Ohio,x1,a,b\n", "line 3, column Data_Value: 'x1' is not a number"),
      (header + "Q,Ohio,1,a,\"b\n", "line 2: a quote is never closed"),
    ] as [(String, String)])
  func `a file that is wrong is named with line and column`(text: String, fault: String) throws {
    let path = try scratch.write(text, to: "survey.csv")
    let source = try source()
    let failure = #expect(throws: SurveySource.Failure.self) { _ = try source.load(path: path) }
    #expect(failure?.sentence == "\(path): \(fault)")
  }

  @Test(
    arguments: [
      (
        "Question,LocationDesc,Data_Value,Stratification1\n",
        "column StratificationCategory1; found Question, LocationDesc, Data_Value, Stratification1"
      ),
      (
        "a,b\n1,2\n",
        "columns Question, LocationDesc, Data_Value, StratificationCategory1, Stratification1; "
          + "found a, b"
      ),
    ] as [(String, String)])
  func `a file without the columns is told which are missing`(text: String, fault: String) throws {
    let path = try scratch.write(text, to: "survey.csv")
    let source = try source()
    let failure = #expect(throws: SurveySource.Failure.self) { _ = try source.load(path: path) }
    #expect(failure?.sentence == "\(path), line 1: a survey needs the \(fault)")
  }

  @Test func `a file that is not there, or is a folder, is named`() throws {
    let source = try source()
    let missing = #expect(throws: SurveySource.Failure.self) {
      _ = try source.load(path: scratch.path + "/none.csv")
    }
    #expect(missing?.sentence == "\(scratch.path)/none.csv: No such file or directory")
    let folder = #expect(throws: SurveySource.Failure.self) {
      _ = try source.load(path: scratch.path)
    }
    #expect(folder?.sentence == "\(scratch.path): Is a directory")
  }

  @Test func `a data set of the data folder is found by its name and by no path`() throws {
    try scratch.write(Samples.survey, to: "mine.csv")
    try scratch.write(Samples.survey, to: "below/hidden.csv")
    let source = try source()
    #expect(try source.load(name: "mine").name == "mine")
    for name in ["yours", "below/hidden", "../mine", "mine.csv", ""] {
      let failure = #expect(throws: SurveySource.Failure.self) { _ = try source.load(name: name) }
      #expect(
        failure?.sentence == "--survey \(name): there is no file \(name).csv in \(scratch.path)")
    }
  }

  @Test func `the first survey by name is taken, and what is none is passed over`() throws {
    #expect(try source().loadFirst()?.name == nil)
    try scratch.write("a,b\n1,2\n", to: "a.csv")
    try scratch.write(Samples.survey, to: ".b.csv")
    try scratch.write(Samples.survey, to: "c.txt")
    try scratch.write(Samples.survey, to: "e.csv")
    try scratch.write(Samples.survey, to: "d.csv")
    #expect(try source().loadFirst()?.name == "d")
  }

  @Test func `a file that looks like a survey and cannot be loaded is logged with its fault`()
    throws
  {
    try scratch.write(Self.header + "Q,Ohio,x,a,b\n", to: "a.csv")
    try scratch.write(Samples.survey, to: "b.csv")
    let log = try Samples.log(in: scratch)
    #expect(try source(log).loadFirst()?.name == "b")
    log.flush()
    let text = scratch.text(of: "log")
    #expect(text.contains(#""message":"survey passed over""#))
    #expect(text.contains("a.csv: line 2, column Data_Value: 'x' is not a number"))
    #expect(text.contains(#""message":"survey loaded""#))
  }

  @Test func `rows that are left out are logged with their lines, and counted`() throws {
    let path = try scratch.write(
      Self.header + "Q,Ohio,1,a,b\nQ,Ohio\nQ,Ohio,2,a,b,c\nQ,Ohio,3,a,b\n", to: "a.csv")
    let log = try Samples.log(in: scratch)
    #expect(try source(log).load(path: path).survey.rowCount == 2)
    log.flush()
    let lines = scratch.text(of: "log").split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains(#""message":"row left out""#))
    #expect(lines[0].contains(#""line":3"#))
    #expect(lines[1].contains(#""line":4"#))
    #expect(lines[2].contains(#""rows":2,"rows_left_out":2"#))
  }
}
